"""A keeper chooses by `adapter` how the bridge reaches the backend; a vendor's package may add one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend_bridge.adapters.adapter import Around, names, open_backend
from backend_bridge.adapters.rest import RestBackend
from backend_bridge.settings import BridgeSettings
from lobby.clock import SystemClock
from lobby.settings.load import SettingsError, check

VENDORS = """
from backend_bridge.adapters.adapter import Adapter, BackendSettings
from backend_bridge.adapters.twin import TwinBackend

class Settings(BackendSettings):
    office: int

ADAPTER = Adapter(Settings, lambda settings, around: TwinBackend())
BROKEN = 7
"""
NAMES = (
    "[lobby.backends]\nvendor = vendors_way:ADAPTER\nbroken = vendors_way:BROKEN\nlacking = no_such_module:ADAPTER\n"
    "misnamed = vendors_way:ADAPTOR\n"
)


@pytest.fixture
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a vendor's package beside ours."""
    told = tmp_path / "vendors_way-1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: vendors-way\nVersion: 1\n", encoding="utf-8")
    (told / "entry_points.txt").write_text(NAMES, encoding="utf-8")
    (tmp_path / "vendors_way.py").write_text(VENDORS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("vendors_way", None)


def read(tmp_path: Path, backend: Any) -> BridgeSettings:
    """Return bridge.toml with that `[backend]`."""
    fields = {"site": "demo", "device": "bridge", "state": tmp_path, "broker": {"password_file": tmp_path / "x"}}
    return check(BridgeSettings, {**fields, "backend": backend}, "bridge.toml")


def opened(settings: BridgeSettings) -> Any:
    return open_backend(settings.backend, Around("demo", settings.state / "backend", SystemClock()))


def test_without_a_name_the_backend_is_asked_over_http(tmp_path: Path, token_file: Path) -> None:
    settings = read(tmp_path, {"url": "https://motcua.example.vn", "token_file": token_file})
    assert settings.backend.adapter == "rest"
    assert isinstance(opened(settings), RestBackend)


def test_what_is_wrong_in_an_adapters_own_table_is_named_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        read(tmp_path, {"url": "https://motcua.example.vn", "tokn_file": "x", "timeout_s": 99})
    for sentence in (
        "«backend.token_file»: thiếu mục bắt buộc này",
        "«backend.tokn_file»: không có mục này; có phải «token_file»?",
        "«backend.timeout_s»: giá trị 99 không dùng được (không được quá 30.0)",
    ):
        assert sentence in str(told.value)


def test_an_adapter_that_is_not_installed_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"không có bộ nối «resst»; «adapter» chỉ dùng được .*rest"):
        read(tmp_path, {"adapter": "resst"})


@pytest.mark.usefixtures("vendor")
def test_a_vendors_package_adds_its_own(tmp_path: Path) -> None:
    settings = read(tmp_path, {"adapter": "vendor", "office": 12})
    assert settings.backend.model_dump() == {"adapter": "vendor", "office": 12}
    assert opened(settings).find("H15", None) is None
    assert "vendor" in names()
    with pytest.raises(SettingsError, match=r"«backend\.office»: thiếu mục bắt buộc này"):
        read(tmp_path, {"adapter": "vendor"})


@pytest.mark.usefixtures("vendor")
@pytest.mark.parametrize("name", ["broken", "lacking", "misnamed"])
def test_a_vendors_package_that_is_broken_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=f"«{name}»"):
        read(tmp_path, {"adapter": name})
