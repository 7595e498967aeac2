"""`lobby voice`, as a keeper types it and as other programs call it."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from lobby.cli import main as lobby
from lobby.speech.numbers import Region, read_number
from lobby.speech.players.memory import MemoryPlayer
from lobby.speech.sound import RATE, peak, read_wav, rms, to_wav
from ticketing.voice import command_say

LOBBY = [sys.executable, "-m", "lobby.cli", "voice"]
SETTINGS = """
site = "demo"
device = "speaker-1"
state = "{state}"
[broker]
password_file = "/nowhere"
[voice]
repeat = 1
{voice}
"""
Heard = Callable[[], tuple[str, str]]


@pytest.fixture
def heard(capsys: pytest.CaptureFixture[str]) -> Heard:
    """What was printed since it was asked before, and what was complained of."""

    def told() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out.strip(), captured.err.strip()

    return told


@pytest.fixture
def no_card(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command_say, "has_card", lambda: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def settings(folder: Path, voice: str = "") -> Path:
    path = folder / "speaker.toml"
    path.write_text(SETTINGS.format(state=folder, voice=voice), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["15"], "mười lăm"),
        (["24"], "hai mươi tư"),
        (["24", "--region", "south"], "hai mươi bốn"),
        (["--region", "south", "1005"], "một ngàn không trăm lẻ năm"),
        (["012"], "mười hai"),
        (["0"], "không"),
        (["999999999999"], " ".join(read_number(10**12 - 1))),
        (["105", "--language", "en"], "one hundred and five"),
    ],
)
def test_a_number_is_read(heard: Heard, arguments: list[str], said: str) -> None:
    assert lobby(["voice", "read", *arguments]) == 0
    assert heard() == (said, "")


@pytest.mark.parametrize(
    "word", ["abc", "-5", "1000000000000", "1.5", "", "１２", "15 16", "0x1f", "9" * 5000, "\x1b[31m"]
)
def test_what_is_no_number_is_refused_in_vietnamese(heard: Heard, word: str) -> None:
    assert lobby(["voice", "read", word]) == 2
    out, complaint = heard()
    assert out == ""
    assert "chỉ đọc số nguyên từ 0 đến 999999999999" in complaint
    assert "\x1b" not in complaint
    assert len(complaint) < 200


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["read"], "thiếu hoặc sai tham số"),
        (["read", "1", "2"], "thiếu hoặc sai tham số"),
        (["read", "15", "--region", "nroth"], "«nroth»: miền chỉ có north (miền Bắc) và south (miền Nam)"),
        (["read", "15", "--language", "fr"], "«fr»: ngôn ngữ chỉ có vi, en"),
        (["raed", "15"], "không có lệnh «raed»"),
        (["say", "A012"], "thiếu hoặc sai tham số"),
        (["record-list"], "cần --settings"),
    ],
)
def test_a_wrong_command_line_is_explained(heard: Heard, arguments: list[str], complaint: str) -> None:
    try:
        code = lobby(["voice", *arguments])
    except SystemExit as ended:
        code = int(str(ended.code))
    assert code == 2
    assert complaint in heard()[1]


def test_help_is_given(heard: Heard) -> None:
    assert lobby(["voice", "--help"]) == 0
    assert "lobby voice say A012 3 --out goi.wav" in heard()[0]


def test_each_line_is_answered_by_a_line_also_the_bad_ones(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeff15\nabc\n\n21\r\n" + "9" * 9000 + "\n1005"))
    assert lobby(["voice", "read", "-"]) == 2
    out, complaints = heard()
    answers = out.splitlines()
    assert len(answers) == 6
    assert (answers[0], answers[3], answers[5]) == ("mười lăm", "hai mươi mốt", "một nghìn không trăm linh năm")
    for bad in (1, 2, 4):
        assert "không đọc được" in answers[bad]
        assert "không đọc được" in complaints.splitlines()[(1, 2, 4).index(bad)]


def test_ten_thousand_numbers_are_read_through_a_pipe() -> None:
    lines = "".join(f"{number}\n" for number in range(10_000))
    answered = subprocess.run(
        [*LOBBY, "read", "-", "--region", "south"],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env={"PATH": "/usr/bin", "LC_ALL": "C"},
        timeout=60,
    )
    assert answered.stdout.splitlines() == [" ".join(read_number(number, Region.SOUTH)) for number in range(10_000)]


def test_answers_come_line_by_line_to_a_program_that_waits_for_each() -> None:
    with subprocess.Popen([*LOBBY, "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        for number in ("4", "x", "44"):
            asked.stdin.write(f"{number}\n".encode())
            asked.stdin.flush()
            answer = asked.stdout.readline().decode()
            assert answer == {"4": "bốn\n", "44": "bốn mươi tư\n"}.get(number, answer)
        asked.stdin.close()
        assert asked.wait(20) == 2


def test_reading_a_number_loads_nothing_that_makes_sound() -> None:
    loaded = "import sys; from lobby.cli import main; main(['voice', 'read', '15']); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.startswith("mười lăm\n")
    assert not {"numpy", "pydantic", "paho", "sounddevice"} & set(run.stdout.split())


def test_a_whole_call_is_written_as_a_wav(heard: Heard, tmp_path: Path) -> None:
    out = tmp_path / "goi.wav"
    assert lobby(["voice", "say", "A012", "3", "--out", str(out)]) == 0
    told, complaint = heard()
    assert "«mời công dân có số a không một hai đến quầy số ba»" in told
    assert str(out) in told
    assert complaint == ""
    sound = read_wav(out)
    assert 8 < sound.size / RATE < 14
    assert rms(sound) > 0.05
    assert peak(sound) <= 0.9


@pytest.mark.usefixtures("no_card")
def test_without_a_card_the_keeper_learns_where_the_wav_is(heard: Heard, tmp_path: Path) -> None:
    assert lobby(["voice", "say", "A015", "Phòng tiếp dân", "--settings", str(settings(tmp_path))]) == 0
    told = heard()[0]
    (written,) = tmp_path.glob("lobby-voice-*.wav")
    assert told.startswith("Máy này không có thiết bị âm thanh.")
    assert str(written) in told
    assert read_wav(written).size > 3 * RATE


def test_with_a_card_the_call_is_heard(heard: Heard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    player = MemoryPlayer()
    player.release()
    monkeypatch.setattr(command_say, "has_card", lambda: True)
    monkeypatch.setattr(command_say, "make_player", lambda *_: player)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert lobby(["voice", "say", "7", "3"]) == 0
    assert [sound.label.text for sound in player.ended] == ["mời công dân có số bảy đến quầy số ba"]
    assert list(tmp_path.glob("*.wav")) == []
    player.broken = True
    assert lobby(["voice", "say", "7", "3"]) == 1
    told, complaint = heard()
    assert "Không phát được ra loa." in complaint
    assert f"Đã ghi {next(tmp_path.glob('*.wav'))}" in told


def test_a_sites_own_sentence_and_recordings_are_heard(heard: Heard, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    (folder / "mời_số.wav").write_bytes(to_wav((0.3 * np.sin(np.arange(6 * RATE) / 20)).astype(np.float32)))
    path = settings(tmp_path, '[voice.phrases.vi]\ncall = "Mời số {number}"')
    out = tmp_path / "goi.wav"
    assert lobby(["voice", "say", "7", "3", "--settings", str(path), "--out", str(out)]) == 0
    assert "«mời số bảy»" in heard()[0]
    assert read_wav(out).size / RATE > 6
    assert not list(tmp_path.glob("clips*"))


def test_another_region_may_be_tried_with_a_sites_settings(heard: Heard, tmp_path: Path) -> None:
    path = settings(tmp_path, 'region = "south"')
    command = ["voice", "say", "7", "24", "--settings", str(path), "--out", str(tmp_path / "goi.wav")]
    assert lobby(command) == 0
    assert "hai mươi bốn" in heard()[0]
    assert lobby([*command, "--region", "north"]) == 0
    assert "hai mươi tư" in heard()[0]


def test_a_wrong_sentence_is_named_and_the_call_made(heard: Heard, tmp_path: Path) -> None:
    path = settings(tmp_path, '[voice.phrases.vi]\ncall = "Mời số {nubmer}"')
    assert lobby(["voice", "say", "7", "3", "--settings", str(path), "--out", str(tmp_path / "goi.wav")]) == 0
    told, complaint = heard()
    assert "«voice.phrases.vi.call»: không có chỗ điền «{nubmer}»" in complaint
    assert "mời công dân có số bảy" in told


def test_what_cannot_be_called_or_written_is_said(heard: Heard, tmp_path: Path) -> None:
    assert lobby(["voice", "say", "***", "3", "--out", str(tmp_path / "goi.wav")]) == 2
    assert "không có chữ hay số nào đọc được" in heard()[1]
    assert lobby(["voice", "say", "7", "3", "--out", "/nowhere/goi.wav"]) == 1
    assert "không ghi được /nowhere/goi.wav" in heard()[1]
    assert lobby(["voice", "say", "7", "3", "--settings", "/nowhere/speaker.toml"]) == 78
    assert "Không thấy tệp cấu hình" in heard()[1]


def test_a_site_sees_what_it_may_record_and_how_far_it_is(heard: Heard, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    (folder / "mốt.wav").write_bytes(to_wav((0.3 * np.sin(np.arange(RATE) / 20)).astype(np.float32)))
    (folder / "TƯ.WAV").write_bytes(b"an .mp3 that was renamed")
    (folder / "mot.wav").write_bytes(b"")
    arguments = ["--letters", "AB", "--counter", "Phòng tiếp dân", "--settings", str(settings(tmp_path))]
    assert lobby(["voice", "record-list", *arguments]) == 0
    told = heard()[0]
    lines = {line[4:].split(".wav")[0]: line for line in told.splitlines() if line.startswith("[")}
    assert lines["mốt"].startswith("[x] mốt.wav ")
    assert lines["mốt"].endswith("mốt (như trong «hai mươi mốt»)")
    assert lines["tư"].startswith("[!] tư.wav")
    assert "KHÔNG DÙNG ĐƯỢC: cần WAV PCM 16 hoặc 24 bit" in lines["tư"]
    assert lines["mời_công_dân_có_số"].startswith("[ ] ")
    assert {"a", "bê", "đến_quầy_số", "đến_phòng_tiếp_dân", "mười", "nghìn"} <= set(lines)
    assert "xê" not in lines
    assert f"Đã có 1 trong {len(lines)} tệp, 1 tệp không dùng được" in told
    assert told.endswith("Tệp không ứng với câu nào ở trên: mot.wav")


def test_the_list_is_of_the_sites_own_sentence_region_and_language(heard: Heard, tmp_path: Path) -> None:
    path = settings(tmp_path, 'region = "south"\n[voice.phrases.vi]\ncall = "Mời số {number}, tới {counter}"')
    assert lobby(["voice", "record-list", "--settings", str(path)]) == 0
    southern = heard()[0]
    assert "tới quầy số" in southern
    assert "lẻ" in southern
    assert "mời công dân" not in southern
    assert lobby(["voice", "record-list", "--settings", str(path), "--language", "en"]) == 0
    english = heard()[0]
    assert f"Thư mục ghi âm: {tmp_path / 'recordings' / 'en'}" in english
    assert "please proceed to counter number" in english


def test_the_letters_of_a_counters_abbreviation_are_listed(heard: Heard, tmp_path: Path) -> None:
    command = ["voice", "record-list", "--folder", str(tmp_path), "--letters", "A", "--counter", "Quầy UBND"]
    assert lobby(command) == 0
    listed = heard()[0]
    assert all(f"{name}.wav" in listed for name in ("đến_quầy", "a", "u", "bê", "nờ", "đê"))
    assert "xê.wav" not in listed


def test_a_site_that_recorded_all_is_told_so(heard: Heard, tmp_path: Path) -> None:
    lobby(["voice", "record-list", "--folder", str(tmp_path), "--letters", "A"])
    for line in heard()[0].splitlines():
        if line.startswith("["):
            (tmp_path / f"{line[4:].split('.wav')[0]}.wav").write_bytes(
                to_wav((0.3 * np.sin(np.arange(RATE // 4) / 20)).astype(np.float32))
            )
    lobby(["voice", "record-list", "--folder", str(tmp_path), "--letters", "A"])
    assert "Đã có 21 trong 21 tệp: đủ cả." in heard()[0]
