"""A program's page as one citizen wants it: larger, clearer, lower, with a focus, or the choices themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from kiosk.presenters.comfort import Choices, ComfortPage
from kiosk.presenters.language_choice import LanguagePage
from kiosk.presenters.wording import Header
from kiosk.screens.comfort_page import draw_comfort, draw_languages
from kiosk.screens.lowering import draw_low
from kiosk.screens.order import Reading, reading
from kiosk.screens.pieces import Target
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Look


class Headed(Protocol):
    """A program's own view: a page below its header."""

    @property
    def header(self) -> Header:
        """The office's band."""

    @property
    def page(self) -> str:
        """The page's name."""

    @property
    def visit(self) -> int:
        """Another for each scan: the same page may be the next citizen's."""

    @property
    def closing(self) -> bool:
        """Whether the page says that it will go."""

    @property
    def own(self) -> bool:
        """Whether something of a citizen's dossier stands on it."""


V = TypeVar("V", bound=Headed)


@dataclass(frozen=True)
class Dressed(Generic[V]):
    """`body` is the program's own view, `over` stands in its place; `door` is on the button to the choices."""

    body: V
    over: ComfortPage | LanguagePage | None
    choices: Choices
    door: str | None
    focus: str | None
    font: Path | None = None

    @property
    def page(self) -> str:
        return self.body.page if self.over is None else self.over.page

    @property
    def own(self) -> bool:
        """Whether something of a citizen's dossier stands on it."""
        return self.over is None and self.body.own


def look_of(shown: Dressed[Any]) -> Look:
    """Return how a page is to look."""
    return Look(shown.choices.big, shown.choices.contrast, shown.font)


def draw_dressed(shown: Dressed[V], sheet: Sheet, draw: Callable[[V, Sheet], None]) -> Reading:
    """Lay the page out, the program's own by `draw`; returns what it says and what can be pressed on it."""
    sheet.comfort = shown.door if shown.over is None else None

    def whole(on: Sheet) -> None:
        if shown.over is None:
            draw(shown.body, on)
            return
        room = on.header(shown.body.header, None)
        if isinstance(shown.over, ComfortPage):
            draw_comfort(shown.over, on, room)
        else:
            draw_languages(shown.over, on, room)

    if shown.choices.low:
        draw_low(whole, sheet)
    else:
        whole(sheet)
    told = reading(sheet.pieces, sheet.whole, sheet.band, sheet.keys.box if sheet.keys is not None else None)
    focused = next((one for one in sheet.pieces if isinstance(one, Target) and one.name == shown.focus), None)
    if focused is not None:
        sheet.ring(focused.box)
    return told
