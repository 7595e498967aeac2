"""Reads the gettext catalogues beside it, without a compile step, into translate functions."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).parent


def translator(language: str) -> Callable[[str], str]:
    """Return the function that says a Vietnamese sentence in `language` (`en`); raises OSError without a catalogue."""
    with (HERE / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled).gettext
