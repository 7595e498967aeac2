"""What a modem must do for the telephone, whatever it is reached through; twin of one on a serial line: `at_twin`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Trouble(StrEnum):
    """What keeps a modem from its work; also the code of the fault."""

    NO_MODEM = "sms_no_modem"
    SILENT = "sms_modem_silent"
    NO_SIM = "sms_no_sim"
    PIN_WANTED = "sms_pin_wanted"
    PIN_WRONG = "sms_pin_wrong"
    SIM_LOCKED = "sms_sim_locked"
    NO_NETWORK = "sms_no_network"


class ModemFault(Exception):
    """The modem cannot be used now; `doubtful` where a message was handed to it and may have gone out or not."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}" if detail else trouble)
        self.trouble = trouble
        self.doubtful = False


class NotSent(Exception):
    """The network or the modem refused a message: it has certainly not gone out."""


@dataclass(frozen=True)
class Arrived:
    """A message in the modem's memory at `place`; `key` is the same for the same message and no other.

    `number` is as the network gives it, `part` counts from 1 in a long message. A message that cannot be read has
    neither number nor text.
    """

    place: str
    key: str
    number: str = ""
    text: str = ""
    sent_at: datetime | None = None
    part: int = 1


@dataclass(frozen=True)
class Radio:
    """How the modem hears the network: `bars` 0 to 5, None where it cannot tell."""

    registered: bool
    bars: int | None = None


class Modem(Protocol):
    """One thread uses it. Every call may raise ModemFault, after which only `close`, `reset` and `open` are of use."""

    def open(self) -> None:
        """Make it ready: open its line, unlock the SIM."""

    def close(self) -> None:
        """Let go of it; no harm where it is not open."""

    def reset(self) -> None:
        """Begin anew with one that hangs; `open` comes after it. Raises nothing."""

    def radio(self) -> Radio:
        """Return how the network is heard."""

    def inbox(self) -> Sequence[Arrived]:
        """Return the messages in its memory, oldest first."""

    def drop(self, place: str) -> None:
        """Take a message out of its memory."""

    def send(self, number: str, text: str, key: str) -> None:
        """Send a message of at most 160 plain letters to an international number; raises NotSent.

        `key` is the message's own, the same when it is tried again.
        """
