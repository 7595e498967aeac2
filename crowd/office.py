"""The office that a simulated day happens in: its fields, its counters, its hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PRIORITIES = {
    "elderly": 0.06,
    "disabled": 0.01,
    "pregnant": 0.01,
    "small-child": 0.02,
    "merit": 0.01,
    "far-away": 0.02,
}


def at(hours: int, minutes: int = 0) -> float:
    """Return a time of day in seconds after midnight."""
    return (hours * 60 + minutes) * 60.0


@dataclass(frozen=True)
class Field:
    """A field: the `share` of citizens that come for it, and how long one is served: seconds on average, and the
    spread of their natural logarithm (service times are log-normal)."""

    id: str
    share: float
    mean_s: float
    spread: float


@dataclass(frozen=True)
class Hours:
    """When the office works, in seconds after midnight; citizens come from `doors` on, and no number is given in the
    last `last_ticket_s` before a break."""

    doors: float = at(7)
    opens: float = at(7, 30)
    lunch: float = at(11, 30)
    back: float = at(13, 30)
    closes: float = at(17)
    last_ticket_s: float = 900.0

    def take_numbers(self, moment: float) -> bool:
        """Tell whether citizens come in at `moment`."""
        morning = self.doors <= moment < self.lunch - self.last_ticket_s
        return morning or self.back - 900.0 <= moment < self.closes - self.last_ticket_s


@dataclass(frozen=True)
class Office:
    """Fields, the fields that each counter serves (in its order), the hours, and classes of priority with the share of
    citizens in each."""

    fields: Sequence[Field]
    counters: Mapping[str, tuple[str, ...]]
    hours: Hours = Hours()
    priorities: Mapping[str, float] = field(default_factory=lambda: PRIORITIES)


# The fields and counters of the demo's site; shares and times are invented, the loads are those of a busy ward.
FIELDS = (
    Field("ho-tich", 0.38, 290.0, 0.55),
    Field("dat-dai", 0.20, 520.0, 0.65),
    Field("lao-dong", 0.14, 400.0, 0.60),
    Field("kinh-doanh", 0.11, 460.0, 0.55),
    Field("tra-ket-qua", 0.17, 170.0, 0.45),
)
SEVEN = Office(
    FIELDS,
    {
        "quay-1": ("ho-tich",),
        "quay-2": ("ho-tich",),
        "quay-3": ("dat-dai",),
        "quay-4": ("dat-dai",),
        "quay-5": ("lao-dong",),
        "quay-6": ("kinh-doanh",),
        "quay-7": ("tra-ket-qua",),
    },
)
# The same office where counters help each other out.
SHARED = Office(
    FIELDS,
    {
        "quay-1": ("ho-tich",),
        "quay-2": ("ho-tich", "tra-ket-qua"),
        "quay-3": ("dat-dai",),
        "quay-4": ("dat-dai", "kinh-doanh"),
        "quay-5": ("lao-dong", "ho-tich"),
        "quay-6": ("kinh-doanh", "lao-dong"),
        "quay-7": ("tra-ket-qua",),
    },
)
