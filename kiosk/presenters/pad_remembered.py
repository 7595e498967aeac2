"""What a pad still knows after a restart, also without the hub."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from lobby.contract.base import CounterId
from lobby.contract.rating import RatingForm
from lobby.contract.states import RatingOpen


class Remembered(BaseModel):
    """Its counter with its name, the form, the rating that stands open, and the token of the one given last."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    counter: CounterId | None = None
    name: str = ""
    form: RatingForm | None = None
    rating: RatingOpen | None = None
    rated: str | None = None
