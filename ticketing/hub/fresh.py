"""New ids and tokens for one command, from the machine's own randomness."""

from __future__ import annotations

import os
from binascii import b2a_base64

from ticketing.engine.cases import Fresh

TOKEN_BYTES = 9
_UUID_BYTES = 16
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def fresh() -> Fresh:
    """Return ids that were never used; tokens have 72 bits, twelve letters that fit a small QR."""
    # One call for all: each costs a look into the kernel.
    chance = os.urandom(2 * (_UUID_BYTES + TOKEN_BYTES))
    letters = b2a_base64(chance[2 * _UUID_BYTES :], newline=False).translate(_URL_SAFE).decode()
    half = len(letters) // 2
    return Fresh(
        ticket=_uuid(chance[:_UUID_BYTES]),
        call=_uuid(chance[_UUID_BYTES : 2 * _UUID_BYTES]),
        track=letters[:half],
        rate=letters[half:],
    )


def _uuid(chance: bytes) -> str:
    """Return a random UUID, version 4 (RFC 9562), from sixteen bytes: several times as fast as by way of uuid.UUID."""
    digits = chance.hex()
    variant = "89ab"[chance[8] >> 6]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
