"""A notice as the keeper made it, when it is on, and how boards are told of it: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.notices import Notice, NoticeKind

SECONDS = (5, 120)
"""The least and the most that a text or a picture stands."""
USUAL_SECONDS = 12


class Standing(StrEnum):
    """Whether boards show an item now, and why not."""

    ON_AIR = "on_air"
    RESTING = "resting"
    EARLY = "early"
    OVER = "over"
    OFF = "off"


@dataclass(frozen=True)
class Plan:
    """When an item is shown: whole days `first` to `last`, hours of the day (`07:30`), ISO weekdays (none: every day).

    `seconds` is how long a text or a picture stands each time.
    """

    first: date | None = None
    last: date | None = None
    hours_from: str | None = None
    hours_until: str | None = None
    weekdays: tuple[int, ...] = ()
    seconds: int = USUAL_SECONDS


@dataclass(frozen=True)
class Media:
    """A picture or video on the shelf: its file `name`, bytes, pixels, and the seconds a video lasts."""

    name: str
    size: int
    width: int
    height: int
    seconds: int = 0


@dataclass(frozen=True)
class Item:
    """One item of the keeper's playlist; of a picture or video `text` says what it is."""

    id: str
    kind: NoticeKind
    text: str
    plan: Plan
    media: Media | None = None
    on: bool = True


def notice_of(item: Item) -> Notice:
    """Return what boards are told of an item."""
    plan, media = item.plan, item.media
    is_video = item.kind is NoticeKind.VIDEO and media is not None
    return Notice.model_validate(
        {
            "kind": item.kind,
            "text": item.text or None,
            "url": None if media is None else f"/notices/{media.name}",
            "from": None if plan.first is None else _midnight(plan.first),
            "until": None if plan.last is None else _midnight(plan.last + timedelta(days=1)),
            "hours_from": plan.hours_from,
            "hours_until": plan.hours_until,
            "weekdays": plan.weekdays or None,
            "seconds": media.seconds if is_video and media is not None else plan.seconds,
            "size": None if media is None else media.size,
        }
    )


def standing(item: Item, now: datetime) -> Standing:
    """Tell how `item` stands at `now`; boards judge the same by themselves."""
    here, plan = now.astimezone(OFFICE_ZONE), item.plan
    if not item.on:
        return Standing.OFF
    if plan.last is not None and here.date() > plan.last:
        return Standing.OVER
    if plan.first is not None and here.date() < plan.first:
        return Standing.EARLY
    if plan.weekdays and here.isoweekday() not in plan.weekdays:
        return Standing.RESTING
    return Standing.ON_AIR if _in_hours(plan, here.time()) else Standing.RESTING


def _in_hours(plan: Plan, at: time) -> bool:
    begins, ends = plan.hours_from or "00:00", plan.hours_until or "24:00"
    now = f"{at:%H:%M}"
    return begins <= now < ends if begins < ends else now >= begins or now < ends


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OFFICE_ZONE)
