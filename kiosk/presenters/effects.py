"""What a presenter wants done outside: a question asked, a slip printed."""

from __future__ import annotations

from dataclasses import dataclass

from lobby.contract.requests import Request
from lobby.contract.slips import PrintTicket


@dataclass(frozen=True)
class Ask:
    """Ask the hub or the bridge."""

    request: Request


@dataclass(frozen=True)
class Print:
    """Give the print service a slip."""

    job: PrintTicket


Effect = Ask | Print
