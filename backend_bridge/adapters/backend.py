"""The protocol that the bridge speaks to an office's one-stop software through."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, NamedTuple, Protocol, runtime_checkable

from pydantic import AfterValidator, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from lobby.contract.base import Instant, Part
from lobby.contract.dossiers import Counts, Dossier, Ready

log = logging.getLogger(__name__)

MOST_CHANGES = 500


class Hint(NamedTuple):
    """What is wrong and what to do, in Vietnamese for the site's keeper."""

    detail: str
    remedy: str


class Unreachable(Exception):
    """The backend gave no answer that can be used; `detail` is for the log, `hint` for the keeper."""

    def __init__(self, detail: str, refused_us: bool = False, hint: Hint | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.refused_us = refused_us
        self.hint = hint


class Failed(Unreachable):
    """The backend answered that it failed (5xx): all of it, or only over what was sent."""


class Rejected(Exception):
    """The backend answered that what was sent cannot be taken, and would answer the same again."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Looked(Part):
    """A dossier as the backend told it, and when it was so."""

    dossier: Dossier
    as_of: Instant


def _read_alone(entry: Any, read: ValidatorFunctionWrapHandler) -> Ready | None:
    # A backend that calls its counters otherwise still tells which codes can be collected.
    without = {**entry, "counter": None} if isinstance(entry, dict) else entry
    for told in (entry, without):
        with suppress(ValidationError):
            found: Ready = read(told)
            return found
    return None


def _readable(entries: tuple[Ready | None, ...]) -> tuple[Ready, ...]:
    found = tuple(one for one in entries if one is not None)
    if len(found) < len(entries):
        log.warning("%d results that can be collected are not of the agreed form", len(entries) - len(found))
    return tuple({one.dossier: one for one in found}.values())  # each told once


def _counted(counts: Counts) -> Counts:
    if min(counts.model_dump().values()) < 0:
        raise ValueError("a count below 0")
    return counts


class Figures(Part):
    """The backend's own counts and the results that can be collected; one of these that is odd is left out alone."""

    as_of: Instant
    source: str
    counts: Annotated[Counts, AfterValidator(_counted)]
    ready: Annotated[tuple[Annotated[Ready, WrapValidator(_read_alone)], ...], AfterValidator(_readable)] = ()


class ProceduresPage(Part):
    """Procedures as the backend gave them, records of the national portal; `next` leads to more of the same answer."""

    as_of: Instant
    source: str = Field(max_length=200)
    procedures: list[Any]
    next: str | None = Field(default=None, max_length=200)


class Changes(Part):
    """Dossiers that changed, as the backend gave them, the codes of those that are no more, and the mark to ask with
    next. What is odd is read and left out one by one."""

    as_of: Instant
    changes: list[Any] = Field(default_factory=list, max_length=MOST_CHANGES)
    gone: tuple[Annotated[str, Field(max_length=64)], ...] = Field(default=(), max_length=MOST_CHANGES)
    next: str = Field(min_length=1, max_length=200)


class AgencyList(Part):
    """The backend's agencies, as it gave them; what is odd is read and left out one by one."""

    as_of: Instant
    source: str = Field(max_length=200)
    agencies: list[Any]


class Backend(Protocol):
    """One backend; methods block at most a time-out and may be called from several threads.

    Unreachable is for what has no answer now and may have one later. Nothing else is raised, whatever is answered.
    """

    def find(self, code: str, check: str | None) -> Looked | None:
        """Return the dossier `code`, None where the backend has none; raises Unreachable.

        `holder_masked` (never a whole name) and `steps` (empty where none are known) stand in it only where `check` is
        the code on the receipt; with another or none the answer is the same without them.
        """

    def results(self) -> Figures | None:
        """Return the backend's figures, None where it has no such call; raises Unreachable."""

    def procedures(self, since: datetime | None, page: str | None) -> ProceduresPage | None:
        """Return procedures changed at or after `since`, all where it is None; None where the backend has no such call.

        `page` is the `next` of the answer before. Raises Unreachable, and Rejected where that `page` is no more.
        """

    def changes(self, cursor: str | None, wait_s: float) -> Changes | None:
        """Return what changed after `cursor`, waiting up to `wait_s` seconds for something; None: no such call.

        `cursor` is the `next` of the answer before; with None nothing is told but the `next` of this moment. Each
        dossier is told as everyone may see it. Raises Unreachable, and Rejected where `cursor` is no more.
        """

    def agencies(self) -> AgencyList | None:
        """Return the agencies whose dossiers are looked up here, with the names and codes that they had before; None
        where the backend has no such call. Raises Unreachable.
        """

    def send(self, entries: Sequence[dict[str, Any]]) -> int:
        """Send journal entries in order, none to ask only; return the last `seq` the backend holds.

        Raises Unreachable, Failed where the backend fell over it, and Rejected where an entry cannot be taken as it is.
        """

    def report(self, reports: Sequence[dict[str, Any]]) -> int | None:
        """Send reports on devices, none to ask only; return how many of them were new, None where it has no such call.

        One that is held already, by its `id`, is not taken again. Raises what `send` does.
        """


@runtime_checkable
class HandsOver(Protocol):
    """A backend whose entries may go another way than questions do: that they are taken tells nothing of answers."""

    hands_over: bool


def hands_over(backend: Backend) -> bool:
    """Tell whether the entries of `backend` go another way than questions do."""
    return isinstance(backend, HandsOver) and backend.hands_over
