"""The print service as a child: a job's answer comes back, a dead child is started again, none outlives us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.printing import AGAIN_S, PrintService
from lobby.clock import HandClock, SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.requests import PrintOutcome
from lobby.contract.slips import PrintDone, PrintTicket
from lobby.health import Faults

CHILD = """
import json, os, pathlib, sys
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
for line in sys.stdin:
    job = json.loads(line)
    if job["number"] == "DIE":
        sys.exit(1)
    print("not an answer", flush=True)
    outcome = {"A000": "failed"}.get(job["number"], "printed")
    told = {
        "A000": {"fault": "paper_out"},
        "A099": {"fault": "paper_near_end", "detail": "Giấy in sắp hết."},
    }.get(job["number"], {})
    print(json.dumps({"v": 1, "job": job["job"], "outcome": outcome, **told}), flush=True)
"""


def job(number: str) -> PrintTicket:
    return PrintTicket.model_validate({**PrintTicket.example, "number": number})


@pytest.fixture
def done() -> list[PrintDone]:
    return []


@pytest.fixture
def faults() -> Faults:
    return Faults(SystemClock())


@pytest.fixture
def service(tmp_path: Path, done: list[PrintDone], faults: Faults) -> Iterator[PrintService]:
    script = tmp_path / "child.py"
    script.write_text(CHILD, encoding="utf-8")
    command = (sys.executable, str(script), str(tmp_path / "pid"))
    running = PrintService(command, done.append, faults, SystemClock())
    running.start()
    yield running
    running.stop()


def test_a_jobs_answer_comes_back(
    service: PrintService, done: list[PrintDone], wait_until: Callable[..., None]
) -> None:
    service.print(job("A012"))
    wait_until(lambda: done, "the answer")
    assert (done[0].job, done[0].outcome) == (job("A012").job, PrintOutcome.PRINTED)


def test_a_printer_without_paper_stands_as_a_fault_until_it_prints(
    service: PrintService, done: list[PrintDone], faults: Faults, wait_until: Callable[..., None]
) -> None:
    service.print(job("A000"))
    wait_until(lambda: len(done) == 1, "the failure")
    assert [fault.code for fault in faults.standing()] == ["printer"]
    service.print(job("A013"))
    wait_until(lambda: len(done) == 2, "the slip")
    assert faults.standing() == ()


def test_paper_that_runs_low_is_told_to_the_keeper_until_a_slip_comes_without_it(
    service: PrintService, done: list[PrintDone], faults: Faults, wait_until: Callable[..., None]
) -> None:
    service.print(job("A099"))
    wait_until(lambda: len(done) == 1, "the slip")
    assert done[0].outcome is PrintOutcome.PRINTED
    (fault,) = faults.standing()
    assert (fault.code, fault.detail) == ("printer", "Giấy in sắp hết.")
    service.print(job("A013"))
    wait_until(lambda: len(done) == 2, "the next slip")
    assert faults.standing() == ()


def test_a_child_that_dies_fails_its_job_and_is_started_again(
    service: PrintService, done: list[PrintDone], wait_until: Callable[..., None]
) -> None:
    service.print(job("DIE"))

    def stepped() -> bool:
        service.step()
        return bool(done)

    wait_until(stepped, "the job fails")
    assert done[0].outcome is PrintOutcome.FAILED
    done.clear()

    def printed() -> bool:
        service.step()
        if not done or done[-1].outcome is not PrintOutcome.PRINTED:
            service.print(job("A014"))
        return any(one.outcome is PrintOutcome.PRINTED for one in done)

    wait_until(printed, "the next child prints")


def test_a_job_without_a_child_fails_at_once(done: list[PrintDone], faults: Faults) -> None:
    service = PrintService(("/nonexistent",), done.append, faults, SystemClock())
    service.start()
    service.print(job("A012"))
    assert [one.outcome for one in done] == [PrintOutcome.FAILED]
    assert [fault.code for fault in faults.standing()] == ["print_service"]


def test_a_child_of_an_earlier_run_ends_before_the_next_begins(
    tmp_path: Path, done: list[PrintDone], faults: Faults, wait_until: Callable[..., None]
) -> None:
    lock = tmp_path / "print.lock"
    with subprocess.Popen(
        ["flock", "-n", str(lock), "sh", "-c", "echo held; cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as earlier:
        assert earlier.stdout is not None and earlier.stdout.readline() == b"held\n"
        script = tmp_path / "child.py"
        script.write_text(CHILD, encoding="utf-8")
        command = (sys.executable, str(script), str(tmp_path / "pid"))
        clock = HandClock(datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE))
        service = PrintService(command, done.append, faults, clock, lock)
        service.start()
        service.print(job("A012"))
        assert [one.outcome for one in done] == [PrintOutcome.FAILED], "it may be coming out there"
        assert earlier.stdin is not None
        earlier.stdin.close()
    clock.forward(AGAIN_S)
    service.step()
    service.print(job("A013"))
    wait_until(lambda: len(done) == 2, "the next child prints")
    assert done[1].outcome is PrintOutcome.PRINTED
    service.stop()


def test_a_job_that_is_too_large_to_hand_over_fails_and_the_next_one_prints(
    service: PrintService, done: list[PrintDone], wait_until: Callable[..., None]
) -> None:
    service.print(job("A012").model_copy(update={"counters": ("Quầy số 1",) * 8000}))
    assert [one.outcome for one in done] == [PrintOutcome.FAILED]
    service.print(job("A013"))
    wait_until(lambda: len(done) == 2, "the next slip")
    assert done[1].outcome is PrintOutcome.PRINTED


def test_the_child_ends_with_us(service: PrintService, tmp_path: Path, wait_until: Callable[..., None]) -> None:
    wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(), "the child runs")
    pid = int((tmp_path / "pid").read_text())
    service.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, signal.SIG_DFL)
