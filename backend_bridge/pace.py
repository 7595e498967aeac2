"""Pure rules of pace: how often a device may ask, how long to wait between tries."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_DEVICES_AT_MOST = 500


@dataclass
class _Bucket:
    level: float
    at: float


class Pace:
    """Lets each key through `most` times in `within_s` seconds, with as many at once after that long a rest."""

    def __init__(self, most: int, within_s: float = 60.0) -> None:
        self._most = most
        self._within_s = within_s
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def lets(self, key: str, now: float) -> bool:
        """Tell whether `key` may go on at `now` (seconds of a clock that never runs backwards), and count it."""
        let = self.has(key, now)
        if let:
            self._buckets[key].level -= 1
        return let

    def has(self, key: str, now: float) -> bool:
        """Tell whether `key` might go on at `now`, without counting it."""
        bucket = self._buckets.setdefault(key, _Bucket(float(self._most), now))
        self._buckets.move_to_end(key)
        if len(self._buckets) > _DEVICES_AT_MOST:
            self._buckets.popitem(last=False)
        bucket.level = min(self._most, bucket.level + (now - bucket.at) * self._most / self._within_s)
        bucket.at = now
        return bucket.level >= 1


class Backoff:
    """Waits longer after each failure, spread by `chance` (0..1) so that many sites do not knock at once."""

    def __init__(self, least_s: float, most_s: float, chance: Callable[[], float]) -> None:
        self._least_s = least_s
        self._most_s = most_s
        self._chance = chance
        self._failures = 0

    def failed(self) -> float:
        """Count a failure; return how many seconds to wait: half of the bound for sure, half by chance."""
        bound = min(self._most_s, self._least_s * 2.0 ** min(self._failures, 30))
        self._failures += 1
        return bound * (0.5 + 0.5 * self._chance())

    def good(self) -> None:
        """Forget the failures."""
        self._failures = 0
