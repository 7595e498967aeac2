"""What the tests need of a backend: filled, troubled, asked what it took; each adapter to be proven brings one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from backend_bridge.adapters.backend import Backend
from lobby.contract.dossiers import Counts, Dossier


class Trouble(StrEnum):
    """What can befall a backend."""

    AWAY = "away"
    """Nobody answers: the machine is off, the folder or the file is not there."""
    SLOW = "slow"
    """It answers after longer than the adapter's time-out."""
    FAILING = "failing"
    """It answers that it failed."""
    CUT = "cut"
    """The line breaks in the middle of an answer."""
    WRONG = "wrong"
    """What it answers or exports is not of the agreed form."""
    REJECTS = "rejects"
    """It cannot take what is sent, and would say so again."""
    FALLS_OVER = "falls_over"
    """It fails over what is sent, and answers lookups well."""


NEEDED = frozenset({Trouble.AWAY, Trouble.WRONG})
"""Troubles that befall every backend, so that each stand must know how to make them."""


class Held(NamedTuple):
    """A dossier as an office holds it: with all details, the holder's whole name, the code on the receipt."""

    dossier: Dossier
    holder: str
    check: str


class Stand(Protocol):
    """A backend of one's own, and the adapter to be proven, which is set to reach it."""

    troubles: Collection[Trouble]
    """Those that `trouble` can make; NEEDED at least."""

    def open(self) -> Backend:
        """Return the adapter, newly made from its settings as after a restart of the bridge."""

    def put(self, held: Sequence[Held]) -> None:
        """Let the backend hold these dossiers and no others; the later of two with one code counts."""

    def counts(self) -> Counts | None:
        """Return what the backend says of itself now, None where it says nothing of the kind."""

    def procedures(self) -> Collection[str] | None:
        """Return the codes of the backend's procedures, None where it gives none."""

    def agencies(self) -> Collection[str] | None:
        """Return the codes of the backend's agencies, None where it gives none."""

    def taken(self) -> list[dict[str, Any]]:
        """Return the journal entries that the backend has taken, as it holds them."""

    def reported(self) -> list[dict[str, Any]] | None:
        """Return the reports on devices that the backend has taken, None where it takes none."""

    def trouble(self, kind: Trouble | None) -> None:
        """Let this befall the backend from now on, None for nothing any more."""

    def close(self) -> None:
        """End what was started."""
