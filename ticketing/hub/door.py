"""The door through which the web pages in the hub's own process see and ask the hub."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from lobby.contract.devices import Health, Presence
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Reply
from lobby.contract.requests import PrintOutcome, Request
from lobby.contract.roles import Role
from lobby.contract.states import CounterState, QueueState
from lobby.contract.ticket import Ticket
from ticketing.hub.settings import HubSettings, OfficeSettings, ServiceSettings
from ticketing.notices.programme import Programme

if TYPE_CHECKING:
    from ticketing.hub.faces import Faces
    from ticketing.hub.phone_ratings import PhoneRatings
    from ticketing.hub.tablet_pads import TabletPads

DESK_DEVICE = "desk"
"""The device id under which the hub's own web pages ask; it has the role `desk` and is known without settings."""


@dataclass(frozen=True)
class DeviceSeen:
    """A device of this site as the hub last saw it; `presence` and `health` are None where it never spoke."""

    device: str
    role: Role
    counter: str | None = None
    presence: Presence | None = None
    health: Health | None = None


@dataclass(frozen=True)
class Standing:
    """A ticket of today with what only officers see: its slip, its misses, and when it comes back.

    `slip` is None where nothing was told of it yet; `supplement` says that its citizen fetches papers and is next when
    they are back; `lang` is the language in which it was taken.
    """

    ticket: Ticket
    slip: PrintOutcome | None = None
    slip_device: str | None = None
    misses: int = 0
    returns_at: datetime | None = None
    supplement: bool = False
    appointment: datetime | None = None
    offline: bool = False
    lang: str | None = None


@dataclass(frozen=True)
class Undoable:
    """The counter's last act, which may be taken back until `until`; `number` is the ticket it was about."""

    kind: EntryKind
    number: str
    until: datetime


@dataclass(frozen=True)
class HelpCall:
    """An officer at `counter` calls the colleagues for help, or let the loudspeakers fall silent."""

    counter: str
    counter_name: str
    officer: str | None
    since: datetime


@dataclass(frozen=True)
class CounterDay:
    """What a counter did today; `service_s` holds the seconds of each service, `wait_s` what its citizens waited."""

    served: int = 0
    missed: int = 0
    parked: int = 0
    transferred: int = 0
    service_s: tuple[float, ...] = ()
    wait_s: tuple[float, ...] = ()


class HubDoor(Protocol):
    """What the web pages may do; every method may be called from any thread."""

    @property
    def settings(self) -> HubSettings:
        """The settings in force now; what may change live is the newest, the rest as the hub was started with."""

    @property
    def office(self) -> OfficeSettings:
        """The office's names as people read them."""

    @property
    def services(self) -> tuple[ServiceSettings, ...]:
        """The fields of this site, in the settings' order."""

    @property
    def programme(self) -> Programme:
        """The keeper's notices, which boards show between calls."""

    @property
    def ratings(self) -> PhoneRatings:
        """The ratings that citizens give afterwards on their telephones."""

    @property
    def pads(self) -> TabletPads:
        """The tablets that rate by the hub's own page."""

    @property
    def faces(self) -> Faces:
        """Who officers are, as pads show them."""

    def handle(self, device: str, request: Request, officer: str | None = None) -> Reply:
        """Decide `request` and return its reply once it is durable; never raises for a refused request.

        The desk's pages ask as `DESK_DEVICE`, with the user name of the `officer` who is logged in.
        """

    def queues(self) -> list[QueueState]:
        """Return how each field stands, in the settings' order."""

    def counters(self) -> list[CounterState]:
        """Return how each counter stands, in the settings' order."""

    def waiting(self, counter: str) -> list[Ticket]:
        """Return the tickets that `counter` could call, in the order it would; empty for an unknown counter."""

    def aside(self, counter: str) -> list[Ticket]:
        """Return the tickets that `counter` may call again by number: parked, then no-shows of today, newest first."""

    def standing(self, ticket: str) -> Standing | None:
        """Return how a ticket of today stands, by its UUID; None where there is none."""

    def numbered(self, number: str) -> Standing | None:
        """Return how the ticket with `number` stands today; None where it was not given."""

    def unprinted(self) -> list[Standing]:
        """Return the tickets that wait and whose slip is not known to have come out, oldest first."""

    def undoable(self, counter: str) -> Undoable | None:
        """Return the act at `counter` that may be taken back now; None where none may."""

    def helps(self) -> list[HelpCall]:
        """Return who calls for help now, the longest first."""

    def hushed(self) -> HelpCall | None:
        """Return who let the loudspeakers fall silent; None where they speak."""

    def day_of(self, counter: str) -> CounterDay:
        """Return what `counter` did today."""

    def why(self, counter: str) -> str | None:
        """Return why the ticket in the counter's hand was called, in words an officer can tell; None without one."""

    def failed(self, counter: str) -> frozenset[str]:
        """Return the devices that told that they could not present the counter's newest call."""

    def devices(self) -> list[DeviceSeen]:
        """Return the site's devices in the settings' order, then those that spoke without being in the settings."""

    def doubted_clock(self) -> datetime | None:
        """Return the machine's date and time where they wait for the site's keeper to confirm them; else None."""

    def confirm_clock(self) -> None:
        """Take the keeper's word that the machine's date is right, which `clock_ahead` and `clock_unsure` wait for."""

    def read_restore(self) -> None:
        """Take the keeper's word that what `restored` says was read; the fault is over."""

    def serves(self) -> bool:
        """Tell whether a request would be decided soon: nothing has held the journal for seconds."""

    def changed(self, after: int, timeout_s: float) -> int:
        """Wait until the version is greater than `after`, at most `timeout_s` seconds; returns the version now.

        The version grows with every change of a queue, a counter or a device; it starts at 0 with each process.
        """
