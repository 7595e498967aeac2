"""What every request has: its id, its verb, the roles that may ask it, and the shapes that arguments share."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from lobby.contract.base import Message, Uuid
from lobby.contract.roles import Role

# No control characters, and none that turn the direction of writing: what a person typed is shown to others.
PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]*$"
ShortText = Annotated[str, Field(max_length=200, pattern=PLAIN)]
Words = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Token = Annotated[str, Field(min_length=6, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
DossierCode = Annotated[str, Field(min_length=3, max_length=64, pattern=r"^[A-Za-z0-9./_-]+$")]
# As people read and type it: blanks around it and small letters are forgiven.
Number = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12, pattern=r"^[A-Za-zĐđ0-9]+$")
]

TAKERS = frozenset({Role.DISPENSER, Role.KIOSK, Role.DESK})
OFFICERS = frozenset({Role.KEYPAD, Role.DESK})
EVERY_ROLE = frozenset(Role) - {Role.BROKER, Role.BACKEND}


class Request(Message):
    """What a device asks; the same `id` gets the same reply for at least 24 hours."""

    verb: ClassVar[str]
    roles: ClassVar[frozenset[Role]]
    id: Uuid
