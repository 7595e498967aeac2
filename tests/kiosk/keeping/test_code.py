"""The keeper's code on the disk: a salted hash for its owner alone, never the digits."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from kiosk.keeping.code import main, read_code, write_code
from kiosk.screens.keeper_gate import KeeperGate
from kiosk.screens.theme import Theme
from lobby.look.tokens import tokens
from lobby.settings.device import ScreenSettings
from lobby.settings.load import SettingsError


def test_the_file_holds_no_digits_and_lets_the_right_code_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "keeper-code"
    monkeypatch.setattr("sys.stdin", io.StringIO("482915\n"))
    assert main([str(file)]) == 0
    assert "482915" not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_code(file).is_right("482915")
    assert not any(read_code(file).is_right(wrong) for wrong in ("482916", "", "4829150"))


def test_the_same_code_has_another_hash_elsewhere(tmp_path: Path) -> None:
    write_code(tmp_path / "a", "482915")
    write_code(tmp_path / "b", "482915")
    assert (tmp_path / "a").read_text() != (tmp_path / "b").read_text()


@pytest.mark.parametrize("code", ["12345", "1" * 13, "abcdef", "", "12 456"])
def test_a_code_that_is_too_easy_to_guess_or_not_to_be_typed_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(SettingsError, match="6 đến 12"):
        write_code(tmp_path / "a", code)


@pytest.mark.parametrize("content", ["482915", "", "scrypt:00:11"])
def test_a_file_that_is_no_hash_is_named_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "a").write_text(content)
    with pytest.raises(SettingsError, match="keeper-code"):
        read_code(tmp_path / "a")
    with pytest.raises(SettingsError, match="Không đọc được"):
        read_code(tmp_path / "missing")


def test_what_an_interrupted_call_left_opens_the_file_to_nobody(tmp_path: Path) -> None:
    left = tmp_path / ".a.new"
    left.write_text("")
    left.chmod(0o644)
    write_code(tmp_path / "a", "482915")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_a_broken_file_shuts_the_keepers_way_out_and_no_screen(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("482915")
    assert KeeperGate(ScreenSettings(keeper_code_file=tmp_path / "a")).pieces(Theme(tokens(), 800, 480)) is None
