"""What every message has in common: version, frozen fields, unknown fields ignored, and where it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR = 1969
"""A machine that woke without a clock says 1970 in its own zone, which is the year before in one west of it."""
LAST_YEAR = 2199
ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,31}$"
UUID_PATTERN = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"

SiteId = Annotated[str, Field(pattern=ID_PATTERN)]
DeviceId = Annotated[str, Field(pattern=ID_PATTERN)]
ServiceId = Annotated[str, Field(pattern=ID_PATTERN)]
CounterId = Annotated[str, Field(pattern=ID_PATTERN)]
Uuid = Annotated[str, Field(pattern=UUID_PATTERN)]


@lru_cache(maxsize=256)
def wire_time(moment: datetime) -> str:
    """Return `moment` as RFC 3339 with milliseconds and the office's offset (`2026-11-22T08:01:02.345+07:00`)."""
    return moment.astimezone(OFFICE_ZONE).isoformat(timespec="milliseconds")


def _sane(moment: datetime) -> datetime:
    # No clock that ever ran says another year, and arithmetic with the ends of the calendar fails.
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"year {FIRST_YEAR} to {LAST_YEAR} is wanted, not {moment.year}")
    return moment


def _counted(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a number is wanted, not true or false")
    return value


Counted = BeforeValidator(_counted)
"""For a number that is a citizen's word: `true` of a careless client is not read as 1."""

Instant = Annotated[AwareDatetime, AfterValidator(_sane), PlainSerializer(wire_time, return_type=str, when_used="json")]


class Part(BaseModel):
    """A piece of a message; readers ignore fields they do not know (docs/contract.md)."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False, defer_build=True)


@dataclass(frozen=True)
class Channel:
    """Where a message class is published: `topic` below `lobby/1/{site}`, by whom, and how.

    `expires_s` is the message expiry in whole seconds, None for never.
    """

    name: str
    topic: str
    writer: str
    retained: bool
    purpose: str
    qos: Literal[0, 1] = 1
    expires_s: int | None = None


class Message(Part):
    """A whole payload; `v` is the contract's version and any other is refused."""

    channel: ClassVar[Channel]
    example: ClassVar[dict[str, object]]
    v: Literal[1] = 1


class State(Message):
    """A retained picture of something; `rev` only grows and a reader drops an older one."""

    rev: int = Field(ge=0)
    at: Instant
