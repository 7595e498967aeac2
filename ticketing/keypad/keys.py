"""Decides what a key of a counter's keypad asks of the hub; pure, time and ids are handed in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from lobby.contract.requests import (
    CounterCall,
    CounterClose,
    CounterFinish,
    CounterHelp,
    CounterHush,
    CounterNext,
    CounterNoShow,
    CounterOpen,
    CounterPark,
    CounterPause,
    CounterRecall,
    CounterRequest,
    CounterResume,
    CounterServe,
    CounterUndo,
)
from lobby.contract.states import CounterPhase
from ticketing.keypad.numbers import Numbers

GUARD_S = 0.3
# A second "next" ends the citizen of the first: what comes within a second is the same press.
NEXT_GUARD_S = 1.0
RECALL_WAIT_S = 10.0


class Action(StrEnum):
    """What a key does; `PAUSE` and `OPEN` turn back what they did when pressed again.

    `HELP` never turns back: a keypad does not know whether a colleague ended the call before, and one pressed in need
    must not take back what is gone already; `HELP_END` ends it. So it is with `HUSH` and `HUSH_END`.
    """

    NEXT = "next"
    RECALL = "recall"
    SERVE = "serve"
    FINISH = "finish"
    NO_SHOW = "no-show"
    PARK = "park"
    SUPPLEMENT = "supplement"
    PAUSE = "pause"
    OPEN = "open"
    UNDO = "undo"
    HELP = "help"
    HELP_END = "help-end"
    HUSH = "hush"
    HUSH_END = "hush-end"


DEFAULT_KEYS: Mapping[str, Action] = {
    "KEY_KPENTER": Action.NEXT,
    "KEY_KPPLUS": Action.RECALL,
    "KEY_KPASTERISK": Action.SERVE,
    "KEY_KPSLASH": Action.FINISH,
    "KEY_KPMINUS": Action.NO_SHOW,
    "KEY_KPDOT": Action.PAUSE,
    "KEY_KP0": Action.OPEN,
    "KEY_BACKSPACE": Action.UNDO,
    "KEY_ESC": Action.HELP,
}

_PLAIN: Mapping[Action, tuple[type[CounterRequest], Mapping[str, Any]]] = {
    Action.NEXT: (CounterNext, {}),
    Action.RECALL: (CounterRecall, {}),
    Action.SERVE: (CounterServe, {}),
    Action.FINISH: (CounterFinish, {}),
    Action.NO_SHOW: (CounterNoShow, {}),
    Action.PARK: (CounterPark, {"reason": "Khác"}),
    Action.SUPPLEMENT: (CounterPark, {"reason": "Bổ sung hồ sơ", "supplement": True}),
    Action.UNDO: (CounterUndo, {}),
    Action.HELP: (CounterHelp, {"active": True}),
    Action.HELP_END: (CounterHelp, {"active": False}),
    Action.HUSH: (CounterHush, {"active": True}),
    Action.HUSH_END: (CounterHush, {"active": False}),
}


class Keys:
    """One counter's keys. A key is named as the kernel names it (`KEY_KPENTER`) or by its action (`next`).

    Digits before "next" make it call that number; `numbers` knows what they mean.
    """

    def __init__(
        self,
        counter: str,
        keymap: Mapping[str, Action],
        numbers: Numbers | None = None,
        recall_wait_s: float = RECALL_WAIT_S,
    ) -> None:
        self._counter = counter
        self._keymap = {**keymap, **{action.value: action for action in Action}}
        self._numbers = numbers or Numbers()
        self._guards = {Action.NEXT: NEXT_GUARD_S, Action.RECALL: recall_wait_s}
        self._pressed: dict[Action, float] = {}

    def press(self, key: str, now: float, phase: CounterPhase | None, request_id: str) -> CounterRequest | None:
        """Return what pressing `key` asks for, None where it means nothing or is the bounce of a press.

        `now` is in seconds that never run backwards; `phase` is how the counter stands, None where that is not known.
        """
        action = self._keymap.get(key)
        if self._numbers.takes(key, now, free=action is None) or action is None:
            return None
        guard = self._guards.get(action, GUARD_S)
        if now - self._pressed.get(action, -guard) < guard:
            return None
        self._pressed[action] = now
        number = self._numbers.typed(now)
        if action is Action.NEXT:
            self._pressed.pop(Action.RECALL, None)
        if action is Action.NEXT and number is not None:
            return CounterCall(id=request_id, counter=self._counter, number=number)
        kind, fields = self._verb(action, phase)
        return kind(id=request_id, counter=self._counter, **fields)

    @staticmethod
    def _verb(action: Action, phase: CounterPhase | None) -> tuple[type[CounterRequest], Mapping[str, Any]]:
        if action is Action.PAUSE:
            return (CounterResume if phase is CounterPhase.PAUSED else CounterPause), {}
        if action is Action.OPEN:
            return (CounterOpen if phase in (None, CounterPhase.CLOSED) else CounterClose), {}
        return _PLAIN[action]
