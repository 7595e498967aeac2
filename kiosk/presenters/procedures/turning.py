"""Which of several pages is shown, and the words of the buttons that turn them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from kiosk.presenters.procedures.views import Turning
from kiosk.presenters.wording import Say

T = TypeVar("T")


def rows_of(rows: Sequence[T], a_page: int, turned: int) -> tuple[Sequence[T], int]:
    """Return the rows of the page `turned` to (the last, where there are not so many), and which page that is."""
    at = min(turned, max(0, -(-len(rows) // a_page) - 1))
    return rows[at * a_page : (at + 1) * a_page], at


def turning(turned: int, rows: int, a_page: int, say: Say) -> Turning:
    """Return the buttons that turn pages of `a_page` rows; none where all stand on one."""
    pages = -(-rows // a_page)
    if pages < 2:
        return Turning()
    return Turning(
        say("Trước") if turned else None,
        say("Trang {page}/{pages}").format(page=turned + 1, pages=pages),
        say("Tiếp") if turned + 1 < pages else None,
    )
