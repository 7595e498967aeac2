"""Of the codes that one camera sees, which is meant: a dossier's, whatever else is printed or lies beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kiosk.presenters.codes import DossierCode
from kiosk.scanners.reading import Reads
from kiosk.scanners.sightings import Sightings
from kiosk.scanners.zxing import Found

SAME_PAPER_S = 3.0
"""Seconds after a dossier code was seen for which another code is taken for one beside it, and for which papers come
together: of those that do not, the newer is meant."""

AWAITED_S = 0.4
"""Seconds for which a dossier's code is waited for beside another that was read first."""


class Beside:
    """Pure: times are monotonic seconds. `reads` tells a dossier code from any other text."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._dossier_at = float("-inf")
        self._dossiers = Sightings(SAME_PAPER_S)
        self._ignored = Sightings(SAME_PAPER_S)
        self._others = Sightings(SAME_PAPER_S)

    def is_dossier(self, found: Found) -> bool:
        """Tell whether `found` is a dossier code."""
        return isinstance(self._reads(found.text), DossierCode)

    def choose(self, found: Sequence[Found], wide: int, high: int, at: float) -> Found | None:
        """Return the code meant in a frame of `wide` times `high` pixels, None where there is none.

        Of two dossiers it is the one that came later, of two that came together the one nearer the middle, of two codes
        of one dossier the one that says more. A code of another kind is meant only where no dossier's was seen just
        before, nor within a moment; one that was ignored stays so while it goes on being seen.
        """
        dossiers = [(one, read) for one in found if isinstance(read := self._reads(one.text), DossierCode)]
        if dossiers:
            self._dossier_at = at
        others = [one for one in found if all(one is not dossier for dossier, _ in dossiers)]
        fresh = [one for one in others if not self._lies_beside(one.text, at)]
        if not dossiers:
            waited = [one for one in fresh if at - self._others.see(one.text, at) >= AWAITED_S]
            return waited[0] if waited else None
        _, meant = min(self._newest(dossiers, at), key=lambda one: _off_middle(one[0], wide, high))
        same = [one for one in dossiers if one[1].code == meant.code]
        return max(same, key=lambda one: one[1].check is not None)[0]

    def keep(self, at: float) -> None:
        """What was seen last is still there at `at`, without being read again."""
        if at - self._dossier_at < SAME_PAPER_S:
            self._dossier_at = at
        for seen in (self._dossiers, self._ignored, self._others):
            seen.keep(at)

    def lift(self) -> None:
        """Nothing is there any more: what comes next is new."""
        self._dossier_at = float("-inf")
        for seen in (self._dossiers, self._ignored, self._others):
            seen.clear()

    def _newest(self, dossiers: list[tuple[Found, DossierCode]], at: float) -> list[tuple[Found, DossierCode]]:
        """Return those of the papers that came last: what lay there before them was forgotten."""
        since = [self._dossiers.see(read.code, at) for _, read in dossiers]
        return [one for one, came in zip(dossiers, since, strict=True) if max(since) - came < SAME_PAPER_S]

    def _lies_beside(self, text: str, at: float) -> bool:
        beside = self._ignored.has(text, at) or at - self._dossier_at < SAME_PAPER_S
        if beside:
            self._ignored.see(text, at)
        return beside


def _off_middle(code: Found, wide: int, high: int) -> float:
    if not code.outline:
        return 0.0
    x, y = (sum(axis) / len(axis) for axis in zip(*code.outline, strict=True))
    return math.hypot(x - wide / 2, y - high / 2)
