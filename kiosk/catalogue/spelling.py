"""Finds the words that were meant: one slip of a finger away, run together, torn apart, or typed as Telex keys."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LETTERS = "abcdefghiklmnopqrstuvxy"
# What sounds alike in one part of the country or another, at the beginning and at the end of a syllable.
_BEGINNINGS = (
    ("tr", "ch"),
    ("s", "x"),
    ("l", "n"),
    ("d", "gi"),
    ("d", "r"),
    ("gi", "r"),
    ("v", "d"),
    ("ng", "ngh"),
    ("g", "gh"),
    ("k", "c"),
)
_ENDINGS = (("n", "ng"), ("t", "c"), ("i", "y"), ("in", "inh"), ("u", "o"), ("iu", "ieu"), ("im", "iem"))
_TELEX = (
    ("aa", "a"),
    ("aw", "a"),
    ("ee", "e"),
    ("oo", "o"),
    ("ow", "o"),
    ("uow", "uo"),
    ("uw", "u"),
    ("dd", "d"),
    ("w", "u"),
)
_TELEX_TONE = re.compile(r"(?<=[a-z])[sfrxj](?=[a-z]?$)")
LONGEST_RUN = 40
_LONGEST_WORD = 7
_SHORTEST_TO_MEND = 3


def telex(word: str) -> str:
    """Return the word that these keys make with a Telex keyboard, without marks: «ddawng» is «dang»."""
    plain = _TELEX_TONE.sub("", word) if len(word) > 2 else word
    for keys, letter in _TELEX:
        plain = plain.replace(keys, letter)
    return plain


def alike(word: str, known: Mapping[str, int]) -> set[str]:
    """Return the known words that sound like `word` somewhere in the country."""
    found: set[str] = set()
    for one, other in (*_BEGINNINGS, *((b, a) for a, b in _BEGINNINGS)):
        if word.startswith(one):
            found.add(other + word.removeprefix(one))
    for one, other in (*_ENDINGS, *((b, a) for a, b in _ENDINGS)):
        if word.endswith(one):
            found.add(word.removesuffix(one) + other)
    return {other for other in found if other in known and other != word}


def near(word: str, known: Mapping[str, int]) -> set[str]:
    """Return the known words one edit from `word`: a letter more, less, other, or two changed over."""
    if len(word) < _SHORTEST_TO_MEND:
        more = {word + letter for letter in _LETTERS} | {word[0] + letter + word[1:] for letter in _LETTERS}
        return {other for other in more if other in known} if len(word) > 1 else set()
    if len(word) > 2 * _LONGEST_WORD:
        return set()
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in cuts if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    found |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS}
    found |= {head + letter + tail for head, tail in cuts for letter in _LETTERS}
    return {other for other in found if other in known and other != word}


def parted(run: str, known: Mapping[str, int]) -> list[str] | None:
    """Return the known words that `run` consists of, the fewest and the most frequent, or None where it does not."""
    if len(run) > LONGEST_RUN:
        return None
    best: list[tuple[float, list[str]] | None] = [(0.0, []), *([None] * len(run))]
    for end in range(1, len(run) + 1):
        for begin in range(max(0, end - _LONGEST_WORD), end):
            before, word = best[begin], run[begin:end]
            if before is None or word not in known or (len(word) == 1 and not word.isdigit()):
                continue
            cost = before[0] + 10 + 1 / known[word] - min(known[word], 400) / 100
            held = best[end]
            if held is None or cost < held[0]:
                best[end] = (cost, [*before[1], word])
    whole = best[len(run)]
    return whole[1] if whole is not None and len(whole[1]) > 1 else None
