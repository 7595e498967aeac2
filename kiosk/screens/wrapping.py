"""Breaks text into lines between words, measuring as little as it can: a measurement asks the font for every letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

# Letters about as wide as those of usual words.
_USUAL = "thủ tục"


def wrapped(measure: Callable[[str], float], text: str, width: float) -> list[tuple[str, float]]:
    """Return the lines, each with its width: as many words in each as fit, one at least."""
    words = text.split(" ")
    lines: list[tuple[str, float]] = []
    letters = width / measure(_USUAL) * len(_USUAL)
    at = 0
    while at < len(words):
        count, wide = _fitting(measure, words[at:], width, letters)
        lines.append((" ".join(words[at : at + count]), wide))
        letters = max(len(lines[-1][0]), 1)
        at += count
    return lines


def _fitting(measure: Callable[[str], float], words: Sequence[str], width: float, letters: float) -> tuple[int, float]:
    """Return how many of `words` fit, and their width; looked for from about `letters` on, since measuring is dear."""
    low, high, wide = 1, len(words) + 1, None
    count, step = _words_of(words, letters), 1
    while high - low > 1:
        count = min(max(count, low + 1), high - 1)
        measured = measure(" ".join(words[:count]))
        if measured <= width:
            low, wide, count = count, measured, count + step
        else:
            high, count = count, count - step
        step *= 2
    return low, measure(words[0]) if wide is None else wide


def _words_of(words: Sequence[str], letters: float) -> int:
    """Return how many of `words` are about so many letters."""
    length = 0
    for count, word in enumerate(words):
        length += len(word) + 1
        if length > letters + 1:
            return count
    return len(words)
