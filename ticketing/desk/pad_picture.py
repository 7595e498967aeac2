"""What a tablet is told of its own counter, and no more than it draws: pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from lobby.contract.codec import encode_object
from lobby.contract.notices import NoticeKind
from lobby.contract.rating import RatingForm
from lobby.contract.states import CounterState, DeviceConfig
from ticketing.notices.told import Told


class Picture(TypedDict):
    """`counter` is None where the site has it no more; `rating` is the one that stands open."""

    counter: dict[str, Any] | None
    form: dict[str, Any]
    server: dict[str, Any] | None
    rating: dict[str, Any] | None


@dataclass(frozen=True)
class Shown:
    """A picture, a short name of it, another for each, and when the rating on it closes."""

    picture: Picture
    mark: str
    closes_at: datetime | None


def shown(counter: CounterState | None, config: DeviceConfig | None) -> Shown:
    """Return what a tablet at `counter` shows, as the hub configures it."""
    form = (config.form if config is not None else None) or RatingForm()
    rating = config.rating if config is not None else None
    server = config.server if config is not None else None
    picture = Picture(
        counter=_counter(counter) if counter is not None else None,
        form=form.model_dump(mode="json"),
        server=server.model_dump(mode="json", exclude_none=True) if server is not None else None,
        rating=rating.model_dump(mode="json", exclude_none=True) if rating is not None else None,
    )
    mark = hashlib.sha256(encode_object(dict(picture))).hexdigest()[:16]
    return Shown(picture, mark, rating.closes_at if rating is not None else None)


def notices(told: Told) -> dict[str, Any]:
    """Return the office's notices that a tablet shows: texts, pictures, and the ticker's lines."""
    still = [one for one in told.playlist if one.kind is not NoticeKind.VIDEO]
    playlist = [one.model_dump(mode="json", exclude_none=True, by_alias=True) for one in still]
    return {"playlist": playlist, "ticker": list(told.ticker)}


def _counter(state: CounterState) -> dict[str, Any]:
    ticket = state.ticket
    return {
        "id": state.counter,
        "name": state.name,
        "phase": state.state.value,
        "pause_reason": state.pause_reason,
        "ticket": None if ticket is None else {"number": ticket.number, "state": ticket.state.value},
    }
