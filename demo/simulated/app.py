"""`lobby simulate`: plays a whole working day on a real site with the clock made fast, then checks its figures."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from demo.app import STEP_S, end_on_signals, has_display, say, tell, tell_where
from demo.claim import Claim
from demo.errors import CannotRun, StoppedEarly
from demo.places import Places
from demo.run import Demo
from demo.simulated.run import SimulatedDay
from demo.simulated.setting import Setting, choose, remember
from lobby.clock import SystemClock

SPEEDS = (1.0, 1200.0)
VISITS = (1, 900)
_STOPPED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Play the day; returns 0 only where the figures that people saw agree with the journal."""
    chosen = _arguments(argv)
    logging.basicConfig(level="WARNING", format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    ended = threading.Event()
    end_on_signals(ended)
    root = (chosen.state or Path(tempfile.mkdtemp(prefix="lobby-simulate-"))).absolute()
    claim = Claim(root)
    try:
        claim.take()
        return _run(chosen, Places(root), ended)
    except StoppedEarly:
        say("Đã dừng giữa chừng: chưa đối chiếu với nhật ký")
        return _STOPPED
    except CannotRun as fault:
        tell(f"lobby simulate: {fault}", sys.stderr)
        return 1
    finally:
        claim.release()


def _run(chosen: argparse.Namespace, places: Places, ended: threading.Event) -> int:
    setting = choose(places, chosen.speed, chosen.half_day, chosen.bare, chosen.speaker)
    demo = Demo(places, chosen.headless or not has_display(), SystemClock(), say, ended, setting.plan())
    try:
        demo.start()
        remember(places, setting)
        tell_where(demo)
        _tell_what(setting, chosen.visits)
        day = SimulatedDay(demo, setting, chosen.visits, chosen.seed, say, ended)
        agrees = day.live()
        if chosen.keep:
            say("Ngày đã xong; các trang vẫn mở. Nhấn Ctrl+C để dừng.")
            _keep(demo, day, ended)
        return 0 if agrees else 1
    finally:
        say("Dừng mọi phần")
        demo.stop()


def _keep(demo: Demo, day: SimulatedDay, ended: threading.Event) -> None:
    closed = False
    while not ended.wait(STEP_S):
        demo.step()
        closed = closed or day.is_closed()


def _tell_what(setting: Setting, visits: int) -> None:
    say(f"Ngày {setting.day:%d/%m/%Y}, {visits} lượt người dân, một giờ trong {3600 / setting.speed:.0f} giây;")
    say(f"đồng hồ chạy nhanh từ {setting.start:%H:%M}, lúc {setting.since:%H:%M:%S} của máy này")


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="lobby simulate",
        description="Cho cả một ngày làm việc trôi nhanh trên một sảnh thật: bảy quầy, người dân lấy số, cán bộ gọi và "
        "phục vụ, có nghỉ trưa, người vắng, chuyển quầy, ưu tiên, máy in hỏng; cuối ngày đối chiếu với nhật ký.",
        epilog="Ví dụ: lobby simulate --speed 60 --visits 300 --headless",
    )
    parser.add_argument("--speed", type=_speed, default=60.0, help="nhanh gấp bao nhiêu lần (mặc định 60)")
    parser.add_argument("--visits", type=_visits, default=300, help="số lượt người dân (mặc định 300)")
    parser.add_argument("--seed", type=int, default=1, help="ngày nào trong các ngày có thể (mặc định 1)")
    parser.add_argument("--half-day", action="store_true", help="chỉ buổi sáng")
    parser.add_argument("--state", type=Path, metavar="DIR", help="thư mục trạng thái (mặc định: một thư mục mới)")
    parser.add_argument("--headless", action="store_true", help="mở các màn hình cảm ứng trên màn hình ảo")
    parser.add_argument("--bare", action="store_true", help="không mở màn hình, bảng, bàn phím và tài khoản cán bộ")
    parser.add_argument("--speaker", action="store_true", help="mở cả loa (không đọc kịp khi đồng hồ chạy nhanh)")
    parser.add_argument("--keep", action="store_true", help="giữ các trang mở sau khi hết ngày, đến khi Ctrl+C")
    return parser.parse_args(argv)


def _speed(text: str) -> float:
    low, high = SPEEDS
    value = float(text)
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"từ {low:.0f} đến {high:.0f}")
    return value


def _visits(text: str) -> int:
    low, high = VISITS
    value = int(text)
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"từ {low} đến {high}")
    return value
