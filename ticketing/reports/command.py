"""The command `lobby report`: a report of a period as a file, while the hub runs or without it."""

from __future__ import annotations

import argparse
import getpass
import os
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

from lobby.settings.device import clock_of
from lobby.settings.load import load
from ticketing.desk.accounts import Accounts
from ticketing.desk.store import Store
from ticketing.hub.settings import HubSettings
from ticketing.journal.schema import NewerJournal
from ticketing.reports import words
from ticketing.reports.formats import FORMATS, file_name
from ticketing.reports.logo import form_of
from ticketing.reports.model import Period, Report
from ticketing.reports.office import make
from ticketing.reports.pdf.content.form import Form
from ticketing.reports.period import EXAMPLES, WrongPeriod, period
from ticketing.reports.sums import DIMENSIONS

_SETTINGS = Path("/etc/lobby/hub.toml")
_EXAMPLE = """Ví dụ:
  lobby report --period 2026-H1 --format xlsx
  lobby report --period 2026-11 --out thang-11.csv
  lobby report --period 2026-Q4 --by field,officer --format json --out -"""


class _Refused(Exception):
    """No report can be made; the text is a Vietnamese sentence."""


def main(argv: list[str] | None = None) -> int:
    """Run `lobby report ...`; returns 0, 1 where there is no report, or raises SettingsError."""
    chosen = _parser().parse_args(argv)
    settings = load(HubSettings, chosen.settings)
    try:
        form = FORMATS[_format(chosen)]
        report = _report(settings, period(chosen.period), chosen)
        pages = _form(settings, chosen) if form.paged else Form()
        _give(form.draw(report, pages), chosen.out or Path(file_name(report, form.ending)))
    except (_Refused, WrongPeriod) as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _format(chosen: argparse.Namespace) -> str:
    """Return the format that is asked for, or the one that the file's name tells."""
    if chosen.format is not None:
        return str(chosen.format)
    ending = chosen.out.suffix.lstrip(".").lower() if chosen.out is not None else ""
    return ending if ending in FORMATS else "xlsx"


def _form(settings: HubSettings, chosen: argparse.Namespace) -> Form:
    """Return the office's own form, once what is wrong in its settings is said."""
    form, wrong = form_of(settings.reports.form)
    if wrong:
        print("Mẫu báo cáo có chỗ sai, dùng mặc định thay vào:", *wrong, sep="\n  - ", file=sys.stderr)  # noqa: T201
    return form if chosen.number is None else replace(form, number=chosen.number)


def _report(settings: HubSettings, of: Period, chosen: argparse.Namespace) -> Report:
    now, by = clock_of(settings).now(), _dimensions(chosen)
    if of.first > now.date():
        raise _Refused(f"Kỳ «{of.name}» chưa bắt đầu nên chưa có số liệu.")
    officers = None if chosen.without_officers else _officers(settings, f"{of.name} {_format(chosen)}")
    try:
        return make(settings, now, of, officers, by)
    except FileNotFoundError as fault:
        raise _Refused(f"Chưa có sổ hàng đợi trong thư mục {settings.state}; hub đã chạy lần nào chưa?") from fault
    except NewerJournal as fault:
        raise _Refused("Sổ hàng đợi do phiên bản mới hơn ghi; hãy dùng lệnh của phiên bản đó.") from fault
    except sqlite3.Error as fault:
        raise _Refused(f"Không đọc được sổ hàng đợi: {fault}.") from fault


def _dimensions(chosen: argparse.Namespace) -> tuple[str, ...]:
    by = tuple(one.strip() for one in (chosen.by or "").split(",") if one.strip())
    for one in by:
        if one not in DIMENSIONS:
            raise _Refused(f"Không chia được theo «{one}»; chia được theo: {_known()}.")
    if len(set(by)) != len(by):
        raise _Refused("Mỗi chiều chỉ ghi một lần sau --by, ví dụ --by field,officer.")
    if chosen.without_officers and "officer" in by:
        raise _Refused("--by có officer thì không dùng cùng --without-officers.")
    return by


def _officers(settings: HubSettings, what: str) -> dict[str, str]:
    """Return people's names by user name, once it is written down who looks; raises _Refused where it cannot be."""
    store = Store(settings.state)
    try:
        if not settings.state.is_dir():
            raise FileNotFoundError(str(settings.state))
        store.start()
        accounts = Accounts(store, clock_of(settings))
        accounts.note_look(f"(máy) {_user()}", what, "")
        return {one.username: one.name for one in accounts.officers()}
    except (OSError, sqlite3.Error) as fault:
        raise _Refused(
            f"Không ghi được nhật ký xem số liệu của cán bộ ({fault}). Hãy chạy bằng tài khoản của hub "
            "(sudo -u lobby ...), hoặc thêm --without-officers để lập báo cáo không có bảng cán bộ."
        ) from fault
    finally:
        store.stop()


def _user() -> str:
    """Return who sits at the machine, also where they act as the hub's own user."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def _give(content: bytes, place: Path) -> None:
    if str(place) == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        _write(content, place)
    except OSError as fault:
        raise _Refused(f"Không ghi được tệp {place}: {fault.strerror}.") from fault
    print(f"Đã ghi {place} ({len(content) // 1024 + 1} KB).", file=sys.stderr)  # noqa: T201


def _write(content: bytes, place: Path) -> None:
    """Write the whole file or, on a full disk, leave what was there; pipes and devices are written straight."""
    if place.exists() and not place.is_file():
        place.write_bytes(content)
        return
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)


def _known() -> str:
    return ", ".join(f"{one} ({words.DIMENSIONS[one].lower()})" for one in DIMENSIONS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lobby report",
        description="Báo cáo của một kỳ: lượt phục vụ, thời gian chờ, đánh giá; theo lĩnh vực, quầy, cán bộ và giờ.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--period", required=True, metavar="KỲ", help=f"kỳ báo cáo: {EXAMPLES}")
    parser.add_argument("--format", choices=sorted(FORMATS), help="dạng tệp; không ghi thì theo đuôi tệp, hoặc xlsx")
    parser.add_argument("--out", type=Path, metavar="FILE", help="tệp ghi ra; «-» để in ra màn hình")
    parser.add_argument("--by", metavar="CHIỀU,CHIỀU", help=f"thêm bảng chéo theo: {_known()}")
    parser.add_argument("--number", metavar="SỐ", help="số văn bản trên trang in (PDF); không ghi thì để trống")
    parser.add_argument("--without-officers", "--no-officers", action="store_true", help="không có bảng theo cán bộ")
    parser.add_argument(
        "--settings", type=Path, default=_SETTINGS, metavar="FILE", help=f"tệp cấu hình của hub (thường là {_SETTINGS})"
    )
    return parser
