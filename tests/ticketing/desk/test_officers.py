"""The keeper makes accounts from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from lobby.settings.load import SettingsError
from ticketing.desk.officers import main

HUB = """
site = "demo"
device = "hub"
state = "{folder}/state"
[broker]
password_file = "{folder}/hub"
[office]
name = "Trung tâm"
place = "Sơn La"
[[services]]
id = "ho-tich"
name = "Hộ tịch"
[[counters]]
id = "quay-1"
name = "Quầy số 1"
number = 1
services = ["ho-tich"]
"""


@pytest.fixture
def head(tmp_path: Path) -> list[str]:
    settings = tmp_path / "hub.toml"
    settings.write_text(HUB.format(folder=tmp_path), encoding="utf-8")
    return ["--settings", str(settings)]


@pytest.fixture
def lan(head: list[str], tmp_path: Path) -> list[str]:
    password = tmp_path / "password"
    password.write_text("mat-khau-dau\n", encoding="utf-8")
    return [*head, "add", "lan.nt", "--name", "Nguyễn Thị Lan", "--counter", "quay-1", "--password-file", str(password)]


def test_an_account_is_added_once(head: list[str], lan: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(lan) == 0
    assert "Đã thêm" in capsys.readouterr().out
    assert main(lan) == 0
    assert "giữ nguyên" in capsys.readouterr().out
    assert main([*lan, "--reset"]) == 0
    assert "Đã đặt lại" in capsys.readouterr().out
    assert main([*head, "list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed == ["lan.nt\tNguyễn Thị Lan\tquay-1\tCán bộ quầy\tchưa đổi mật khẩu lần đầu"]


def test_an_unknown_counter_is_named_with_the_known_ones(lan: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*lan, "--counter", "quay-9"]) == 1
    assert "quay-1" in capsys.readouterr().err


def test_a_password_file_that_is_not_there_is_named(lan: list[str], tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="khong-co"):
        main([*lan, "--password-file", str(tmp_path / "khong-co")])


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "lobby officers --settings hub.toml add lan.nt" in capsys.readouterr().out


def test_a_head_is_added_and_listed_as_one(head: list[str], lan: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*lan[:-4], "--role", "head", *lan[-2:]]) == 0
    assert main([*head, "list"]) == 0
    assert "\tLãnh đạo\t" in capsys.readouterr().out


def test_an_officer_moves_to_no_counter_and_leaves(
    head: list[str], lan: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(lan) == 0
    assert main([*head, "change", "lan.nt", "--counter", ""]) == 0
    assert main([*head, "change", "lan.nt", "--role", "head"]) == 0
    capsys.readouterr()
    assert main([*head, "list"]) == 0
    assert capsys.readouterr().out.startswith("lan.nt\tNguyễn Thị Lan\t-\tLãnh đạo")
    assert main([*head, "change", "lan.nt", "--counter", "quay-9"]) == 1
    assert main([*head, "remove", "lan.nt"]) == 0
    assert main([*head, "remove", "lan.nt"]) == 1
    assert "Không có tài khoản «lan.nt»" in capsys.readouterr().err
