"""Slips come out of printers at a network socket and a serial line, and a keeper is told what is wrong with one."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest
import zxingcpp
from PIL import Image

from lobby.contract.requests import PrintOutcome
from lobby.contract.slips import PrintDone, PrintTicket
from lobby.lines import Line
from lobby.settings.load import SettingsError, check
from ticketing.printers.app import printer_of
from ticketing.printers.fake_doors import SerialPrinter, TcpPrinter
from ticketing.printers.fake_printer import FakePrinter, Mood
from ticketing.printers.jobs import JobMemory
from ticketing.printers.printer import Printer, PrinterFault
from ticketing.printers.service import PrintService
from ticketing.printers.settings import (
    FilePrinterSettings,
    NetworkPrinterSettings,
    PrintServiceSettings,
    SerialPrinterSettings,
    UsbPrinterSettings,
)
from ticketing.slip.draw import draw
from ticketing.slip.style import SlipStyle

Make = Callable[..., PrintTicket]
_STYLE = SlipStyle("Trung tâm Phục vụ hành chính công", "Phường Tô Hiệu")
_URL = "http://lobby.local/t/Qk3nVx8c2J0"


def service(printer: Printer, folder: Path) -> PrintService:
    jobs = JobMemory(folder / "jobs.log")
    jobs.open()
    return PrintService(printer, jobs, lambda ticket: draw(ticket, _STYLE))


def ask(service: PrintService, ticket: PrintTicket) -> PrintDone:
    done = service.answer(Line(ticket.model_dump_json(exclude_none=True).encode()))
    assert done is not None
    assert done.job == ticket.job
    return done


def read_code(slip: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(slip.convert("L"))]


@pytest.fixture
def network(tcp: TcpPrinter, library: ModuleType) -> Printer:
    settings = NetworkPrinterSettings(driver="network", host="127.0.0.1", port=tcp.port, timeout_s=0.3)
    return printer_of(settings, lambda: library)


def test_a_network_printer_prints_the_slip_and_cuts_it(
    network: Printer, twin: FakePrinter, tmp_path: Path, ticket: Make
) -> None:
    assert ask(service(network, tmp_path), ticket(track_url=_URL)).outcome is PrintOutcome.PRINTED
    (slip,) = twin.wait_for_slips(1)
    assert (read_code(slip), twin.cuts, twin.faults) == ([_URL], 1, [])


@pytest.mark.parametrize(
    ("mood", "fault", "advice"),
    [
        (Mood.PAPER_OUT, PrinterFault.PAPER_OUT, "thay cuộn giấy"),
        (Mood.COVER_OPEN, PrinterFault.COVER_OPEN, "đóng nắp"),
        (Mood.OFFLINE, PrinterFault.OFFLINE, "dây nguồn"),
        (Mood.SILENT, PrinterFault.UNKNOWN, "bật lại"),
    ],
)
def test_a_printer_that_cannot_print_says_why_and_prints_once_it_can(
    network: Printer, twin: FakePrinter, tmp_path: Path, ticket: Make, mood: Mood, fault: PrinterFault, advice: str
) -> None:
    twin.feel(mood)
    prints = service(network, tmp_path)
    wanted = ticket()
    done = ask(prints, wanted)
    assert (done.outcome, done.fault) == (PrintOutcome.FAILED, fault)
    assert advice in (done.detail or "")
    assert twin.slips == []
    twin.feel(Mood.OK)
    assert ask(prints, wanted).outcome is PrintOutcome.PRINTED, "nothing had been sent, so it may be asked again"
    assert len(twin.wait_for_slips(1)) == 1


def test_paper_near_its_end_still_prints_and_warns(
    network: Printer, twin: FakePrinter, tmp_path: Path, ticket: Make
) -> None:
    twin.feel(Mood.NEAR_END)
    done = ask(service(network, tmp_path), ticket())
    assert (done.outcome, done.fault) == (PrintOutcome.PRINTED, PrinterFault.PAPER_NEAR_END)
    assert "sắp hết giấy" in (done.detail or "")


def test_paper_that_runs_out_at_a_slip_fails_that_slip_and_it_is_not_printed_again(
    network: Printer, twin: FakePrinter, tmp_path: Path, ticket: Make
) -> None:
    twin.feel_after(1, Mood.PAPER_OUT)
    prints = service(network, tmp_path)
    wanted = ticket()
    # Whether the paper was seen to be out just after this slip is the printer's affair; twice it must not come.
    ask(prints, wanted)
    twin.wait_for_slips(1)
    assert ask(prints, ticket()).fault == PrinterFault.PAPER_OUT
    twin.feel(Mood.OK)
    ask(prints, wanted)
    assert len(twin.slips) == 1


def test_nobody_at_the_address_is_an_offline_printer(
    library: ModuleType, free_ports: Callable[[int], list[int]], tmp_path: Path, ticket: Make
) -> None:
    settings = NetworkPrinterSettings(driver="network", host="127.0.0.1", port=free_ports(1)[0], timeout_s=0.3)
    done = ask(service(printer_of(settings, lambda: library), tmp_path), ticket())
    assert (done.outcome, done.fault) == (PrintOutcome.FAILED, PrinterFault.OFFLINE)


def test_a_late_reply_is_not_taken_for_the_next_one(library: ModuleType) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings = NetworkPrinterSettings(
            driver="network", host="127.0.0.1", port=door.getsockname()[1], timeout_s=0.3, must_answer=False
        )
        printer = printer_of(settings, lambda: library)
        assert not printer.status().answered
        caller, _ = door.accept()
        caller.recv(64)
        caller.sendall(b"\x1a")  # too late: it was offline when it was asked

        def answer_fine() -> None:
            while caller.recv(64):
                caller.sendall(b"\x12")

        with ThreadPoolExecutor() as pool:
            pool.submit(answer_fine)
            status = printer.status()
            printer.release()
        caller.close()
    assert (status.fault, status.answered) == (None, True)


def test_a_silent_printer_that_need_not_answer_prints(
    tcp: TcpPrinter, twin: FakePrinter, library: ModuleType, tmp_path: Path, ticket: Make
) -> None:
    twin.feel(Mood.SILENT)
    settings = NetworkPrinterSettings(
        driver="network", host="127.0.0.1", port=tcp.port, timeout_s=0.2, must_answer=False
    )
    done = ask(service(printer_of(settings, lambda: library), tmp_path), ticket())
    assert (done.outcome, done.fault) == (PrintOutcome.PRINTED, None)
    assert len(twin.wait_for_slips(1)) == 1


def test_a_printer_is_asked_anew_for_each_slip(
    network: Printer, twin: FakePrinter, tmp_path: Path, ticket: Make
) -> None:
    prints = service(network, tmp_path)
    assert ask(prints, ticket(number="A001")).outcome is PrintOutcome.PRINTED
    twin.feel(Mood.COVER_OPEN)
    assert ask(prints, ticket(number="A002")).fault == PrinterFault.COVER_OPEN
    twin.feel(Mood.OK)
    assert ask(prints, ticket(number="A003")).outcome is PrintOutcome.PRINTED
    assert len(twin.wait_for_slips(2)) == 2


def test_a_serial_printer_prints_and_answers(
    port: SerialPrinter, twin: FakePrinter, library: ModuleType, tmp_path: Path, ticket: Make
) -> None:
    settings = SerialPrinterSettings(driver="serial", device=port.device, must_answer=True)
    prints = service(printer_of(settings, lambda: library), tmp_path)
    assert ask(prints, ticket(track_url=_URL)).outcome is PrintOutcome.PRINTED
    (slip,) = twin.wait_for_slips(1)
    assert read_code(slip) == [_URL]
    twin.feel(Mood.PAPER_OUT)
    assert ask(prints, ticket()).fault == PrinterFault.PAPER_OUT


def test_a_serial_port_that_is_not_there_is_an_offline_printer(library: ModuleType, tmp_path: Path) -> None:
    settings = SerialPrinterSettings(driver="serial", device=tmp_path / "ttyUSB0")
    assert printer_of(settings, lambda: library).status().fault is PrinterFault.OFFLINE


def test_a_usb_printer_that_is_not_there_is_offline(library: ModuleType) -> None:
    settings = UsbPrinterSettings(driver="usb", vendor=0x04B8, product=0x0E15)
    assert printer_of(settings, lambda: library).status().fault is PrinterFault.OFFLINE


def test_the_file_printer_leaves_bytes_and_the_picture_they_draw(
    library: ModuleType, tmp_path: Path, ticket: Make
) -> None:
    folder = tmp_path / "paper"
    printer = printer_of(FilePrinterSettings(driver="file", folder=folder), lambda: library)
    assert ask(service(printer, tmp_path), ticket(track_url=_URL)).outcome is PrintOutcome.PRINTED
    assert sorted(path.name for path in folder.iterdir()) == ["A012.escpos", "A012.png"]
    assert (folder / "A012.escpos").read_bytes().startswith(b"\x1b@\x1dv0\x00\x48\x00")
    with Image.open(folder / "A012.png") as slip:
        assert read_code(slip) == [_URL]


def test_a_number_cannot_leave_the_folder(library: ModuleType, tmp_path: Path, ticket: Make) -> None:
    folder = tmp_path / "paper"
    printer = printer_of(FilePrinterSettings(driver="file", folder=folder), lambda: library)
    assert ask(service(printer, tmp_path), ticket(number="../../x")).outcome is PrintOutcome.PRINTED
    assert sorted(path.name for path in folder.iterdir()) == ["______x.escpos", "______x.png"]


def test_a_wrong_key_of_a_driver_is_named() -> None:
    fields = {"office": "x", "place": "y", "state": "/tmp", "printer": {"driver": "network", "host": "h", "prot": 1}}
    with pytest.raises(SettingsError, match="có phải «port»"):
        check(PrintServiceSettings, fields, "printer.toml")
