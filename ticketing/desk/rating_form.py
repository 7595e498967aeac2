"""What the phone's rating page shows and what its form says: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lobby.contract.base import Instant
from lobby.contract.codec import read
from lobby.contract.rating import HIGHEST_INDEX, Index, RatingForm, mood, unhappy
from lobby.contract.rating_words import INDEX_WORDS, MOOD_WORDS, Said
from lobby.contract.requests import RatingSubmit

# Mouths of the faces, from sad to happy, as curves below two eyes.
_MOUTHS = {1: "M14 35q10-13 20 0", 2: "M15 34q9-8 18 0", 3: "M15 32h18", 4: "M15 30q9 8 18 0", 5: "M13 28q11 15 22 0z"}
COMMENT_AT_MOST = 500


class Fields(Protocol):
    """A form that was sent, as werkzeug keeps it."""

    def get(self, key: str, default: str) -> str: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Face:
    """One answer: its score, its mood (1..5), its words and the curve of its mouth; an `unhappy` one asks why."""

    score: int
    mood: int
    words: str
    mouth: str
    unhappy: bool


def faces(form: RatingForm, lang: str) -> list[Face]:
    """Return the faces of the site's scale, the happiest first, as on the pads."""
    return [_face(score, form.levels, lang) for score in range(form.levels, 0, -1)]


def reasons(form: RatingForm, lang: str) -> list[tuple[str, str]]:
    """Return id and words of each reason, in Vietnamese where it has no English."""
    return [(one.id, (one.en if lang == "en" else one.vi) or one.vi) for one in form.reasons]


def indices(lang: str) -> list[tuple[Index, str, list[tuple[int, str]]]]:
    """Return each index as it is asked, with its answers by their score, the best first."""
    return [
        (index, _in(lang, asked.question), [(HIGHEST_INDEX - n, _in(lang, one)) for n, one in enumerate(asked.answers)])
        for index, asked in INDEX_WORDS.items()
    ]


def said(fields: Fields, form: RatingForm, request_id: str, at: Instant, lang: str) -> RatingSubmit | None:
    """Return what was sent, without the token; None where no face of the scale was chosen. Raises Malformed."""
    score = fields.get("score", "")
    if score not in {str(one) for one in range(1, form.levels + 1)}:
        return None
    why = fields.getlist("reason") if unhappy(int(score), form.levels) else []
    asked: dict[str, object] = {
        "id": request_id,
        "score": int(score),
        "scale": form.levels,
        "at": at.isoformat(),
        "lang": lang,
        "reasons": _known(why, [one.id for one in form.reasons]) or None,
        "criteria": _indices(fields) if form.indices else None,
        "comment": fields.get("comment", "").strip()[:COMMENT_AT_MOST] or None if form.comment else None,
    }
    return read(RatingSubmit, {key: value for key, value in asked.items() if value is not None})


def _face(score: int, levels: int, lang: str) -> Face:
    look = mood(score, levels)
    return Face(score, look, _in(lang, MOOD_WORDS[look]), _MOUTHS[look], unhappy(score, levels))


def _in(lang: str, said: Said) -> str:
    return said.en if lang == "en" else said.vi


def _known(given: Sequence[str], known: Sequence[str]) -> list[str]:
    return [one for one in known if one in given]


def _indices(fields: Fields) -> dict[str, int] | None:
    points = {str(one) for one in range(HIGHEST_INDEX + 1)}
    found = {one.value: fields.get(one.value, "") for one in Index}
    return {name: int(value) for name, value in found.items() if value in points} or None
