"""How a rating is asked and what it says: scales of faces, reasons, the nine indices, and what makes one doubtful."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from lobby.contract.base import Part

Levels = Literal[3, 4, 5]
# How happy a face looks, 1..5, for each score of a scale; scales seen on pads in offices.
_MOODS: dict[int, tuple[int, ...]] = {3: (2, 4, 5), 4: (2, 3, 4, 5), 5: (1, 2, 3, 4, 5)}
HIGHEST_INDEX = 2


class Index(StrEnum):
    """The nine indices by which a service is judged, each scored 2, 1 or 0, in the order of the ministry's form."""

    TOTAL_TIME = "total_time"
    AGENCY_TIME = "agency_time"
    RETURNS = "returns"
    AGENCIES = "agencies"
    RECEPTION = "reception"
    PUBLICATION = "publication"
    ATTITUDE = "attitude"
    COMPLAINTS = "complaints"
    ONLINE = "online"


# The staff's score is the sum of these: 1, 2, 3, 4 and 7.
STAFF_INDICES = (Index.TOTAL_TIME, Index.AGENCY_TIME, Index.RETURNS, Index.AGENCIES, Index.ATTITUDE)


class Given(StrEnum):
    """By what a citizen gave a rating: a pad's glass, its buttons, a tablet's page, their own telephone."""

    TOUCH = "touch"
    BUTTONS = "buttons"
    TABLET = "tablet"
    PHONE = "phone"


class Doubt(StrEnum):
    """Why a rating that was taken is marked: it came sooner than a face can be read, at a pace no citizen has, or long
    after it was given."""

    TOO_SOON = "too_soon"
    PACE = "pace"
    LATE = "late"


class Reason(Part):
    """One reason to be unhappy, by its own id and in words of each language."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    vi: Annotated[str, Field(min_length=1, max_length=60)]
    en: Annotated[str, Field(max_length=60)] = ""


class RatingForm(Part):
    """What the site asks: how many faces, reasons of the unhappy, the nine indices, a few words of one's own."""

    levels: Levels = 5
    reasons: tuple[Reason, ...] = ()
    indices: bool = True
    comment: bool = False


class Server(Part):
    """Who serves at a counter, as far as the office shows it; `photo` is a small JPEG in base64."""

    name: Annotated[str, Field(max_length=60)]
    title: Annotated[str, Field(max_length=60)] = ""
    photo: Annotated[str, Field(max_length=32_000)] | None = None


def mood(score: int, levels: int) -> int:
    """Return how happy (1..5) `score` on a scale of `levels` is; raises ValueError for what is not on it."""
    moods = _MOODS.get(levels, ())
    if not 1 <= score <= len(moods):
        raise ValueError(f"no score {score} of {levels}")
    return moods[score - 1]


def satisfied(score: int, levels: int) -> bool:
    """Tell whether `score` says "Hài lòng" or better."""
    return mood(score, levels) >= 4


def unhappy(score: int, levels: int) -> bool:
    """Tell whether `score` says "Không hài lòng" or worse, so that reasons are asked for."""
    return mood(score, levels) <= 2
