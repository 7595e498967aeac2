"""What one camera sees: since when, and whether it is still there."""

from __future__ import annotations


class Sightings:
    """Pure: times are monotonic seconds. What was not seen for `within_s` seconds is forgotten."""

    def __init__(self, within_s: float) -> None:
        self._within_s = within_s
        self._seen: dict[str, tuple[float, float]] = {}

    def see(self, one: str, at: float) -> float:
        """Take that `one` is seen at `at`; returns since when it is there."""
        self._forget(at)
        since, _ = self._seen.get(one, (at, at))
        self._seen[one] = since, at
        return since

    def has(self, one: str, at: float) -> bool:
        """Tell whether `one` is still there at `at`."""
        self._forget(at)
        return one in self._seen

    def keep(self, at: float) -> None:
        """What was seen last is still there at `at`, without being seen again."""
        self._forget(at)
        self._seen = {one: (since, at) for one, (since, _) in self._seen.items()}

    def clear(self) -> None:
        """Nothing is there any more."""
        self._seen.clear()

    def _forget(self, at: float) -> None:
        self._seen = {one: times for one, times in self._seen.items() if at - times[1] < self._within_s}
