"""The catalogue of procedures on its way from the bridge to kiosks: which one there is, and its bytes part by part."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from lobby.contract import topics
from lobby.contract.asking import Request, ShortText
from lobby.contract.base import Channel, Instant, Part, State
from lobby.contract.roles import Role

PART_BYTES = 32 * 1024
"""Bytes of the file in one reply: with base64 and the envelope it stays well below 64 KiB."""
LARGEST_FILE = 64 * 1024 * 1024

CatalogueVersion = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Procedures(State):
    """Which catalogue the bridge holds: a gzip file of `size` bytes, one record of the national portal a line.

    `version` is the SHA-256 of the file, `count` its records, `newest` when the newest of them was changed, `as_of`
    when the backend told of it. Emptied where the backend has no catalogue.
    """

    channel: ClassVar[Channel] = Channel(
        "procedures", topics.PROCEDURES, "bridge", True, "Which catalogue of procedures the bridge holds"
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "rev": 3,
        "at": "2026-11-22T08:00:05.000+07:00",
        "version": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "as_of": "2026-11-22T08:00:00.000+07:00",
        "source": "Cổng Dịch vụ công quốc gia, 18/7/2026",
        "newest": "2026-07-18T09:30:00.000+07:00",
        "count": 25,
        "size": 118000,
    }
    version: CatalogueVersion
    as_of: Instant
    source: ShortText
    newest: Instant
    count: int = Field(ge=1)
    size: int = Field(ge=1, le=LARGEST_FILE)


class ProceduresPart(Request):
    """Ask for up to 32 KiB of the catalogue's file from byte `offset` on.

    `not_found` where another has taken its place. It only looks: replies are not remembered, since the same bytes stand
    there as long as the version does.
    """

    verb: ClassVar[str] = "procedures/part"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.KIOSK})
    version: CatalogueVersion
    offset: int = Field(ge=0, le=LARGEST_FILE)


class ProceduresBytes(Part):
    """Data of `procedures/part`: `data` is base64 of the bytes from `offset` on, empty at the end of the file."""

    version: CatalogueVersion
    offset: int
    data: Annotated[str, Field(max_length=2 * PART_BYTES)]
