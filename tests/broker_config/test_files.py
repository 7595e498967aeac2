"""The broker's files: private, stable over a second writing, and a bad store never keeps it down."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from paho.mqtt.publish import single

from broker_config.app import main
from broker_config.mosquitto import set_aside_bad_store
from lobby.contract.topics import Topics
from lobby.settings.load import SettingsError

SETTINGS = """
site = "demo"
folder = "{0}/broker"
secrets = "{0}/secrets"
devices = [{{ id = "pad-1", role = "pad", counter = "quay-1" }}, {{ id = "broker", role = "broker" }}]
"""


def settings_file(tmp_path: Path, text: str = SETTINGS) -> Path:
    path = tmp_path / "broker.toml"
    path.write_text(text.format(tmp_path), encoding="utf-8")
    return path


def test_a_second_writing_keeps_passwords(tmp_path: Path) -> None:
    path = settings_file(tmp_path)
    assert main(["--settings", str(path), "write"]) == 0
    first = (tmp_path / "secrets/pad-1").read_text()
    assert main(["--settings", str(path), "write"]) == 0
    assert (tmp_path / "secrets/pad-1").read_text() == first


def test_only_the_owner_reads_secrets(tmp_path: Path) -> None:
    main(["--settings", str(settings_file(tmp_path)), "write"])
    for name in ("secrets/pad-1", "broker/passwords", "broker/rights.acl", "broker/mosquitto.conf"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert not (tmp_path / "secrets/broker").exists()


def test_a_wrong_key_is_named_with_the_nearest(tmp_path: Path) -> None:
    path = settings_file(tmp_path, SETTINGS.replace("secrets =", "secret ="))
    with pytest.raises(SettingsError, match="có phải «secrets»"):
        main(["--settings", str(path), "write"])


def test_a_store_of_zero_bytes_is_set_aside(broker: Any) -> None:
    store = broker.site.folder / "mosquitto.db"
    broker.stop()
    store.write_bytes(bytes(4096))
    aside = set_aside_bad_store(broker.site.folder)
    assert aside is not None and aside.exists() and not store.exists()
    broker.start()


def test_a_good_store_stays(broker: Any) -> None:
    login: Any = {"username": "pad-1", "password": broker.passwords["pad-1"]}
    single(Topics("demo").presence("pad-1"), b"{}", 1, True, broker.host, broker.port, auth=login)
    broker.stop()
    assert (broker.site.folder / "mosquitto.db").exists()
    assert set_aside_bad_store(broker.site.folder) is None
