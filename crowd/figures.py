"""A day's figures by field: as the people saw them, and as journal entries tell them, to be held side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

KINDS = {
    "ticket.issued": "issued",
    "ticket.called": "called",
    "ticket.recalled": "recalled",
    "ticket.served": "served",
    "ticket.no_show": "missed",
    "ticket.parked": "parked",
    "ticket.transferred": "moved",
    "ticket.cancelled": "cancelled",
    "ticket.expired": "expired",
    "rating.submitted": "rated",
}
WHAT = tuple(KINDS.values())


@dataclass
class Figures:
    """How often each thing happened in each field, and how long each ticket waited for its first call, in seconds."""

    happened: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    waits: dict[str, float] = field(default_factory=dict)

    def note(self, what: str, ticket: Mapping[str, Any], service: str | None = None) -> None:
        """Count `what` for a ticket as the wire shows it; `service` where it has just left that field."""
        self.happened[service or ticket["service"], what, ticket["ticket"]] += 1
        if what == "called" and ticket["ticket"] not in self.waits:
            self.waits[ticket["ticket"]] = _seconds(ticket["issued_at"], ticket["called_at"])

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """How often each thing happened in each field."""
        counts: Counter[tuple[str, str]] = Counter()
        for (service, what, _ticket), number in self.happened.items():
            counts[service, what] += number
        return counts

    def of(self, tickets: Collection[str]) -> Figures:
        """Return the figures of `tickets` alone."""
        happened = Counter({key: number for key, number in self.happened.items() if key[2] in tickets})
        return Figures(happened, {ticket: wait for ticket, wait in self.waits.items() if ticket in tickets})

    def count(self, what: str, service: str | None = None) -> int:
        """Return how often `what` happened, in one field or in all."""
        return sum(
            number for (one, kind, _ticket), number in self.happened.items() if kind == what and service in (None, one)
        )

    def services(self) -> list[str]:
        """Return the fields in which anything happened."""
        return sorted({service for service, _, _ in self.happened})

    def mean_wait_s(self) -> float:
        """Return the mean wait for the first call; 0 where nobody was called."""
        return sum(self.waits.values()) / len(self.waits) if self.waits else 0.0


def of_journal(entries: Iterable[Mapping[str, Any]], tickets: Collection[str]) -> Figures:
    """Return the figures that journal entries tell of `tickets`."""
    figures = Figures()
    for entry in entries:
        ticket, what = entry.get("ticket"), KINDS.get(entry["kind"])
        if what is not None and ticket is not None and ticket["ticket"] in tickets:
            figures.note(what, ticket, entry.get("data", {}).get("from_service"))
    return figures


def differences(seen: Figures, journal: Figures) -> list[str]:
    """Return in words where two figures of one day differ; empty where they agree."""
    here, there = seen.counts, journal.counts
    found = [
        f"{service} {what}: {here[service, what]} / {there[service, what]}"
        for service, what in sorted({*here, *there})
        if here[service, what] != there[service, what]
    ]
    waits = {key for key in {*seen.waits, *journal.waits} if seen.waits.get(key) != journal.waits.get(key)}
    return [*found, *([f"waits: {len(waits)}"] if waits else [])]


def _seconds(since: str | datetime, until: str | datetime) -> float:
    return (_moment(until) - _moment(since)).total_seconds()


def _moment(value: str | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
