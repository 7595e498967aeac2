"""What a site settles about a lookup kiosk, and what the kiosk knows of who would answer it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.presenters.leads import Leads
from kiosk.presenters.scene import DispenserRules
from kiosk.presenters.syllables import Style
from kiosk.presenters.wording import VIETNAMESE
from lobby.contract.dossiers import CODE_PATTERN


@dataclass(frozen=True)
class LookupRules:
    """When a citizen's page is forgotten, how long before is warned, who can be asked instead, where numbers lead.

    Twenty seconds to ask for more time is what WCAG 2.2.1 gives people who read slowly. `hotline` is a telephone
    number, `sms` the number that a short message with the dossier's code goes to. With `shows` nobody touches: a scan
    is answered large, for `forget_after_s` seconds. `hours_en` are the hours for who reads another language than
    Vietnamese; without them `hours` stand there too. Left alone for `attract_after_s` seconds the kiosk shows what
    stands at the office's door; never where it is None.
    """

    site_hosts: tuple[str, ...] = ()
    code_pattern: str = CODE_PATTERN
    forget_after_s: float = 30.0
    warn_before_s: float = 20.0
    attract_after_s: float | None = None
    hours: tuple[str, ...] = ()
    hours_en: tuple[str, ...] = ()
    hotline: str | None = None
    sms: str | None = None
    shows: bool = False
    numbers: DispenserRules = field(default_factory=DispenserRules)
    handled_fields: frozenset[str] = frozenset()
    tones: Style = Style.OLD

    def hours_in(self, language: str) -> tuple[str, ...]:
        """Return the office's hours for who reads `language`."""
        return self.hours if language == VIETNAMESE else self.hours_en or self.hours

    def handles(self, leads: Leads) -> frozenset[str]:
        """Return the fields of procedures that this office takes: those named here, else those that receipts are led
        by; none where nothing says so, and then the office's level alone decides."""
        return self.handled_fields or frozenset(leads.fields)

    def opens(self, check: str | None) -> str | None:
        """Return the check code that may be asked with: none where everyone in the room reads the answer."""
        return None if self.shows else check


@dataclass(frozen=True)
class Reached:
    """Who can be asked: anybody at all, the hub for numbers, the bridge for dossiers."""

    linked: bool = False
    hub: bool = False
    bridge: bool = False
