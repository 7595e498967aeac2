"""What a site settles about a pad."""

from __future__ import annotations

from dataclasses import dataclass

from lobby.contract.rating import Levels


@dataclass(frozen=True)
class PadRules:
    """`levels` where the hub gives no form; `panel` is how many faces the buttons beside the screen have, which then
    holds for all; without `touch` the screen is for the eyes alone. Left alone for `notices_after_s` (0: never) it
    shows notices."""

    levels: Levels = 5
    panel: Levels | None = None
    touch: bool = True
    notices_after_s: float = 60.0
