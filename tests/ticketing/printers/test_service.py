"""The print service as its screen sees it: a child process, a line in, a line out, never two slips for one job."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.slips import PrintDone, PrintDossier, PrintProcedure, PrintTicket
from ticketing.printers.fake_doors import TcpPrinter
from ticketing.printers.fake_printer import FakePrinter, Mood

Make = Callable[..., PrintTicket]
Wait = Callable[..., None]
Serve = Callable[[str], Any]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    return tmp_path / "paper"


def to_file(paper: Path) -> str:
    return f'driver = "file"\nfolder = "{paper}"'


def to_network(tcp: TcpPrinter) -> str:
    return f'driver = "network"\nhost = "127.0.0.1"\nport = {tcp.port}\ntimeout_s = 5'


def test_a_line_in_is_a_slip_and_a_line_out(serve: Serve, paper: Path, ticket: Make) -> None:
    service = serve(to_file(paper))
    for number in ("A001", "A002"):
        wanted = ticket(number=number)
        done = PrintDone.model_validate(service.print(wanted))
        assert (done.job, done.outcome) == (wanted.job, "printed")
        assert (paper / f"{number}.png").exists()
    code, log = service.close()
    assert code == 0
    assert "Traceback" not in log


def test_bad_lines_are_answered_where_they_can_be_and_the_next_one_prints(
    serve: Serve, paper: Path, ticket: Make
) -> None:
    service = serve(to_file(paper))
    bad = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"
    for line in (b"{{", b"\xff\x00\x1b", b"[]", b"", b"x" * 300_000, b'{"job": "not an id"}'):
        service.write(line)
    for line in (
        f'{{"job": "{bad}", "number": 7}}'.encode(),
        f'{{"job": "{bad}", "number": "A1"'.encode(),
        f'{{"job": "{bad}", "notice": "{"x" * 200_000}"}}'.encode(),
    ):
        service.write(line)
        answer = service.answer()
        assert (answer["job"], answer["outcome"], answer["fault"]) == (bad, "failed", "bad_request")
        assert "không đúng mẫu" in answer["detail"]
    assert service.print(ticket())["outcome"] == "printed"


def test_the_same_job_asked_again_is_answered_and_not_printed_again(
    serve: Serve, tcp: TcpPrinter, twin: FakePrinter, ticket: Make
) -> None:
    service = serve(to_network(tcp))
    wanted = ticket()
    assert [service.print(wanted)["outcome"] for _ in range(3)] == ["printed"] * 3
    assert service.print(ticket())["outcome"] == "printed"
    assert len(twin.wait_for_slips(2)) == 2


def test_slips_of_dossiers_and_procedures_come_out_once_each_and_are_not_named_by_a_code(
    serve: Serve, paper: Path
) -> None:
    service = serve(to_file(paper))
    for kind in (PrintDossier, PrintProcedure):
        job = str(uuid.uuid4())
        line = json.dumps({**kind.example, "job": job}).encode()
        for _ in range(2):
            service.write(line)
            answer = service.answer()
            assert (answer["job"], answer["outcome"]) == (job, "printed")
    slips = sorted(slip.name for slip in paper.glob("*.png"))
    assert len(slips) == 2
    assert not [name for name in slips if "H15" in name or "1.001193" in name]
    service.write(json.dumps({**PrintDossier.example, "kind": "letter"}).encode())
    assert service.answer()["fault"] == "bad_request"


def test_a_dossiers_slip_is_not_printed_twice_over_a_kill(
    serve: Serve, tcp: TcpPrinter, twin: FakePrinter, ticket: Make
) -> None:
    line = json.dumps({**PrintDossier.example, "job": str(uuid.uuid4())}).encode()
    service = serve(to_network(tcp))
    service.write(line)
    assert service.answer()["outcome"] == "printed"
    service.kill()
    again = serve(to_network(tcp))
    again.write(line)
    assert again.answer()["outcome"] == "printed"
    assert again.print(ticket())["outcome"] == "printed"
    assert len(twin.wait_for_slips(2)) == 2


def test_killed_after_a_slip_and_started_again_it_does_not_print_it_again(
    serve: Serve, tcp: TcpPrinter, twin: FakePrinter, ticket: Make
) -> None:
    wanted = ticket()
    service = serve(to_network(tcp))
    assert service.print(wanted)["outcome"] == "printed"
    service.kill()
    again = serve(to_network(tcp))
    assert again.print(wanted)["outcome"] == "printed"
    assert again.print(ticket())["outcome"] == "printed"
    assert len(twin.wait_for_slips(2)) == 2


def test_killed_while_a_slip_comes_out_it_does_not_print_it_again(
    serve: Serve, tcp: TcpPrinter, twin: FakePrinter, ticket: Make
) -> None:
    wanted = ticket()
    twin.feel_after(1, Mood.SILENT)
    service = serve(to_network(tcp))
    service.ask(wanted)
    assert len(twin.wait_for_slips(1, timeout_s=10)) == 1
    service.kill()  # the slip is out, the service still waits for the printer to say so
    twin.feel(Mood.OK)
    again = serve(to_network(tcp))
    answer = again.print(wanted)
    assert (answer["outcome"], answer["fault"]) == ("failed", "unknown")
    assert "không in lại" in answer["detail"]
    assert again.print(ticket())["outcome"] == "printed"
    assert len(twin.wait_for_slips(2)) == 2


def test_asked_to_stop_it_finishes_and_ends_well(serve: Serve, paper: Path, ticket: Make) -> None:
    service = serve(to_file(paper))
    assert service.print(ticket())["outcome"] == "printed"
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(10) == 0


def test_a_wrong_settings_file_is_named_in_vietnamese_and_nothing_goes_to_the_answers(serve: Serve) -> None:
    service = serve('driver = "laser"')
    out, err = service.process.communicate(timeout=15)
    assert service.process.returncode == 78
    assert out == b""
    assert "printer" in err.decode()
    assert "chỗ sai" in err.decode()


def test_a_state_folder_that_cannot_be_written_is_named(serve: Serve, paper: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    service = serve(to_file(paper))
    _, err = service.process.communicate(timeout=15)
    assert service.process.returncode == 78
    assert "Không ghi được vào thư mục state" in err.decode()
    assert "Traceback" not in err.decode()


def test_the_printer_table_is_parsed_once_and_a_torn_one_made_again(tmp_path: Path) -> None:
    spare = tmp_path / "tmp"
    spare.mkdir()
    code = (
        "import sys, pathlib; from ticketing.printers.library import escpos_printers;"
        "escpos_printers(pathlib.Path(sys.argv[1])).Dummy(profile='TM-T20II')"
    )

    def bring_in() -> None:
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "state")],
            check=True,
            timeout=60,
            env={**os.environ, "TMPDIR": str(spare)},
        )

    bring_in()
    (table,) = (tmp_path / "state" / "escpos").iterdir()
    whole, made = table.read_bytes(), table.stat().st_mtime_ns
    bring_in()
    assert table.stat().st_mtime_ns == made
    table.write_bytes(whole[:1000])
    bring_in()
    assert table.read_bytes() == whole
    assert list(spare.iterdir()) == [], "the library's import leaves no folder behind"
