"""What the keeper writes, put in order and measured: pure."""

from __future__ import annotations

from collections.abc import Iterable

from ticketing.notices import words
from ticketing.notices.words import NoticeError

LETTERS_AT_MOST = 500
NAME_AT_MOST = 120
LINES_AT_MOST = 20
LINE_AT_MOST = 300


def length_of(text: str) -> int:
    """Return how many letters a browser counts in `text`, to which a rare sign is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def text_of(given: str) -> str:
    """Return a notice's text, its lines kept; raises NoticeError where there is none or too much."""
    lines = [" ".join(line.split()) for line in given.replace("\r\n", "\n").split("\n")]
    said = "\n".join(lines).strip()
    if not said:
        raise NoticeError(words.NO_TEXT)
    if length_of(said) > LETTERS_AT_MOST:
        raise NoticeError(words.LONG_TEXT.format(length=length_of(said), most=LETTERS_AT_MOST))
    return said


def name_of(given: str) -> str:
    """Return what a picture or video is called, which may be nothing; raises NoticeError."""
    said = " ".join(given.split())
    if length_of(said) > NAME_AT_MOST:
        raise NoticeError(words.LONG_NAME.format(most=NAME_AT_MOST))
    return said


def lines_of(given: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of a ticker without empty ones; raises NoticeError."""
    kept = tuple(" ".join(line.split()) for line in given if line.strip())
    if len(kept) > LINES_AT_MOST:
        raise NoticeError(words.MANY_LINES.format(most=LINES_AT_MOST))
    for line in kept:
        if length_of(line) > LINE_AT_MOST:
            raise NoticeError(words.LONG_LINE.format(start=line[:30], most=LINE_AT_MOST))
    return kept
