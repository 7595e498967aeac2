"""What the parts of the dispenser's presenter share: the visit, the fields, the language, the hub's absence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.presenters.dispenser_visit import At, Visit
from kiosk.presenters.fields import Fields
from kiosk.presenters.hub_words import HubSays
from kiosk.presenters.leads import Leads
from kiosk.presenters.outage import Outage
from kiosk.presenters.wording import Tongue
from lobby.contract.dossiers import CODE_PATTERN

_READ = frozenset(
    {At.WELCOME, At.CONFIRM, At.PRIORITY, At.FIELDS, At.PURPOSE, At.RECEIPT, At.TAKEN, At.REFUSED, At.HELD}
)


@dataclass(frozen=True)
class DispenserRules:
    """What a site settles: where tickets are followed, the fields' order and English names, the classes of priority
    offered, and where receipts lead: to the field that collects, or by what the backend calls a field.

    Where receipts lead is taken from the hub's settings too; what is said here wins.
    `finds` is whether this device may ask how a dossier stands; `scans` whether it has a scanner, `prints` a printer.
    """

    track_url_base: str | None = None
    order: tuple[str, ...] = ()
    names_en: Mapping[str, str] = field(default_factory=dict)
    priorities: tuple[str, ...] = ()
    site_hosts: tuple[str, ...] = ()
    code_pattern: str = CODE_PATTERN
    collect_service: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    finds: bool = False
    scans: bool = False
    prints: bool = True


@dataclass
class Scene:
    """One screen's state; `now` is monotonic seconds, `linked` whether the bus is reached, with or without the hub.

    `told` is where receipts lead by the hub's settings, `today` the office's day, None before it is known.
    """

    rules: DispenserRules
    tongue: Tongue
    fields: Fields
    new_id: Callable[[], str]
    outage: Outage = field(default_factory=Outage)
    visit: Visit = field(default_factory=Visit)
    linked: bool = False
    told: Leads = field(default_factory=Leads)
    today: date | None = None

    @property
    def leads(self) -> Leads:
        """Where receipts lead, by this device's own settings and by the hub's."""
        return self.told.below(Leads(self.rules.collect_service, self.rules.fields))

    def day_beside(self, fresh: bool) -> date | None:
        """Return the day that an old answer is to be read by; None beside one that is `fresh`."""
        return None if fresh else self.today

    def go_home(self, now: float) -> None:
        """Begin anew for the next citizen."""
        self.visit = Visit(since=now)
        self.tongue.home()

    def attends(self, now: float) -> None:
        """Somebody is there who does not touch now, but is read to: a page that would go by itself stays."""
        if self.visit.at in _READ:
            self.visit.since = now

    def gives(self, service: str, now: float) -> bool:
        """Tell whether a number of `service` can be given now, by the hub or from the lease."""
        if not self.fields.is_open(service):
            return False
        return self.fields.left.get(service, 0) > 0 if self.outage.lasts(now) else not self.outage.shown(now)

    def choose(self, service: str, now: float) -> None:
        """Go on to the page that asks for a number of `service`."""
        self.visit.service = service
        self.visit.go(At.CONFIRM, now)

    def refuse(self, says: HubSays, now: float) -> None:
        """Tell why no number is given."""
        self.visit.sentence, self.visit.original = says.text, says.original
        self.visit.go(At.REFUSED, now)
