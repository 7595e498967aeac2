"""Turns the design tokens into sizes for one window: scaled, with least sizes that fingers and eyes need."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lobby.look.tokens import Tokens, tokens

FULL_HD = (1920, 1080)
_UPRIGHT = 0.8
_BIG = 1.5
_LINE = 1.6


@dataclass(frozen=True)
class Look:
    """How a page is to look: big text, high contrast, and the font of a language for letters of its own."""

    big: bool = False
    contrast: bool = False
    font: Path | None = None

    @property
    def tokens(self) -> Tokens:
        """The design tokens in this look's colours."""
        return tokens().in_high_contrast() if self.contrast else tokens()


@dataclass(frozen=True)
class Theme:
    """Sizes in px of a window of `width` x `height`; `big` text is larger wherever it has room."""

    tokens: Tokens
    width: int
    height: int
    big: bool = False

    @property
    def upright(self) -> bool:
        """Whether the screen is higher than wide."""
        return self.height > self.width

    @property
    def scale(self) -> float:
        """How large things are beside a full-HD screen; upright, two columns stand in half its width."""
        if self.upright:
            return _UPRIGHT * min(self.height / FULL_HD[0], self.width / FULL_HD[1])
        return min(self.height / FULL_HD[1], self.width / FULL_HD[0])

    def px(self, length: float) -> float:
        """Return a full-HD length, scaled."""
        return length * self.scale

    def size(self, token: str) -> float:
        """Return a size token, scaled."""
        return self.px(self.tokens.size[token])

    @property
    def touch(self) -> float:
        """The height of a touch target, never below what a finger needs."""
        return max(self.size("touch"), self.tokens.size["touch_least"])

    def text(self, token: str) -> float:
        """Return a text size, never below the least."""
        return max(self.size(token), self.least) * (_BIG if self.big else 1)

    def lines(self, count: int) -> float:
        """Return how high `count` lines of the least text are, on an upright screen; on others 0: height is scarce."""
        return self.least * _LINE * count if self.upright else 0

    @property
    def least(self) -> float:
        """The least text size: the token's, or 20 px of full HD where that is more."""
        return max(self.tokens.size["least"], self.px(20))
