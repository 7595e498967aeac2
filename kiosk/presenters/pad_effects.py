"""What the pad's presenter wants done outside."""

from __future__ import annotations

from dataclasses import dataclass

from lobby.contract.requests import RatingSubmit


@dataclass(frozen=True)
class Keep:
    """What a citizen has said so far is to be on the disk now."""

    rating: RatingSubmit


@dataclass(frozen=True)
class Give:
    """The citizen has finished, or left: the hub is to hear it."""

    rating: RatingSubmit


@dataclass(frozen=True)
class Taken:
    """A hardware button was pressed and counted: who pressed is to hear it."""


@dataclass(frozen=True)
class Ignored:
    """A hardware button was pressed where nothing is to be rated: who pressed is to hear that."""


PadEffect = Keep | Give | Taken | Ignored
