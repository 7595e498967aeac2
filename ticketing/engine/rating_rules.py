"""What a site asks of those who were served, and which ratings it doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from lobby.contract.rating import RatingForm


class Shown(StrEnum):
    """What pads show of the officer who serves."""

    NOTHING = "nothing"
    NAME = "name"
    PHOTO = "photo"


@dataclass(frozen=True)
class RatingRules:
    """What pads ask and show, and what is marked (docs/decisions/ratings.md).

    A ticket's QR opens its rating for `phone_s` seconds after the service, not at all where that is 0. A rating is too
    soon when the faces stood shorter than `too_soon_ms`; a service is very short when it lasted less than `pace_s`.
    """

    form: RatingForm = field(default_factory=RatingForm)
    phone_s: int = 86_400
    too_soon_ms: int = 1200
    pace_s: int = 30
    shown: Shown = Shown.NOTHING
