"""Printers to print on: the twin behind a TCP port or a serial line, and the service started as a screen starts it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lobby.contract.slips import PrintTicket
from ticketing.printers.fake_doors import SerialPrinter, TcpPrinter
from ticketing.printers.fake_printer import FakePrinter
from ticketing.printers.library import escpos_printers

_SETTINGS = """
office = "Trung tâm Phục vụ hành chính công"
place = "Phường Tô Hiệu, tỉnh Sơn La"
state = "{state}"
[printer]
{printer}
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return escpos_printers(tmp_path_factory.mktemp("state"))


@pytest.fixture
def twin() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def tcp(twin: FakePrinter) -> Iterator[TcpPrinter]:
    door = TcpPrinter(twin)
    door.start()
    yield door
    door.stop()


@pytest.fixture
def port(twin: FakePrinter) -> Iterator[SerialPrinter]:
    line = SerialPrinter(twin)
    line.start()
    yield line
    line.stop()


@pytest.fixture
def ticket() -> Callable[..., PrintTicket]:
    return lambda **changes: PrintTicket.model_validate({**PrintTicket.example, "job": str(uuid.uuid4()), **changes})


class Service:
    """`lobby printer` as a child, spoken to by its pipes."""

    def __init__(self, settings: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lobby.cli", "printer", "--settings", str(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def write(self, line: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def ask(self, ticket: PrintTicket) -> None:
        self.write(ticket.model_dump_json(exclude_none=True).encode())

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def print(self, ticket: PrintTicket) -> dict[str, Any]:
        self.ask(ticket)
        return self.answer()

    def close(self) -> tuple[int, str]:
        """Close stdin as a screen that ends does; returns the exit code and the log."""
        _, log = self.process.communicate(timeout=15)
        return self.process.returncode, log.decode()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[str], Service]]:
    started: list[Service] = []

    def start(printer: str) -> Service:
        path = tmp_path / "printer.toml"
        path.write_text(_SETTINGS.format(state=tmp_path / "state", printer=printer), encoding="utf-8")
        started.append(Service(path))
        return started[-1]

    yield start
    for service in started:
        with suppress(ProcessLookupError):
            service.process.kill()
        service.process.communicate(timeout=10)
