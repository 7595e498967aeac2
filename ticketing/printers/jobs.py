"""Remembers which jobs went to the printer, also over a power cut, so that none is printed twice."""

from __future__ import annotations

import logging
import os
from enum import StrEnum
from pathlib import Path

from lobby.files import synchronise

log = logging.getLogger(__name__)

REMEMBERED = 500


class JobState(StrEnum):
    """How far a job came; one that is `BEGUN` after a restart may or may not have come out."""

    BEGUN = "begun"
    PRINTED = "printed"
    FAILED = "failed"


class JobMemory:
    """The last jobs, oldest first, in memory and as lines `job state` in a file that is only appended to."""

    def __init__(self, path: Path, remembered: int = REMEMBERED) -> None:
        self._path = path
        self._remembered = remembered
        self._jobs: dict[str, JobState] = {}

    def open(self) -> None:
        """Read what earlier runs remembered and write the file anew without what is too old or torn."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        for line in self._lines():
            self._read(line)
        self._forget()
        part = self._path.with_suffix(".part")
        part.write_text("".join(f"{job} {state}\n" for job, state in self._jobs.items()), encoding="ascii")
        synchronise(part)
        part.replace(self._path)
        synchronise(self._path.parent)

    def state(self, job: str) -> JobState | None:
        """Return how far `job` came, None where it is not known."""
        return self._jobs.get(job.lower())

    def note(self, job: str, state: JobState) -> None:
        """Remember `state` of `job`, on the disk before this returns.

        A disk that fails is logged and lived with: a citizen without a slip is worse than the chance of two.
        """
        self._jobs[job.lower()] = state
        self._forget()
        try:
            with self._path.open("ab") as file:
                file.write(f"{job.lower()} {state}\n".encode("ascii"))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            log.exception("job %s remembered in memory alone", job)

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text(encoding="ascii", errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def _read(self, line: str) -> None:
        job, _, state = line.partition(" ")
        try:
            self._jobs[job] = JobState(state)
        except ValueError:
            log.warning("a torn line among the printed jobs was dropped")

    def _forget(self) -> None:
        for job in list(self._jobs)[: -self._remembered]:
            del self._jobs[job]
