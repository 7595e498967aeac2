"""What is the same on every slip of a site: who issues it and how wide the paper is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dots = Literal[384, 576]

WIDE: Dots = 576  # 80 mm paper, 72 mm printed at 203 dpi
_LEAST_TYPE = 20  # 2.5 mm at 203 dpi: below it the marks of Vietnamese letters run together


@dataclass(frozen=True)
class SlipStyle:
    """Names as people read them; `dots` is 576 for 80 mm paper, 384 for 58 mm; `sms` is the number that answers short
    messages."""

    office: str
    place: str
    hotline: str | None = None
    dots: Dots = WIDE
    sms: str | None = None

    @property
    def margin(self) -> int:
        """Dots left free at each side."""
        return self.scaled(16)

    @property
    def width(self) -> int:
        """Dots between the margins."""
        return self.dots - 2 * self.margin

    def scaled(self, dots: int) -> int:
        """Return a length given for 80 mm paper as it is on this paper."""
        return round(dots * self.dots / WIDE)

    def type(self, size: int) -> int:
        """Return a type size given for 80 mm paper as it is on this paper, still readable."""
        return max(_LEAST_TYPE, self.scaled(size))
