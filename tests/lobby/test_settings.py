"""A wrong settings file names what is wrong, in words its keeper can act on."""

from __future__ import annotations

from pathlib import Path

import pytest

from lobby.program import WRONG_SETTINGS, settings_from
from lobby.settings.device import DeviceSettings, ScreenSettings
from lobby.settings.load import SettingsError, check, load

GOOD = """
site = "demo"
device = "pad-1"
state = "/tmp"
[broker]
port = 1883
password_file = "{}"
"""


class PadSettings(DeviceSettings):
    """A device with a screen."""

    screen: ScreenSettings = ScreenSettings()


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "pad.toml"
    path.write_text(text.format(tmp_path / "secret"), encoding="utf-8")
    return path


def test_good_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("mật khẩu\n", encoding="utf-8")
    settings = load(PadSettings, written(tmp_path, GOOD))
    assert settings.broker.password() == "mật khẩu"
    assert settings.screen.width == 1920


def test_an_unknown_key_is_refused_and_the_nearest_suggested(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("password_file", "pasword_file"))
    with pytest.raises(SettingsError) as caught:
        load(PadSettings, path)
    assert "«broker.pasword_file»: không có mục này; có phải «password_file»?" in str(caught.value)
    assert "«broker.password_file»: thiếu mục bắt buộc này" in str(caught.value)


def test_every_wrong_value_is_named() -> None:
    with pytest.raises(SettingsError, match="2 chỗ sai") as caught:
        check(ScreenSettings, {"width": 10, "height": "cao"}, "kiosk.toml")
    assert "«width»" in str(caught.value) and "«height»" in str(caught.value)


@pytest.mark.parametrize("text", ["site = ", "\x00"])
def test_broken_toml_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="cú pháp TOML"):
        load(PadSettings, written(tmp_path, text))


def test_a_missing_secret_says_which(tmp_path: Path) -> None:
    settings = load(PadSettings, written(tmp_path, GOOD))
    with pytest.raises(SettingsError, match=r"tệp mật khẩu .*secret"):
        settings.broker.password()


def test_a_program_with_wrong_settings_ends_with_78(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        settings_from(["--settings", str(tmp_path / "none.toml")], PadSettings, "pad", "Bảng đánh giá")
    assert ended.value.code == WRONG_SETTINGS
    assert "Không thấy tệp cấu hình" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("site = demo", "ở dòng 1, cột 8: giá trị không đúng; chữ phải đặt trong dấu ngoặc kép"),
        ("\nsite 'demo'", "ở dòng 2, cột 6: thiếu dấu = sau tên mục"),
        ('site = "demo\ndevice = "pad-1"', "ở dòng 1, cột 13: chữ chưa đóng ngoặc kép"),
        ("site = [1, 2", "ở cuối tệp: danh sách chưa đóng bằng dấu ]"),
        ("[broker]\n[broker]", "ở dòng 2, cột 8: bảng này ghi hai lần"),
        ("ghi chú không có dấu thăng", "ở dòng 1, cột 5: thiếu dấu = sau tên mục"),
    ],
)
def test_a_slip_of_the_keyboard_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "pad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as fault:
        load(PadSettings, path)
    assert said in str(fault.value)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"broker": {"port": 0}}, "«broker.port»: giá trị 0 không dùng được (phải từ 1 trở lên)"),
        ({"broker": {"port": "một"}}, "«broker.port»: giá trị 'một' không dùng được (phải là số nguyên)"),
        (
            {"screen": {"fullscreen": "có"}},
            "«screen.fullscreen»: giá trị 'có' không dùng được (chỉ viết true hoặc false)",
        ),
        ({"screen": 5}, "«screen»: giá trị 5 không dùng được (phải là một bảng các mục)"),
        ({"log_level": ["INFO"]}, "«log_level»: phải là chữ, đặt trong dấu ngoặc kép"),
    ],
)
def test_a_wrong_value_is_told_in_vietnamese(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError) as fault:
        check(PadSettings, {"site": "demo", "device": "pad-1", "state": str(tmp_path)} | fields, "pad.toml")
    assert said in str(fault.value)
