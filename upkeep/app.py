"""`lobby backup` and `lobby restore`: the only place of this room that names who does what."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from lobby.clock import SystemClock
from lobby.keepsake import keepsakes
from lobby.settings.load import load
from upkeep.errors import Interrupted, UpkeepError
from upkeep.making import make, own_names
from upkeep.restoring import Restored, check, restore
from upkeep.settings import BackupSettings
from upkeep.targets.choose import target_of

POLITE = 19
FAILED, INTERRUPTED = 1, 130
SETTINGS = Path("/etc/lobby/backup.toml")


def backup(argv: Sequence[str] | None = None) -> int:
    """Run `lobby backup` and return its exit code; raises SettingsError."""
    parser = argparse.ArgumentParser(
        prog="lobby backup",
        description="Sao lưu cả điểm: sổ, cấu hình, danh mục, ảnh; khóa và mật khẩu chỉ khi có mã hóa.",
        epilog="Ví dụ: lobby backup --settings /etc/lobby/backup.toml --to usb",
    )
    parser.add_argument("--settings", type=Path, default=SETTINGS, metavar="FILE", help="tệp cấu hình TOML")
    parser.add_argument("--to", help="thư mục, usb, usb:TÊN-Ổ, hoặc ssh://người-dùng@máy/thư-mục (mặc định: mục to)")
    parser.add_argument("--list", action="store_true", help="chỉ nêu các bản đang có, mới nhất cuối cùng")
    chosen = parser.parse_args(argv)
    settings = load(BackupSettings, chosen.settings)
    logging.basicConfig(level=settings.log_level, stream=sys.stderr)
    to = chosen.to or settings.to
    return _guarded(lambda: _list(settings, to) if chosen.list else _backup(settings, to))


def restoring(argv: Sequence[str] | None = None) -> int:
    """Run `lobby restore` and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="lobby restore",
        description="Phục hồi cả điểm từ một bản sao lưu. Dừng mọi dịch vụ lobby trước khi chạy.",
        epilog="Ví dụ: lobby restore lobby-to-hieu-20261122-023000.tar.gz.age --key khoa.txt",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="bản sao lưu")
    parser.add_argument("--key", type=Path, metavar="FILE", help="tệp khóa của age, cho bản đã mã hóa")
    parser.add_argument("--into", type=Path, metavar="DIR", help="đặt mọi thư mục dưới thư mục này, không phải chỗ cũ")
    parser.add_argument("--replace", action="store_true", help="thay dữ liệu đang có; bản cũ được cất bên cạnh")
    parser.add_argument("--check", action="store_true", help="chỉ đọc và kiểm tra bản sao lưu, không thay đổi gì")
    return _guarded(lambda: _restore(parser.parse_args(argv)))


def _guarded(work: Callable[[], None]) -> int:
    signal.signal(signal.SIGTERM, _end)
    try:
        work()
    except UpkeepError as fault:
        _say(str(fault))
        return FAILED
    except (Interrupted, KeyboardInterrupt):
        _say("Đã dừng giữa chừng; không có gì thay đổi.")
        return INTERRUPTED
    return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Interrupted


def _backup(settings: BackupSettings, to: str) -> None:
    with suppress(OSError):
        os.nice(POLITE)
    target = target_of(to, settings)
    good = make(settings, keepsakes(), target, to, SystemClock().now(), _progress)
    _say(f"Đã sao lưu và đọc lại đúng: {good.name}, {good.size / 1e6:.1f} MB, ở {to}.")
    if settings.recipient is None:
        _say("Bản này không mã hóa nên không có khóa và mật khẩu; giữ nó ở nơi người ngoài không lấy được.")


def _list(settings: BackupSettings, to: str) -> None:
    for name in own_names(target_of(to, settings).names(), settings):
        print(name)  # noqa: T201


def _restore(chosen: argparse.Namespace) -> None:
    if not chosen.file.is_file():
        raise UpkeepError(f"Không thấy bản sao lưu {chosen.file}: kiểm tra ổ đã cắm và tên tệp.")
    if chosen.check:
        manifest = check(chosen.file, chosen.key, chosen.into or Path("/var/tmp"))
        _say(
            f"Bản sao lưu tốt: điểm {manifest.site}, lúc {manifest.at:%H:%M ngày %d/%m/%Y}, {len(manifest.files)} tệp."
        )
        return
    _tell(restore(chosen.file, chosen.key, chosen.into, chosen.replace, keepsakes(), SystemClock().now()))


def _tell(done: Restored) -> None:
    manifest = done.manifest
    _say(f"Đã phục hồi điểm {manifest.site} như lúc {manifest.at:%H:%M ngày %d/%m/%Y}, sổ đến mục {manifest.newest}:")
    for place in done.roots.values():
        _say(f"  {place}")
    for place in done.aside:
        _say(f"Dữ liệu trước đó được cất ở {place}.")
    if not manifest.secrets:
        _say("Bản này không có mật khẩu: máy nào còn mật khẩu cũ thì giữ nguyên, còn thiếu thì lệnh sau tạo mới:")
        _say("  lobby broker --settings /etc/lobby/broker.toml write")
    _say("Số đã cấp sau giờ trên không còn trong sổ. Hôm nay hub bỏ qua một quãng số để không ai trùng số;")
    _say("trang quản trị nói cấp tiếp từ số nào. Người cầm phiếu cũ: mời lấy số mới, hoặc phục vụ rồi nhập bù.")


def _progress(number: int, count: int, name: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K[{number}/{count}] {name[:70]}", end="" if number < count else "\n", file=sys.stderr)  # noqa: T201
    elif number == count or number % 50 == 1:
        _say(f"[{number}/{count}] …")


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
