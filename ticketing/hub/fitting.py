"""What does not fit together in the hub's settings, each in a Vietnamese sentence that names its key."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from lobby.contract.roles import Role
from ticketing.hub.hours_of import field_hours, too_short

if TYPE_CHECKING:
    from ticketing.hub.settings import HubSettings, ServiceSettings


def misfits(settings: HubSettings) -> Iterator[str]:
    """Return a sentence for each thing in `settings` that contradicts another."""
    yield from _repeats(settings)
    yield from _unknown_names(settings)
    for service in settings.services:
        yield from _series(service)
    for first, second in combinations(settings.services, 2):
        yield from _clashes(first, second)
    yield from _receipts(settings)
    yield from _hours(settings)


def _repeats(settings: HubSettings) -> Iterator[str]:
    for key, ids in (
        ("services", [service.id for service in settings.services]),
        ("counters", [counter.id for counter in settings.counters]),
        ("devices", [device.id for device in settings.devices]),
        ("counters.number", [str(counter.number) for counter in settings.counters]),
    ):
        for twice in _twice(ids):
            yield f"«{key}»: «{twice}» có hai lần; mỗi mã chỉ được dùng một lần"


def _twice(names: list[str]) -> list[str]:
    return sorted({one for one in names if names.count(one) > 1})


def _unknown_names(settings: HubSettings) -> Iterator[str]:
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


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"; có phải «{near[0]}»?" if near else ""


def _series(service: ServiceSettings) -> Iterator[str]:
    here = f"lĩnh vực «{service.id}»"
    if service.first > service.last:
        yield f"{here}: «first» {service.first} lớn hơn «last» {service.last}"
        return
    if service.leased_from is not None and not service.first < service.leased_from <= service.last:
        yield f"{here}: «leased_from» {service.leased_from} phải nằm sau «first» {service.first} và trong dãy số"
    if service.quota is not None and service.quota > service.span:
        yield f"{here}: «quota» {service.quota} lớn hơn dãy số, chỉ có {service.span} số"


def _clashes(first: ServiceSettings, second: ServiceSettings) -> Iterator[str]:
    # Also where the digits differ: A007 and A0007 are one number to whoever hears them called.
    if first.prefix == second.prefix and first.first <= second.last and second.first <= first.last:
        yield f"lĩnh vực «{second.id}» và «{first.id}»: hai dãy số trùng nhau; hãy đổi «prefix», «first» hoặc «last»"


def _receipts(settings: HubSettings) -> Iterator[str]:
    for twice in _twice([field for service in settings.services for field in service.backend_fields]):
        yield f"«backend_fields»: «{twice}» có ở hai lĩnh vực; giấy biên nhận chỉ đi về một nơi"
    collecting = [f"«{service.id}»" for service in settings.services if service.collects]
    if len(collecting) > 1:
        yield f"«collects»: chỉ một lĩnh vực trả kết quả, đang có {', '.join(collecting)}"


def _hours(settings: HubSettings) -> Iterator[str]:
    if settings.hours is not None:
        yield from (f"«hours»: {wrong}" for wrong in too_short(settings.hours))
    for service in settings.services:
        if service.hours is not None:
            whole = field_hours(settings.hours, service.hours)
            yield from (f"lĩnh vực «{service.id}», «hours»: {wrong}" for wrong in too_short(whole))
