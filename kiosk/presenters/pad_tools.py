"""The switches in the header of a page that is touched: how the citizen wants the screen, and in which language."""

from __future__ import annotations

from kiosk.presenters import pad_words as words
from kiosk.presenters.comfort import Choices
from kiosk.presenters.pad_views import Tool
from kiosk.presenters.wording import Tongue


def tools_of(chosen: Choices, speaks: bool, tongue: Tongue) -> tuple[Tool, ...]:
    """Return them from left to right; `speaks` is whether this device can read aloud."""
    say, offer = tongue.say, tongue.offer
    tools = [
        Tool("comfort:big", say(words.BIG), chosen.big),
        Tool("comfort:contrast", say(words.CONTRAST), chosen.contrast),
    ]
    if speaks:
        tools.append(Tool("comfort:aloud", say(words.ALOUD), chosen.aloud))
    if offer is not None:
        tools.append(Tool("language", offer))
    return tuple(tools)
