"""The hub's settings: the office, its fields and counters, which device has which role, and the rules of the queue."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from lobby.contract.base import CounterId, DeviceId, ServiceId
from lobby.contract.roles import Role
from lobby.settings.device import DeviceSettings
from lobby.settings.load import SettingsError, Strict
from ticketing.engine.site import AtEnd, Profile
from ticketing.hub.backups import BackupWatchSettings
from ticketing.hub.fitting import misfits
from ticketing.hub.hours_settings import FieldHours, HoursSettings
from ticketing.hub.rating_settings import LenientRating, RatingSettings
from ticketing.hub.rules_settings import RulesSettings
from ticketing.journal.settings import JournalSettings
from ticketing.notices.settings import NoticesSettings
from ticketing.reports.settings import ReportsSettings


class OfficeSettings(Strict):
    """The office as people read it: its name, where it is, its telephone number.

    `sms` is the number that answers short messages (`lobby sms`); boards, kiosks left alone and tickets' pages tell it.
    """

    name: str
    place: str
    hotline: str | None = None
    sms: str | None = Field(default=None, min_length=3, max_length=24, pattern=r"^[0-9 .+-]+$")


class ServiceSettings(Strict):
    """A field: numbers are `prefix` and at least `digits` digits from `first` to `last`; `typical_s` seconds a person.

    The rest is as in `engine.site.Service`; without `leased_from` a long series keeps its end for dispensers that lose
    the hub (`hub.site.leased_from`).
    """

    id: ServiceId
    name: str = Field(min_length=1, max_length=120)
    prefix: str = Field(default="", max_length=4, pattern=r"^[A-ZĐ]*$")
    digits: int = Field(default=3, ge=1, le=6)
    first: int = Field(default=1, ge=0, le=9999)
    last: int = Field(default=999, ge=1, le=9999)
    at_end: AtEnd = AtEnd.WRAP
    goes_on: bool = False
    quota: int | None = Field(default=None, ge=1, le=10_000)
    leased_from: int | None = Field(default=None, ge=0, le=9999)
    open: bool = True
    closed_reason: str | None = None
    typical_s: int = Field(default=300, ge=10, le=7200)
    hours: FieldHours | None = None
    collects: bool = False
    backend_fields: tuple[str, ...] = ()

    @property
    def span(self) -> int:
        """How many numbers the series has."""
        return self.last - self.first + 1


class CounterSettings(Strict):
    """A counter, the fields it serves, and how it chooses among them."""

    id: CounterId
    name: str = Field(min_length=1, max_length=60)
    number: int = Field(ge=1, le=99)
    services: tuple[ServiceId, ...] = ()
    profile: Profile = Profile.LONGEST


class DeviceEntry(Strict):
    """A device that may ask the hub; one with a `counter` may act at that counter alone."""

    id: DeviceId
    role: Role
    counter: CounterId | None = None


class WebSettings(Strict):
    """Where the hub's pages are served; `public_url` is how a citizen's phone reaches them."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None


class HubSettings(DeviceSettings):
    """The hub's settings file; `pages` holds a table for each web page mounted beside the desk.

    Without `hours` the site is open at any time.
    """

    office: OfficeSettings
    services: tuple[ServiceSettings, ...] = Field(min_length=1)
    counters: tuple[CounterSettings, ...] = Field(min_length=1)
    devices: tuple[DeviceEntry, ...] = ()
    rules: RulesSettings = RulesSettings()
    rating: LenientRating = RatingSettings()
    hours: HoursSettings | None = None
    notices: NoticesSettings = NoticesSettings()
    journal: JournalSettings = JournalSettings()
    backup: BackupWatchSettings | None = None
    reports: ReportsSettings = ReportsSettings()
    web: WebSettings = WebSettings()
    pages: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> HubSettings:
        # SettingsError passes through pydantic as it is, so the keeper reads these sentences and no dump of the file.
        wrong = list(misfits(self))
        if wrong:
            raise SettingsError("Cấu hình hub có chỗ không khớp nhau:\n" + "\n".join(f"  - {line}" for line in wrong))
        return self
