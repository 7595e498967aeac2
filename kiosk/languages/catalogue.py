"""Reads a language's gettext catalogues, without a compile step, into translate functions."""

from __future__ import annotations

import logging
import string
from collections.abc import Callable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

log = logging.getLogger(__name__)


def translator(language: str, folder: Path | None = None) -> Callable[[str], str]:
    """Return the function that says a Vietnamese sentence in `language`, from the `.po` files of its `folder`.

    The folder is the product's own (`en`) where none is given; raises OSError where it has no catalogue. They are
    read with the first sentence, which is long after a screen's first page.
    """
    place = folder or HERE / language
    if not any(place.glob("*.po")):
        raise FileNotFoundError(f"no catalogue in {place}")
    return lambda sentence: _kept(place).get(sentence, sentence)


def sentences(folder: Path) -> dict[str, str]:
    """Return what a folder's catalogues translate: each Vietnamese sentence and its translation.

    A translation whose places to fill are not those of its sentence is told to the log and left out. Raises OSError
    and ValueError, or what Babel meets, where a file cannot be read.
    """
    from babel.messages.pofile import read_po  # noqa: PLC0415 (a tenth of the way to the first page)

    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as source:
            # Babel knows no rules for some languages of the country; plurals are not used.
            catalogue = read_po(source, locale=None)
        for message in catalogue:
            if not (message.id and isinstance(message.id, str) and isinstance(message.string, str)):
                continue
            if not message.string or message.fuzzy:
                continue
            if _places(message.string) == _places(message.id):
                found[message.id] = message.string
            else:
                log.error("%s, line %s: a translation with other places to fill is left out", path, message.lineno)
    return found


_kept = cache(sentences)


def _places(text: str) -> set[tuple[str, str | None, str | None]] | None:
    """Return the places that `text` has to fill, with how they are to be filled; None where it cannot be filled."""
    try:
        return {(name, form, turned) for _, name, form, turned in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return None
