"""What a device told of each call, and what it tells again because broker or hub were away and did not hear it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lobby.contract.calls import Shown, ShownAs
from lobby.contract.states import CounterState, Presented

HEARD_WITHIN_S = 6.0
"""Seconds in which the hub's count has a word that came: a longer wait is its silence."""
AGAIN_S = 1.0
REMEMBERED = 200


@dataclass(frozen=True)
class _Word:
    """What was told of a call last: whether it went out, when, and how long until it is told again."""

    shown: Shown
    sent: bool
    at: float
    wait_s: float = HEARD_WITHIN_S


class Told:
    """Pure; for one thread at a time, and `now` is monotonic seconds. `counts_as` is what this device's success is
    called: the hub counts that once, however often it is told, and a failure not at all."""

    def __init__(self, counts_as: ShownAs) -> None:
        self._counts_as = counts_as
        self._words: OrderedDict[str, _Word] = OrderedDict()

    def of(self, call_id: str) -> ShownAs | None:
        """Return what was told of a call last; None where nothing was."""
        word = self._words.get(call_id)
        return None if word is None else word.shown.as_

    def tell(self, shown: Shown, sent: bool, now: float) -> None:
        """Take that a call was told of; `sent` is whether the word is under way."""
        self._words[shown.call_id] = _Word(shown, sent, now)
        if len(self._words) > REMEMBERED:
            self._words.popitem(last=False)

    def tell_again(self, shown: Shown, sent: bool, now: float) -> None:
        """Take that what was `due` was told once more: where that went out too, the next wait is twice as long."""
        known = self._words[shown.call_id]
        twice = known.sent and sent
        self._words[shown.call_id] = _Word(shown, sent, now, 2 * known.wait_s if twice else known.wait_s)

    def due(self, counters: Iterable[CounterState], now: float) -> list[Shown]:
        """Return what is to be told again, oldest first: what did not go out, and what the `counters`' newest pictures
        do not have."""
        unheard = {state.call_id for state in counters if not self._heard(state.presented)}
        return [word.shown for word in self._words.values() if self._is_due(word, unheard, now)]

    def _is_due(self, word: _Word, unheard: Collection[str | None], now: float) -> bool:
        if not word.sent:
            return now - word.at >= AGAIN_S
        counts = word.shown.as_ is self._counts_as and word.shown.call_id in unheard
        return counts and now - word.at >= word.wait_s

    def _heard(self, presented: Presented) -> bool:
        return bool(presented.displayed if self._counts_as is ShownAs.DISPLAYED else presented.spoken)
