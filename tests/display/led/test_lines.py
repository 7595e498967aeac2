"""Lines to LED boards go and come back: serial ports that vanish, converters that drop, hang or were switched off."""

from __future__ import annotations

import os
import socket
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from display.led.ascii_board import AsciiBoard, AsciiSign
from display.led.far_end import TcpEnd
from display.led.frames import FrameSettings
from display.led.line import BoardLost, LineLost, SerialLine
from display.led.memory import MemoryLine
from display.led.tcp_line import TcpLine
from display.led.twin import LedTwin
from display.model.led import LedView
from lobby.clock import SystemClock
from lobby.contract.calls import Call
from tests.display.led.lobby import Lobby

CALLED = LedView("A012", "3")


@pytest.fixture
def converter(tmp_path: Path, sign: AsciiSign) -> Iterator[TcpEnd]:
    """A board behind an RS-485/Ethernet converter."""
    end = TcpEnd(0)
    twin = LedTwin(end, tmp_path / "led", SystemClock(), [sign])
    twin.start()
    yield end
    twin.stop()


def ascii_board(line: TcpLine | SerialLine, settings: FrameSettings | None = None) -> AsciiBoard:
    return AsciiBoard(line, "Bảng LED", 1, settings or FrameSettings())


def test_a_board_behind_a_converter_shows_the_call(
    converter: TcpEnd, sign: AsciiSign, wait_until: Callable[..., None]
) -> None:
    line = TcpLine("127.0.0.1", converter.port)
    ascii_board(line).show(CALLED, 100, 0.0)
    wait_until(lambda: sign.views() == [("A012", "3")], "the board shows the call", 30)
    line.close()


def test_a_converter_that_dropped_the_connection_gets_the_next_frame_whole(
    converter: TcpEnd, sign: AsciiSign, wait_until: Callable[..., None]
) -> None:
    line = TcpLine("127.0.0.1", converter.port)
    board = ascii_board(line)
    board.show(CALLED, 100, 0.0)
    wait_until(lambda: sign.views() == [("A012", "3")], "the board shows the call", 30)
    converter.drop()
    board.show(LedView("A013", "4"), 100, 0.0)
    wait_until(lambda: sign.views()[-1] == ("A013", "4"), "the board shows the next call", 30)
    line.close()


def test_a_converter_that_is_away_is_told_and_comes_back(
    start: Callable[..., Lobby],
    sign: AsciiSign,
    tmp_path: Path,
    free_ports: Callable[[int], list[int]],
    make_call: Callable[..., Call],
    wait_until: Callable[..., None],
) -> None:
    (port,) = free_ports(1)
    lobby = start(ascii_board(TcpLine("127.0.0.1", port)))
    (fault,) = lobby.link.faults.standing()
    assert (fault.code, f"tcp://127.0.0.1:{port}" in fault.detail) == ("led", True)
    called = make_call("A012", 3)
    lobby.call(called)
    lobby.pass_time(1.2)
    twin = LedTwin(TcpEnd(port), tmp_path / "led", SystemClock(), [sign])
    twin.start()
    lobby.pass_time(1.2)
    wait_until(lambda: sign.views() == [("A012", "3")], "the board shows the call", 30)
    assert lobby.link.faults.standing() == ()
    assert [shown["as"] for shown in lobby.shown()] == ["failed", "displayed"]
    twin.stop()
    lobby.board.stop()


def test_a_far_end_that_takes_nothing_is_lost_within_the_time_set() -> None:
    # A full queue at the far end looks as a converter that lost power does: what we send is not acknowledged.
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line = TcpLine("127.0.0.1", server.getsockname()[1], send_s=0.3)
        with pytest.raises(LineLost, match="Không gửi được tới bảng LED ở cổng tcp://"):
            for _ in range(200):
                line.send(b"x" * 65_536)
        line.close()


def test_a_serial_port_that_vanishes_is_opened_again(tmp_path: Path) -> None:
    link = tmp_path / "led"
    line = SerialLine(str(link))
    for text in (b"first", b"second"):
        master, slave = os.openpty()
        tty.setraw(slave)
        link.unlink(missing_ok=True)
        link.symlink_to(os.ttyname(slave))
        line.send(text)
        assert os.read(master, 64) == text
        os.close(slave)
        os.close(master)
        with pytest.raises(LineLost, match="Không gửi được tới bảng LED ở cổng"):
            line.send(b"nobody")


def test_a_port_that_another_program_holds_is_told(tmp_path: Path) -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    name = os.ttyname(slave)
    one, two = SerialLine(name), SerialLine(name)
    one.send(b"mine")
    with pytest.raises(LineLost):
        two.send(b"not mine")
    one.close()
    os.close(master)
    os.close(slave)


def test_a_port_that_hangs_does_not_stop_the_program(tmp_path: Path) -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    line = SerialLine(os.ttyname(slave), baud=921_600)
    lost = threading.Event()

    def write() -> None:
        try:
            line.send(b"x" * 100_000)  # a pty holds some kilobytes while nobody reads
        except LineLost:
            lost.set()

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    thread.join(30)
    assert lost.is_set()
    os.close(master)
    os.close(slave)


def test_a_board_that_answers_is_believed_and_a_silent_one_is_told() -> None:
    settings = FrameSettings(answer="\u0006", answer_s=0.05)
    sign = AsciiSign(settings, 1)
    AsciiBoard(MemoryLine(sign), "Bảng sảnh", 1, settings).show(CALLED, 100, 0.0)
    assert sign.views() == [("A012", "3")]
    with pytest.raises(BoardLost, match="Bảng sảnh không trả lời") as told:
        AsciiBoard(MemoryLine(), "Bảng sảnh", 1, settings).show(CALLED, 100, 0.0)
    assert not isinstance(told.value, LineLost)


def test_a_line_that_is_away_for_long_fills_no_log(
    start: Callable[..., Lobby], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lobby = start(ascii_board(SerialLine(str(tmp_path / "none"))))
    lobby.pass_time(60)
    assert sum("LED line lost" in message for message in caplog.messages) == 1
    lobby.board.stop()


def test_a_far_end_that_never_stops_talking_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = TcpLine("127.0.0.1", server.getsockname()[1])
        line.send(b"first")
        peer, _ = server.accept()
        stopped = threading.Event()

        def talk() -> None:
            while not stopped.is_set():
                with suppress(OSError):
                    peer.sendall(b"x" * 65_536)

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        line.send(b"second")
        stopped.set()
        line.close()
        thread.join(10)
        peer.close()
