"""`lobby broker`: writes the broker's files, and looks after its store before it starts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from broker_config.mosquitto import CONF, set_aside_bad_store, write
from broker_config.settings import BrokerSite
from lobby.settings.load import load

_EXAMPLE = "Ví dụ: lobby broker --settings /etc/lobby/broker.toml write"


def main(argv: Sequence[str] | None = None) -> int:
    """Run `lobby broker --settings FILE write|check-store`; returns the exit code, raises SettingsError."""
    parser = argparse.ArgumentParser(
        prog="lobby broker", description="Cấu hình máy chủ tin nhắn (mosquitto)", epilog=_EXAMPLE
    )
    parser.add_argument("--settings", type=Path, required=True, metavar="FILE", help="tệp cấu hình TOML")
    parser.add_argument("what", choices=["write", "check-store"], help="ghi tệp cấu hình, hoặc kiểm tra kho tin")
    chosen = parser.parse_args(argv)
    site = load(BrokerSite, chosen.settings)
    say = _write(site) if chosen.what == "write" else _check_store(site)
    print(say, file=sys.stderr)  # noqa: T201
    return 0


def _write(site: BrokerSite) -> str:
    passwords = write(site)
    return f"Đã ghi {site.folder / CONF} cho {len(passwords)} thiết bị; mật khẩu nằm trong {site.secrets}."


def _check_store(site: BrokerSite) -> str:
    aside = set_aside_bad_store(site.folder)
    if aside is None:
        return "Kho tin dùng được."
    return f"Kho tin hỏng đã được chuyển sang {aside.name}; máy chủ tin nhắn sẽ bắt đầu với kho trống."
