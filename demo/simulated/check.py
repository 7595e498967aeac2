"""Holds the day's figures as people saw them beside those of the journal, as the office's software received it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

import requests

from crowd.figures import Figures, differences, of_journal
from demo.site import SERVICES, SITE

_NAMES = {key: name for key, name, _ in SERVICES}
_COLUMNS = {
    "issued": "cấp số",
    "called": "gọi",
    "served": "xong",
    "missed": "vắng",
    "parked": "gác",
    "moved": "chuyển đi",
    "expired": "hết hạn",
    "rated": "đánh giá",
}


@dataclass(frozen=True)
class Checked:
    """What a day's check found: the journal's figures, where they differ, and how many tickets others took by hand."""

    journal: Figures
    differing: list[str]
    entries: int
    gaps: int
    by_hand: int

    @property
    def agrees(self) -> bool:
        """Whether the journal tells exactly what people saw, without a gap."""
        return not self.differing and not self.gaps and self.entries > 0


def journal_of(backend: str, token: str, after: int) -> list[dict[str, object]]:
    """Return the journal entries after `after` that the backend holds, in order."""
    entries: list[dict[str, object]] = []
    while True:
        answer = requests.get(
            f"{backend}/sandbox/events",
            params={"site": SITE, "after": str(after)},
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        )
        answer.raise_for_status()
        page = answer.json()["events"]
        if not page:
            return entries
        entries += page
        after = int(page[-1]["seq"])


def check(seen: Figures, tickets: Collection[str], entries: list[dict[str, object]]) -> Checked:
    """Compare what people saw of their `tickets` with the journal's `entries`.

    Officers also call and serve whoever took a number by hand: nobody of the day holds those, so they count on neither
    side.
    """
    journal = of_journal(entries, tickets)
    seqs = [int(str(entry["seq"])) for entry in entries]
    gaps = sum(1 for first, then in pairwise(seqs) if then != first + 1)
    issued = [entry["ticket"] for entry in entries if entry["kind"] == "ticket.issued"]
    by_hand = sum(1 for ticket in issued if isinstance(ticket, dict) and ticket["ticket"] not in tickets)
    return Checked(journal, differences(seen.of(tickets), journal), len(entries), gaps, by_hand)


def closed(entries: list[dict[str, object]]) -> Counter[str] | None:
    """Return the day's totals as the hub wrote them when it closed the day; None where it is open."""
    found = [entry["data"] for entry in entries if entry["kind"] == "day.closed"]
    if not found:
        return None
    assert isinstance(found[0], dict)
    totals: Counter[str] = Counter()
    for counts in found[0]["services"].values():
        totals.update(counts)
    return totals


def table(seen: Figures) -> list[str]:
    """Return the day's figures by field, one line each; who is sent on counts where they leave, as in the journal's
    own figures."""
    lines = [f"{'':28}" + "".join(f"{name:>10}" for name in _COLUMNS.values())]
    for service in seen.services():
        row = "".join(f"{seen.count(what, service):>10}" for what in _COLUMNS)
        lines.append(f"{_NAMES.get(service, service):28}" + row)
    lines.append(f"{'Cả ngày':28}" + "".join(f"{seen.count(what):>10}" for what in _COLUMNS))
    return lines
