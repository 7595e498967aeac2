"""One thing to be said: its text, its language, and whether its sound may be kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Utterance:
    """`kept` is for words that are the same for everyone; what may be a citizen's own is never kept."""

    text: str
    language: str
    kept: bool = False
