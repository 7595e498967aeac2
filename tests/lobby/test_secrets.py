"""Secrets come from the service's own credentials or from a file, and what is wrong is told without them."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from lobby.settings.load import SettingsError
from lobby.settings.secret import FOLDER, private_file, read_secret


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "credentials"
    folder.mkdir()
    monkeypatch.setenv(FOLDER, str(folder))
    return folder


def test_a_bare_name_is_one_of_the_services_credentials(credentials: Path, tmp_path: Path) -> None:
    (credentials / "backend").write_text("khoa-1\n", encoding="utf-8")
    (tmp_path / "backend").write_text("khoa-2\n", encoding="utf-8")
    assert read_secret(Path("backend"), "khóa") == "khoa-1"
    assert read_secret(tmp_path / "backend", "khóa") == "khoa-2"


def test_without_credentials_a_name_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "backend").write_text("khoa-2\n", encoding="utf-8")
    assert read_secret(Path("backend"), "khóa") == "khoa-2"


def test_one_that_was_not_laid_down_is_named_with_the_place_to_write_it(credentials: Path) -> None:
    (credentials / "backend").write_text("\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="/etc/lobby/credentials/backend"):
        read_secret(Path("backend"), "khóa truy cập")


def test_a_key_that_others_may_read_is_refused_and_a_credential_is_not(credentials: Path, tmp_path: Path) -> None:
    for folder in (credentials, tmp_path):
        (folder / "key").write_text("khoa", encoding="utf-8")
        (folder / "key").chmod(0o440)
    assert private_file(Path("key"), "khóa riêng") == credentials / "key"
    with pytest.raises(SettingsError, match="chmod 600"):
        private_file(tmp_path / "key", "khóa riêng")
    (tmp_path / "key").chmod(0o400)
    assert private_file(tmp_path / "key", "khóa riêng") == tmp_path / "key"


def test_a_secret_that_everybody_may_read_is_warned_of_without_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "token"
    file.write_text("khoa-bi-mat", encoding="utf-8")
    file.chmod(0o604)
    with caplog.at_level(logging.DEBUG):
        assert read_secret(file, "khóa") == "khoa-bi-mat"
    assert str(file) in caplog.text and "khoa-bi-mat" not in caplog.text


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xff\xfe\x00k")
    with pytest.raises(SettingsError, match="không phải tệp chữ"):
        read_secret(tmp_path / "token", "khóa")
