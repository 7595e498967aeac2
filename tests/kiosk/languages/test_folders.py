"""A language is a folder: words, recordings, a font; added without code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kiosk.languages.folders import find_languages, others_of
from kiosk.speech.store import Store
from kiosk.speech.utterance import Utterance
from lobby.speech.bank import file_name
from lobby.speech.hum import HumRenderer
from lobby.speech.renderer import Voice
from lobby.speech.sound import RATE, to_wav

FIND = "Tra cứu"
WAIT = "Dự kiến chờ khoảng {high} phút"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a language of its own in words, one in recordings alone, and a folder that is none."""
    made_up, spoken, broken = (tmp_path / name for name in ("qaa", "qab", "nothing"))
    (made_up).mkdir()
    (made_up / "language.toml").write_text('name = "Tiếng thử"\nvoice = "gmw/en"\n')
    (made_up / "texts.po").write_text(f'msgid ""\nmsgstr ""\n\nmsgid "{FIND}"\nmsgstr "Hlo"\n')
    (spoken / "clips").mkdir(parents=True)
    (spoken / "language.toml").write_text('name = "Tiếng nghe"\nvoice = "clips only"\n')
    tone = to_wav(np.full(RATE // 2, 0.25, dtype=np.float32))
    for sentence in (FIND, WAIT):
        (spoken / "clips" / f"{file_name(sentence)}.wav").write_bytes(tone)
    broken.mkdir()
    (broken / "language.toml").write_text("nam = 1")
    return tmp_path


def test_a_folder_of_the_site_is_a_language_and_a_broken_one_is_left_out(site: Path) -> None:
    found = find_languages(site)
    assert list(found) == ["vi", "en", "qaa", "qab"]
    assert found["qaa"].say(FIND) == "Hlo"
    assert found["qaa"].say("Quay lại") == "Quay lại"
    assert others_of(found)["qab"](FIND) == FIND


DAMAGED = {
    "texts.po": b'msgid ""\nmsgstr ""\n\nmsgid "Tra c\xe1"\nmsgstr "Hlo \xff\xfe"\n',
    "more.po": b'msgid ""\nmsgstr "Content-Type: text/plain; charset=nothing\\n"\n\nmsgid "a"\nmsgstr "b"\n',
    "font.ttf": b"no font",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_language_with_a_damaged_file_is_left_out_and_the_others_are_there(
    site: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    (site / "qaa" / name).write_bytes(DAMAGED[name])
    assert list(find_languages(site)) == ["vi", "en", "qab"]
    assert "language qaa is left out" in caplog.text


@pytest.mark.parametrize("written", ["Hlo {hihg}", "Hlo", "Hlo {high", "Hlo {high:d}", "Hlo {high} {0}"])
def test_a_translation_that_cannot_be_filled_is_said_in_vietnamese(
    site: Path, written: str, caplog: pytest.LogCaptureFixture
) -> None:
    with (site / "qaa" / "texts.po").open("a") as texts:
        texts.write(f'\nmsgid "{WAIT}"\nmsgstr "{written}"\n')
    say = find_languages(site)["qaa"].say
    assert (say(WAIT), say(FIND)) == (WAIT, "Hlo")
    assert "texts.po, line 7" in caplog.text


def test_where_there_are_recordings_alone_they_are_heard_and_else_vietnamese(site: Path, tmp_path: Path) -> None:
    voices: dict[str, HumRenderer] = {}

    def voice(name: str) -> HumRenderer:
        return voices.setdefault(name, HumRenderer(Voice(name, 150)))

    store = Store(find_languages(site), voice, tmp_path / "kept", 1, lambda: [FIND, WAIT])
    assert store.sound(Utterance(FIND, "qab")).size == RATE // 2
    assert voices == {}
    filled = store.sound(Utterance("Dự kiến chờ khoảng 15 phút", "qab"))
    assert filled.size > RATE // 2 and voices["aav/vi"].rendered == ["mười lăm"]
    store.sound(Utterance("Quay lại", "qab"))
    assert voices["aav/vi"].rendered[-1] == "Quay lại"


def test_what_may_be_a_citizens_own_is_kept_nowhere(site: Path, tmp_path: Path) -> None:
    hum = HumRenderer(Voice("aav/vi", 150))
    store = Store(find_languages(), lambda _name: hum, tmp_path / "kept", 1)
    for _ in range(2):
        store.sound(Utterance("Hồ sơ H15.12-250702-0345", "vi"))
    assert len(hum.rendered) == 2 and not (tmp_path / "kept").exists()
    for _ in range(2):
        store.sound(Utterance(FIND, "vi", kept=True))
    assert len(hum.rendered) == 3 and len(list((tmp_path / "kept").iterdir())) == 1


def test_what_is_kept_has_its_bound(tmp_path: Path) -> None:
    store = Store(find_languages(), lambda name: HumRenderer(Voice(name, 150)), tmp_path / "kept", 1)
    for number in range(40):
        store.sound(Utterance(f"{'câu dài ' * 12}{'a' * number}", "vi", kept=True))
    assert sum(path.stat().st_size for path in (tmp_path / "kept").iterdir()) <= 1024 * 1024
