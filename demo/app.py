"""`lobby demo`: runs a whole lobby on this machine, by hand or with one citizen's visit through it."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from demo.claim import Claim
from demo.errors import CannotRun, StoppedEarly
from demo.places import Places
from demo.plan import EVERY_PART, Plan
from demo.run import Demo
from demo.site import BOARD, RESULTS_BOARD, SPLIT_BOARD
from demo.walkthrough.visit import Visit
from lobby.clock import SystemClock

STEP_S = 0.05


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demo until SIGINT, SIGTERM or SIGHUP, or until the walkthrough is over; returns the exit code."""
    chosen = _arguments(argv)
    logging.basicConfig(level="WARNING", format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    ended = threading.Event()
    end_on_signals(ended)
    root = (chosen.state or Path(tempfile.mkdtemp(prefix="lobby-demo-"))).absolute()
    claim = Claim(root)
    try:
        claim.take()
        demo = Demo(Places(root), chosen.headless or not has_display(), SystemClock(), say, ended, chosen.plan)
        return _run(demo, chosen.walkthrough, ended)
    except CannotRun as fault:
        tell(f"lobby demo: {fault}", sys.stderr)
        return 1
    finally:
        claim.release()


def _run(demo: Demo, walkthrough: bool, ended: threading.Event) -> int:
    try:
        demo.start()
        tell_where(demo)
        return _walk(demo, ended) if walkthrough else _keep(demo, ended)
    except StoppedEarly:
        return 0
    finally:
        say("Dừng mọi phần")
        demo.stop()


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/demo",
        description="Chạy cả một sảnh một cửa trên máy này, mọi phần đều là phần thật.",
        epilog="Ví dụ: script/demo --headless --walkthrough",
    )
    parser.add_argument("--headless", action="store_true", help="mở các màn hình cảm ứng trên màn hình ảo")
    parser.add_argument("--state", type=Path, metavar="DIR", help="thư mục trạng thái (mặc định: một thư mục mới)")
    parser.add_argument("--walkthrough", action="store_true", help="cho một người dân đi hết một lượt rồi kết thúc")
    parser.add_argument(
        "--parts",
        type=plan_of,
        dest="plan",
        default=Plan(),
        metavar="ID,ID",
        help="chỉ chạy các thiết bị này, ví dụ dispenser-1,board-1 (mặc định: tất cả)",
    )
    chosen = parser.parse_args(argv)
    if chosen.walkthrough and chosen.plan.parts != EVERY_PART:
        parser.error("--walkthrough cần đủ mọi thiết bị: hãy bỏ --parts")
    return chosen


def plan_of(named: str) -> Plan:
    """Return the plan of a run with the devices of a comma-separated list."""
    known = {device.id: device for device in EVERY_PART}
    wrong = [one for one in named.split(",") if one not in known]
    if wrong:
        raise argparse.ArgumentTypeError(f"không có thiết bị {', '.join(wrong)}; có: {', '.join(known)}")
    return Plan([device for device in EVERY_PART if device.id in named.split(",")])


def has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def end_on_signals(ended: threading.Event) -> None:
    wanted = [signal.SIGINT, signal.SIGTERM]
    # nohup(1) starts a program with SIGHUP ignored: then it is to outlive its terminal.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        wanted.append(signal.SIGHUP)
    for number in wanted:
        signal.signal(number, lambda *_: ended.set())


def say(line: str) -> None:
    tell(f"· {line}", sys.stdout)


def tell(line: str, to: TextIO) -> None:
    # The terminal may be closed, and then everything is to be stopped all the same.
    with suppress(OSError):
        print(line, file=to, flush=True)


def tell_where(demo: Demo) -> None:
    web = f"http://127.0.0.1:{demo.ports.web}"
    for line in (
        "Sảnh đã sẵn sàng.",
        f"Trang của điểm:        {web}/",
        f"Bàn cán bộ:            {web}/desk   (tài khoản và mật khẩu lần đầu: mục officers trong demo.json)",
        f"Bảng TV:               {web}/board/{BOARD.id}",
        f"Bảng kết quả:          {web}/board/{RESULTS_BOARD.id}",
        f"Bảng có thông báo:     {web}/board/{SPLIT_BOARD.id}",
        f"Quản trị:              {web}/admin",
        f"Máy tính bảng:         {web}/pad/   (bảng đánh giá trong trình duyệt; mã ghép máy ở {web}/admin/tablets)",
        f"Phần mềm một cửa mẫu:  http://127.0.0.1:{demo.ports.backend}/",
        f"Máy chủ tin nhắn:      127.0.0.1:{demo.ports.mqtt}, WebSocket {demo.ports.websocket}",
        f"Phiếu đã in:           {demo.places.paper}",
        f"Lời gọi (WAV):         {demo.places.sound}",
        f"Bảng LED:              {demo.places.led / 'now.png'}",
        f"Ảnh màn hình:          {demo.places.screens}   (gửi SIGUSR1 tới tiến trình của màn hình)",
        f"Giấy trước camera:     {demo.places.camera}",
        f"Tai nghe máy tra cứu:  echo in > {demo.places.earphones}   (out là rút ra; lời đọc: {demo.places.aloud})",
        f"Phím số máy tra cứu:   echo KEY_KPENTER > {demo.places.kiosk_keys}",
        f"Nhắn tin tới điểm:     echo 'HS H15.12-…' > {demo.places.sms_given}",
        f"Tin trả lời:           {demo.places.sms_got}",
        f"Mọi thông tin:         {demo.places.demo_json}",
        "Nhấn Ctrl+C để dừng.",
    ):
        say(line)


def _keep(demo: Demo, ended: threading.Event) -> int:
    while not ended.wait(STEP_S):
        demo.step()
    return 0


def _walk(demo: Demo, ended: threading.Event) -> int:
    # The visit waits and looks in a thread of its own, so that the site is kept up by this one meanwhile.
    visit = Visit(demo, say)
    walker = threading.Thread(target=visit.walk, name="visit", daemon=True)
    walker.start()
    try:
        while walker.is_alive() and not ended.wait(STEP_S):
            demo.step()
    finally:
        visit.stop()
    return 0 if visit.complete else 1
