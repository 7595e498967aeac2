"""A job that went to the printer is remembered, whatever happens to the power or the disk."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from ticketing.printers.jobs import JobMemory, JobState


def memory(path: Path, remembered: int = 500) -> JobMemory:
    jobs = JobMemory(path, remembered)
    jobs.open()
    return jobs


def test_a_restarted_service_knows_its_jobs(tmp_path: Path) -> None:
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    jobs = memory(tmp_path / "state" / "jobs.log")
    jobs.note(first, JobState.BEGUN)
    jobs.note(first, JobState.PRINTED)
    jobs.note(second, JobState.BEGUN)
    again = memory(tmp_path / "state" / "jobs.log")
    assert (again.state(first), again.state(second)) == (JobState.PRINTED, JobState.BEGUN)
    assert again.state(str(uuid.uuid4())) is None


def test_one_id_in_small_and_capital_letters_is_one_job(tmp_path: Path) -> None:
    jobs = memory(tmp_path / "jobs.log")
    job = str(uuid.uuid4())
    jobs.note(job.upper(), JobState.PRINTED)
    assert jobs.state(job) is JobState.PRINTED


@pytest.mark.parametrize("torn", [b"5a1f8f9e-3a0e", b"5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11 beg", b"\xff\x00\n\n"])
def test_a_line_torn_by_a_power_cut_is_dropped_and_the_others_stand(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "jobs.log"
    old, new = str(uuid.uuid4()), str(uuid.uuid4())
    memory(path).note(old, JobState.PRINTED)
    path.write_bytes(path.read_bytes() + torn)
    memory(path).note(new, JobState.PRINTED)
    again = memory(path)
    assert (again.state(old), again.state(new)) == (JobState.PRINTED, JobState.PRINTED)


def test_the_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "jobs.log"
    ids = [str(uuid.uuid4()) for _ in range(12)]
    jobs = memory(path, remembered=5)
    for job in ids:
        jobs.note(job, JobState.BEGUN)
        jobs.note(job, JobState.PRINTED)
    again = memory(path, remembered=5)
    assert [job for job in ids if again.state(job)] == ids[-5:]
    assert len(path.read_text().splitlines()) == 5


def test_a_disk_that_fails_does_not_stop_the_printing(tmp_path: Path) -> None:
    jobs = memory(tmp_path / "jobs.log")
    (tmp_path / "jobs.log").unlink()
    (tmp_path / "jobs.log").mkdir()
    job = str(uuid.uuid4())
    jobs.note(job, JobState.PRINTED)
    assert jobs.state(job) is JobState.PRINTED
