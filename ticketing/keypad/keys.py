"""Decides what a key of a counter's keypad asks of the hub; pure, time and ids are handed in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from lobby.contract.requests import (
    CounterClose,
    CounterFinish,
    CounterNext,
    CounterNoShow,
    CounterOpen,
    CounterPause,
    CounterRecall,
    CounterRequest,
    CounterResume,
    CounterServe,
)
from lobby.contract.states import CounterPhase

GUARD_S = 0.4


class Action(StrEnum):
    """What a key does; `PAUSE` and `OPEN` turn back what they did when pressed again."""

    NEXT = "next"
    RECALL = "recall"
    SERVE = "serve"
    FINISH = "finish"
    NO_SHOW = "no-show"
    PAUSE = "pause"
    OPEN = "open"


DEFAULT_KEYS: Mapping[str, Action] = {
    "KEY_KPENTER": Action.NEXT,
    "KEY_KPPLUS": Action.RECALL,
    "KEY_KPASTERISK": Action.SERVE,
    "KEY_KPSLASH": Action.FINISH,
    "KEY_KPMINUS": Action.NO_SHOW,
    "KEY_KPDOT": Action.PAUSE,
    "KEY_KP0": Action.OPEN,
}

_PLAIN: Mapping[Action, type[CounterRequest]] = {
    Action.NEXT: CounterNext,
    Action.RECALL: CounterRecall,
    Action.SERVE: CounterServe,
    Action.FINISH: CounterFinish,
    Action.NO_SHOW: CounterNoShow,
}


class Keys:
    """One counter's keys. A key is named as the kernel names it (`KEY_KPENTER`) or by its action (`next`)."""

    def __init__(self, counter: str, keymap: Mapping[str, Action]) -> None:
        self._counter = counter
        self._keymap = {**keymap, **{action.value: action for action in Action}}
        self._pressed: dict[Action, float] = {}

    def press(self, key: str, now: float, phase: CounterPhase | None, request_id: str) -> CounterRequest | None:
        """Return what pressing `key` asks for, None where it means nothing or is the bounce of a press.

        `now` is in seconds that never run backwards; `phase` is how the counter stands, None where that is not known.
        """
        action = self._keymap.get(key)
        if action is None or now - self._pressed.get(action, -GUARD_S) < GUARD_S:
            return None
        self._pressed[action] = now
        return self._verb(action, phase)(id=request_id, counter=self._counter)

    @staticmethod
    def _verb(action: Action, phase: CounterPhase | None) -> type[CounterRequest]:
        if action is Action.PAUSE:
            return CounterResume if phase is CounterPhase.PAUSED else CounterPause
        if action is Action.OPEN:
            return CounterOpen if phase in (None, CounterPhase.CLOSED) else CounterClose
        return _PLAIN[action]
