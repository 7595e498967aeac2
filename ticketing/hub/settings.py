"""The hub's settings: the office, its fields and counters, which device has which role, and the rules of the queue."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, model_validator

from lobby.contract.base import CounterId, DeviceId, ServiceId
from lobby.contract.notices import Notice
from lobby.contract.roles import Role
from lobby.settings.device import DeviceSettings
from lobby.settings.load import SettingsError, Strict

PRIORITY_CLASSES = ("elderly", "disabled", "pregnant", "small-child", "merit", "far-away")


class OfficeSettings(Strict):
    """The office as people read it: its name, where it is, and its telephone number."""

    name: str
    place: str
    hotline: str | None = None


class ServiceSettings(Strict):
    """A field: numbers are `prefix` and at least three digits from `first` to `last`; `typical_s` seconds a person."""

    id: ServiceId
    name: str = Field(min_length=1, max_length=120)
    prefix: str = Field(default="", max_length=4, pattern=r"^[A-ZĐ]*$")
    first: int = Field(default=1, ge=0, le=9999)
    last: int = Field(default=999, ge=1, le=9999)
    open: bool = True
    closed_reason: str | None = None
    typical_s: int = Field(default=300, ge=10, le=7200)


class CounterSettings(Strict):
    """A counter and the fields it serves."""

    id: CounterId
    name: str = Field(min_length=1, max_length=60)
    number: int = Field(ge=1, le=99)
    services: tuple[ServiceId, ...] = ()


class DeviceEntry(Strict):
    """A device that may ask the hub; one with a `counter` may act at that counter alone."""

    id: DeviceId
    role: Role
    counter: CounterId | None = None


class RulesSettings(Strict):
    """How the queue is run; a rating stands open for `rating_open_s` seconds.

    A device may ask `requests_per_s` times a second for long and `requests_burst` times at once.
    """

    requests_per_s: int = Field(default=50, ge=1, le=1000)
    requests_burst: int = Field(default=500, ge=1, le=10000)
    rating_open_s: int = Field(default=60, ge=5, le=3600)
    priorities: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,31}$")], ...] = PRIORITY_CLASSES


class NoticesSettings(Strict):
    """What boards show between calls."""

    playlist: tuple[Notice, ...] = ()
    ticker: tuple[str, ...] = ()


class WebSettings(Strict):
    """Where the hub's pages are served; `public_url` is how a citizen's phone reaches them."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None


class HubSettings(DeviceSettings):
    """The hub's settings file; `pages` holds a table for each web page mounted beside the desk."""

    office: OfficeSettings
    services: tuple[ServiceSettings, ...] = Field(min_length=1)
    counters: tuple[CounterSettings, ...] = Field(min_length=1)
    devices: tuple[DeviceEntry, ...] = ()
    rules: RulesSettings = RulesSettings()
    notices: NoticesSettings = NoticesSettings()
    web: WebSettings = WebSettings()
    pages: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> HubSettings:
        # SettingsError passes through pydantic as it is, so the keeper reads these sentences and no dump of the file.
        wrong = [*_repeats(self), *_unknown_names(self), *_ranges(self)]
        if wrong:
            raise SettingsError("Cấu hình hub có chỗ không khớp nhau:\n" + "\n".join(f"  - {line}" for line in wrong))
        return self


def _repeats(settings: HubSettings) -> Iterable[str]:
    for key, ids in (
        ("services", [service.id for service in settings.services]),
        ("counters", [counter.id for counter in settings.counters]),
        ("devices", [device.id for device in settings.devices]),
        ("counters.number", [str(counter.number) for counter in settings.counters]),
    ):
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            yield f"«{key}»: «{twice}» có hai lần; mỗi mã chỉ được dùng một lần"


def _unknown_names(settings: HubSettings) -> Iterable[str]:
    services = [service.id for service in settings.services]
    counters = [counter.id for counter in settings.counters]
    for counter in settings.counters:
        for service in counter.services:
            if service not in services:
                yield f"quầy «{counter.id}»: không có lĩnh vực «{service}»{_nearest(service, services)}"
    for device in settings.devices:
        if device.counter is not None and device.counter not in counters:
            yield f"thiết bị «{device.id}»: không có quầy «{device.counter}»{_nearest(device.counter, counters)}"
        if device.counter is None and device.role is Role.PAD:
            yield f"thiết bị «{device.id}»: bảng đánh giá phải có mục «counter»"


def _ranges(settings: HubSettings) -> Iterable[str]:
    for place, service in enumerate(settings.services):
        if service.first > service.last:
            yield f"lĩnh vực «{service.id}»: «first» {service.first} lớn hơn «last» {service.last}"
        for other in settings.services[:place]:
            if service.prefix == other.prefix and service.first <= other.last and other.first <= service.last:
                yield f"lĩnh vực «{service.id}» và «{other.id}»: hai dãy số trùng nhau; hãy đổi «prefix»"


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; có phải «{near[0]}»?" if near else ""
