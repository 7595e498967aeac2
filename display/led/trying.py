"""Shows a test on each board, for whoever has just wired them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from display.led.driver import Unshowable
from display.led.line import BoardLost
from display.led.wiring import Place
from display.model.led import LedView

_SENTENCE = "Bảng LED chạy thử: Quầy số 8"
_LOOK_S = 4.0
_STEP_S = 0.1


def try_out(places: Sequence[Place], light: int, pause: Callable[[float], None] = time.sleep) -> tuple[list[str], bool]:
    """Show a sentence, then each board's own place as a number; return what is told of each, and whether all took it.

    `light` is in per cent; `pause` waits the seconds in which somebody looks.
    """
    sentence = LedView(text=_SENTENCE)
    numbers = [LedView(f"A{nth:03d}", "8", place="Quầy số 8") for nth in range(1, len(places) + 1)]
    wrong = _show([(place, sentence) for place in places], light, pause)
    wrong = _show(list(zip(places, numbers, strict=True)), light, pause) | wrong
    done = "{name}: đã gửi số {number} và quầy 8; hãy xem bảng hiện đúng không."
    sentences = [
        _blamed(place.name, wrong[place.code])
        if place.code in wrong
        else done.format(name=place.name, number=view.number)
        for place, view in zip(places, numbers, strict=True)
    ]
    return sentences, not wrong


def _show(shown: Sequence[tuple[Place, LedView]], light: int, pause: Callable[[float], None]) -> dict[str, str]:
    """Show each view once, those that move for as long as somebody looks; return what went wrong by board."""
    wrong: dict[str, str] = {}
    for step in range(round(_LOOK_S / _STEP_S)):
        for place, view in shown:
            if place.code in wrong or (step and place.driver.refresh_s > _STEP_S):
                continue
            try:
                place.driver.show(view, light, step * _STEP_S)
            except (BoardLost, Unshowable) as fault:
                wrong[place.code] = str(fault)
        if len(wrong) < len(shown):
            pause(_STEP_S)
    return wrong


def _blamed(name: str, said: str) -> str:
    return said if said.startswith(name) else f"{name}: {said}"
