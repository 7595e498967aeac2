"""What one rating counts as: its face, reasons and indices, or nothing but a doubtful face."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lobby.contract.rating import HIGHEST_INDEX, STAFF_INDICES, Index

# Each is followed by what it is about: face:5:4 (of five faces the fourth), index:attitude:2, staff:9.
FACE, DOUBTFUL, DOUBT = "face", "doubtful", "doubt"
GIVEN, REASON, INDEX, STAFF = "by", "reason", "index", "staff"
# A rating from before scales were told.
OLD_SCALE = 5
_INDICES = frozenset(index.value for index in Index)


def counts_of(data: Mapping[str, Any]) -> Iterator[str]:
    """Return what the data of a `rating.submitted` entry counts as; a doubtful one counts nowhere else."""
    face = f"{data.get('scale') or OLD_SCALE}:{data['score']}"
    doubts = data.get("doubts") or ()
    if doubts:
        yield f"{DOUBTFUL}:{face}"
        yield from (f"{DOUBT}:{doubt}" for doubt in sorted(set(doubts)))
        return
    yield f"{FACE}:{face}"
    if data.get("by"):
        yield f"{GIVEN}:{data['by']}"
    yield from (f"{REASON}:{reason}" for reason in sorted(set(data.get("reasons") or ())))
    yield from _indices(data.get("criteria") or {})


def _indices(criteria: Mapping[str, int]) -> Iterator[str]:
    given = {name: score for name, score in criteria.items() if name in _INDICES and 0 <= score <= HIGHEST_INDEX}
    yield from (f"{INDEX}:{name}:{score}" for name, score in given.items())
    if all(index in given for index in STAFF_INDICES):
        yield f"{STAFF}:{sum(given[index] for index in STAFF_INDICES)}"
