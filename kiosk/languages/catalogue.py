"""Reads a language's gettext catalogues, without a compile step, into translate functions."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def translator(language: str, folder: Path | None = None) -> Callable[[str], str]:
    """Return the function that says a Vietnamese sentence in `language`, from the `.po` files of its `folder`.

    The folder is the product's own (`en`) where none is given; raises OSError where it has no catalogue. They are
    read with the first sentence, which is long after a screen's first page.
    """
    place = folder or HERE / language
    if not any(place.glob("*.po")):
        raise FileNotFoundError(f"no catalogue in {place}")
    return lambda sentence: _catalogue(language, place).gettext(sentence)


@cache
def _catalogue(language: str, folder: Path) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 (a tenth of the way to the first page)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    whole = gettext.NullTranslations()
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as source:
            # Babel knows no rules for some languages of the country; plurals are not used.
            catalogue = read_po(source, locale=None)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        one = gettext.GNUTranslations(compiled)
        one.add_fallback(whole)
        whole = one
    return whole


def sentences(folder: Path) -> dict[str, str]:
    """Return what a folder's catalogues translate: each Vietnamese sentence and its translation."""
    from babel.messages.pofile import read_po  # noqa: PLC0415

    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale=None):
                if message.id and isinstance(message.id, str) and isinstance(message.string, str):
                    found[message.id] = message.string
    return found
