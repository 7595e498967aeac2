"""What aids need of the touch program that they stand before."""

from __future__ import annotations

from typing import Protocol, TypeVar

from kiosk.presenters.wording import Tongue
from kiosk.screens.dressed import Headed

S_co = TypeVar("S_co", bound=Headed, covariant=True)


class Aided(Protocol[S_co]):
    """A touch program."""

    @property
    def tongue(self) -> Tongue:
        """The language it speaks."""

    def view(self) -> S_co:
        """Return the page to show now."""

    def drawn(self, page: str) -> None:
        """Take that the screen drew `page`."""

    def touch(self, name: str, at: float, by_key: bool = False) -> None:
        """Take a touch of a target, or its press `by_key` of a keypad."""

    def attends(self, now: float) -> None:
        """Take that somebody is there: being read to, or choosing."""
