"""Reads abbreviations: an unknown run of letters may be the initials of words side by side in procedures' names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_SHORTEST, _LONGEST = 3, 9
_MOST = 4
# What can be said is a word, perhaps a wrong one; what cannot is an abbreviation.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|th|tr|ph|kh|gh|gi|qu|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?", re.ASCII
)


class Shorthand:
    """The initials of all names, so that «xntthn» is found to be «xac nhan tinh trang hon nhan»."""

    def __init__(self, titles: Iterable[str]) -> None:
        """Take the folded names."""
        self._words = [word for title in titles for word in (*title.split(), "|")]
        self._initials = "".join(word[0] for word in self._words)

    def phrases(self, run: str) -> tuple[str, ...]:
        """Return the words that `run` may be the initials of, those of most names first; none for what can be said."""
        if not _SHORTEST <= len(run) <= _LONGEST or _SYLLABLE.fullmatch(run) or not run.isalpha():
            return ()
        counted: Counter[str] = Counter()
        place = self._initials.find(run)
        while place >= 0:
            counted[" ".join(self._words[place : place + len(run)])] += 1
            place = self._initials.find(run, place + 1)
        return tuple(phrase for phrase, _ in counted.most_common(_MOST))
