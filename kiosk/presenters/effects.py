"""What a presenter wants done outside: a question asked, a slip printed, something kept or forgotten."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.presenters.procedures.wishes import Wish
from lobby.contract.requests import Request
from lobby.contract.slips import PrintDossier, PrintProcedure, PrintTicket


@dataclass(frozen=True)
class Ask:
    """Ask the hub or the bridge; whoever asked is told the answer, or that none came."""

    request: Request


@dataclass(frozen=True)
class Tell:
    """Have the hub hear `request` some time, over restarts too; what was kept under `closes` is over with it."""

    request: Request
    closes: str | None = None


@dataclass(frozen=True)
class Drop:
    """What was kept under this id is over."""

    kept: str


@dataclass(frozen=True)
class Draft:
    """A ticket to be given from this dispenser's leased numbers."""

    service: str
    priority: str | None = None
    dossier: str | None = None
    lang: str | None = None


@dataclass(frozen=True)
class Print:
    """Give the print service the slip of `ticket` in the field `service`; `closes` is the question it came from."""

    job: PrintTicket
    ticket: str
    service: str
    closes: str | None = None


@dataclass(frozen=True)
class Slip:
    """Give the print service a slip that belongs to no ticket."""

    job: PrintDossier | PrintProcedure


@dataclass(frozen=True)
class Consult:
    """Ask the catalogue of procedures; only the newest question of a kind counts."""

    wish: Wish


Effect = Ask | Tell | Drop | Draft | Print | Slip | Consult
