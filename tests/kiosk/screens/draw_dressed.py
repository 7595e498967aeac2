"""A program for the comfort tests: draws every page of every touch program in each look and prints what stands where.

Arguments: sizes with a look's letters (b big, c contrast, l low), as `1280x800:bcl,800x480:bc`, a folder for Kivy, and,
to look at pages of the first size, a folder for pictures and a part of the names wanted. One JSON a line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import draw_lookup_pages as lookup  # type: ignore[import-not-found]
import draw_pages as others  # type: ignore[import-not-found]
import drawn_once  # type: ignore[import-not-found]

from kiosk.languages.catalogue import translator
from kiosk.languages.folders import find_languages
from kiosk.presenters.comfort import Choices, Comfort
from kiosk.presenters.comfort_words import DOOR
from kiosk.presenters.language_choice import LanguagePage
from kiosk.presenters.procedures.paging import measure_of
from kiosk.presenters.wording import Say, as_written
from kiosk.screens import lookup_pages, window
from kiosk.screens.dressed import Dressed, draw_dressed, look_of
from kiosk.screens.pieces import Target, Words
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from lobby.look.tokens import tokens
from lobby.settings.device import ScreenSettings

MANY = ("Tiếng Việt", "English", "Thái", "Hmoob", "Jrai", "Bahnar", "Ê-đê")


def say_of(name: str) -> Say:
    return translator("en") if name.endswith("en") else as_written


def pages(choices: Choices) -> Iterator[tuple[str, Any, Any, Any]]:
    """Yield name, view, what stands over it, and how to draw it."""
    for chapter in lookup.PAGES:
        if chapter is lookup.show_pages:
            continue  # nobody touches there
        for language in lookup.LANGUAGES:
            for name, body in chapter(language):
                yield name, lookup_pages.LookupShown(lookup.HEADER, body), None, lookup_pages.draw
    first = lookup_pages.LookupShown(lookup.HEADER, lookup.Kiosk("vi").page("")[1])
    comfort = Comfort(choices, True, 30)
    for language in lookup.LANGUAGES:
        yield f"comfort {language}", first, comfort.view(say_of(language)), lookup_pages.draw
    for count in (3, len(MANY)):
        named = tuple((f"language:{place}", name, place == 1) for place, name in enumerate(MANY[:count]))
        yield f"{count} languages vi", first, LanguagePage("Chọn ngôn ngữ", named, "Quay lại"), lookup_pages.draw
    of_dispenser = (others.dispenser_pages_of, others.offline_pages_of, others.choosing_pages_of)
    for chapter in (*of_dispenser, others.receipt_pages_of):
        for name, shown, draw in chapter():
            yield name, shown, None, draw


def main(looks: list[tuple[tuple[int, int], str]], state: Path, pictures: Path | None, wanted: str) -> None:
    (width, height), _ = looks[0]
    window.configure(ScreenSettings(width=width, height=height, fullscreen=False), "pages", state)
    drawn_once.measure_once()
    assert find_languages()
    for size, letters in looks:
        draw_at(size, letters, pictures, wanted)


def draw_at(size: tuple[int, int], letters: str, pictures: Path | None, wanted: str) -> None:
    from kiosk.screens.stage import Stage  # noqa: PLC0415 (Kivy is settled first)

    stage = Stage(tokens(), size[1], lambda name: None)
    choices = Choices("b" in letters, "c" in letters, "l" in letters, "a" in letters)
    lookup.procedure_pages.Guided.measure = measure_of(*size, choices.big or choices.low)
    for name, body, over, draw in pages(choices):
        if wanted not in name:
            continue
        shown = Dressed(body, over, choices, say_of(name)(DOOR), None)
        look = look_of(shown)
        sheet = Sheet(Theme(look.tokens, *size, look.big))
        told = draw_dressed(shown, sheet, draw)
        if told.controls:
            sheet.ring(next(one.box for one in sheet.pieces if isinstance(one, Target)))
        stage.dress(look)
        stage.show(sheet.pieces)
        line = {
            "size": size,
            "look": letters,
            "name": name,
            **stage.report(),
            "sizes": [(piece.text, one.fitted.size) for piece, one in stage._drawn.items() if isinstance(piece, Words)],
            "read": told.texts,
            "controls": [(one.name, one.whole) for one in told.controls],
        }
        print(json.dumps(line), flush=True)  # noqa: T201
        if pictures is not None:
            picture = f"{size[0]}x{size[1]} {letters} {name}.png".replace(" ", "_")
            lookup.keep(stage, pictures / picture, look.tokens)


if __name__ == "__main__":
    sizes, letters = zip(*(one.split(":") for one in sys.argv[1].split(",")), strict=True)
    main(
        list(zip(drawn_once.sizes_of(",".join(sizes)), letters, strict=True)),
        Path(sys.argv[2]),
        Path(sys.argv[3]) if len(sys.argv) > 3 else None,
        sys.argv[4] if len(sys.argv) > 4 else "",
    )
