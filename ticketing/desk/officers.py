"""The command `lobby officers`: accounts of officers, made from the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lobby.clock import SystemClock
from lobby.settings.load import SettingsError, load
from ticketing.desk.account import no_account
from ticketing.desk.accounts import AccountError, Accounts, OfficerRole
from ticketing.desk.store import Store
from ticketing.desk.words import OFFICER_ROLES
from ticketing.hub.settings import HubSettings

_EXAMPLE = """Ví dụ:
  lobby officers --settings hub.toml add lan.nt --name "Nguyễn Thị Lan" --counter quay-1 --password-file mat-khau.txt
  lobby officers --settings hub.toml add quantri --name "Quản trị" --role admin --password-file mat-khau.txt
  lobby officers --settings hub.toml add truong.pv --name "Phạm Văn Trường" --role head --password-file mat-khau.txt
  lobby officers --settings hub.toml change lan.nt --counter quay-3
  lobby officers --settings hub.toml remove lan.nt
  lobby officers --settings hub.toml list"""


def main(argv: list[str] | None = None) -> int:
    """Run `lobby officers ...`; returns 0, 1 where it is refused, or raises SettingsError."""
    chosen = _parser().parse_args(argv)
    settings = load(HubSettings, chosen.settings)
    store = Store(settings.state)
    store.start()
    try:
        accounts = Accounts(store, SystemClock())
        print("\n".join(_ACTIONS[chosen.action](accounts, settings, chosen)))  # noqa: T201
        return 0
    except AccountError as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return 1
    finally:
        store.stop()


def _add(accounts: Accounts, settings: HubSettings, chosen: argparse.Namespace) -> Sequence[str]:
    _check_counter(settings, chosen.counter)
    password = _password(chosen.password_file)
    if accounts.add(chosen.username, chosen.name, chosen.counter, OfficerRole(chosen.role), password):
        return [f"Đã thêm tài khoản «{chosen.username}»; mật khẩu phải đổi ở lần đăng nhập đầu tiên."]
    if not chosen.reset:
        return [f"Tài khoản «{chosen.username}» đã có, giữ nguyên. Thêm --reset để đặt lại mật khẩu."]
    accounts.reset(chosen.username, password)
    return [f"Đã đặt lại mật khẩu của «{chosen.username}»."]


def _change(accounts: Accounts, settings: HubSettings, chosen: argparse.Namespace) -> Sequence[str]:
    found = accounts.find(chosen.username)
    if found is None:
        raise no_account(chosen.username)
    _check_counter(settings, chosen.counter or None)
    counter = found.counter if chosen.counter is None else chosen.counter or None
    accounts.edit(found.username, chosen.name or found.name, counter, OfficerRole(chosen.role or found.role))
    return [f"Đã sửa tài khoản «{chosen.username}»."]


def _remove(accounts: Accounts, _settings: HubSettings, chosen: argparse.Namespace) -> Sequence[str]:
    accounts.remove(chosen.username)
    return [f"Đã xóa tài khoản «{chosen.username}»; phiên làm việc của người này đã kết thúc."]


def _check_counter(settings: HubSettings, counter: str | None) -> None:
    counters = {known.id for known in settings.counters}
    if counter is not None and counter not in counters:
        raise AccountError(f"Không có quầy «{counter}»; các quầy: {', '.join(sorted(counters))}.")


def _list(accounts: Accounts, _settings: HubSettings, _chosen: argparse.Namespace) -> Sequence[str]:
    return [
        f"{one.username}\t{one.name}\t{one.counter or '-'}\t{OFFICER_ROLES[one.role]}"
        + ("\tchưa đổi mật khẩu lần đầu" if one.must_change else "")
        for one in accounts.officers()
    ] or ["Chưa có tài khoản nào."]


def _password(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsError(f"Không đọc được tệp mật khẩu {path}: {fault}.") from fault


_ACTIONS = {"add": _add, "change": _change, "remove": _remove, "list": _list}


def _parser() -> argparse.ArgumentParser:
    roles = [role.value for role in OfficerRole]
    parser = argparse.ArgumentParser(
        prog="lobby officers",
        description="Tài khoản của cán bộ quầy, lãnh đạo và người quản trị.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--settings", type=Path, required=True, metavar="FILE", help="tệp cấu hình của hub")
    actions = parser.add_subparsers(dest="action", required=True, metavar="add|change|remove|list")
    add = actions.add_parser("add", help="thêm một tài khoản", epilog=_EXAMPLE, formatter_class=parser.formatter_class)
    add.add_argument("username", help="tên đăng nhập: chữ thường không dấu, chữ số, dấu chấm")
    add.add_argument("--name", required=True, help="họ tên")
    add.add_argument("--counter", help="mã quầy của cán bộ, ví dụ quay-1")
    add.add_argument("--role", choices=roles, default=OfficerRole.OFFICER.value)
    add.add_argument("--password-file", type=Path, required=True, metavar="FILE", help="tệp chứa mật khẩu lần đầu")
    add.add_argument("--reset", action="store_true", help="đặt lại mật khẩu nếu tài khoản đã có")
    change = actions.add_parser("change", help="sửa họ tên, quầy hoặc vai trò")
    change.add_argument("username", help="tên đăng nhập")
    change.add_argument("--name", help="họ tên")
    change.add_argument("--counter", help='mã quầy mới; "" để bỏ quầy riêng')
    change.add_argument("--role", choices=roles)
    remove = actions.add_parser("remove", help="xóa một tài khoản, ví dụ khi cán bộ chuyển đi")
    remove.add_argument("username", help="tên đăng nhập")
    actions.add_parser("list", help="liệt kê tài khoản")
    return parser
