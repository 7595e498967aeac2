"""Reads the gettext catalogues beside it, without a compile step, into translate functions."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


def translator(language: str) -> Callable[[str], str]:
    """Return the function that says a Vietnamese sentence in `language` (`en`); raises OSError without a catalogue.

    The catalogue is read with the first sentence, which is long after a screen's first page.
    """
    (HERE / f"{language}.po").stat()
    return lambda sentence: _catalogue(language).gettext(sentence)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 (a tenth of the way to the first page)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with (HERE / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
