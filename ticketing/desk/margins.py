"""What stands at the margins of the work screen: the act that may be undone, who calls for help, the counter's day."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from ticketing.desk.words import UNDONE, UNDONE_OTHERWISE
from ticketing.hub.door import CounterDay, HelpCall, Undoable


class Undo(TypedDict):
    """The last act in words, and for how many more seconds it may be taken back."""

    words: str
    seconds: float


class Help(TypedDict):
    """A counter that has called for help for `seconds`; `own` where it is the officer's."""

    counter: str
    name: str
    own: bool
    seconds: float


class Figure(TypedDict):
    """One figure of the counter's day."""

    name: str
    value: str


def undo_of(undoable: Undoable | None, now: datetime) -> Undo | None:
    """Return what may be taken back at `now`; None where nothing may."""
    left = 0.0 if undoable is None else (undoable.until - now).total_seconds()
    if undoable is None or left <= 0:
        return None
    words = UNDONE.get(undoable.kind, UNDONE_OTHERWISE).format(number=undoable.number)
    return Undo(words=words, seconds=round(left, 1))


def helps_of(helps: Sequence[HelpCall], counter: str, now: datetime) -> list[Help]:
    """Return who calls for help, the officer's own counter last."""
    calls = [
        Help(
            counter=call.counter,
            name=call.counter_name,
            own=call.counter == counter,
            seconds=round(max(0.0, (now - call.since).total_seconds()), 1),
        )
        for call in helps
    ]
    return sorted(calls, key=lambda call: call["own"])


def day_of(day: CounterDay) -> list[Figure]:
    """Return the figures of a counter's day, as few as tell an officer how it goes."""
    usual = _minutes(statistics.median(day.service_s)) if day.service_s else "–"
    return [
        Figure(name="Đã phục vụ", value=str(day.served)),
        Figure(name="Thường mất một lượt", value=usual),
        Figure(name="Vắng mặt", value=str(day.missed)),
        Figure(name="Để chờ", value=str(day.parked)),
    ]


def _minutes(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
