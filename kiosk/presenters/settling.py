"""Tells a touch or key that was meant for the page shown from one that went through to it: a double tap."""

from __future__ import annotations

from dataclasses import dataclass

SETTLES_S = 0.6
"""Seconds a page must have stood before the citizen's eyes; two taps of one double tap are closer than this."""


@dataclass
class Settling:
    """Pure: `at` is monotonic seconds, of a touch the moment the finger came down."""

    _page: str = ""
    _since: float = float("-inf")

    def drawn(self, page: str, at: float) -> None:
        """The screen drew `page`; a page drawn again goes on standing."""
        if page != self._page:
            self._page, self._since = page, max(self._since, at)

    def counts(self, page: str, at: float) -> bool:
        """Tell whether a touch of `page` was meant for it: it was drawn, and has stood long enough."""
        return page == self._page and at - self._since >= SETTLES_S

    def touched(self, at: float) -> None:
        """A touch counted; the next one soon after is its double."""
        self._since = max(self._since, at)


@dataclass
class Led:
    """Pure: tells a page that the citizen's own press led to from one that came by itself: of an answer or a scan."""

    own: bool = False
    _page: str = ""
    _to: str = ""

    def pressed(self, page: str) -> None:
        """A press counted or not, and `page` is what stands after it."""
        self._to = page

    def shown(self, page: str) -> None:
        """The screen shows `page`."""
        if page != self._page:
            self._page, self.own, self._to = page, page == self._to, ""
