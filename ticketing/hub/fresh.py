"""New ids and tokens for one command, from the machine's own randomness."""

from __future__ import annotations

import os
import uuid
from base64 import urlsafe_b64encode

from ticketing.engine.cases import Fresh

TOKEN_BYTES = 9
_UUID_BYTES = 16


def fresh() -> Fresh:
    """Return ids that were never used; tokens have 72 bits, twelve letters that fit a small QR."""
    # One call for all: each costs a look into the kernel.
    chance = os.urandom(2 * (_UUID_BYTES + TOKEN_BYTES))
    first, second, tokens = chance[:_UUID_BYTES], chance[_UUID_BYTES : 2 * _UUID_BYTES], chance[2 * _UUID_BYTES :]
    return Fresh(
        ticket=str(uuid.UUID(bytes=first, version=4)),
        call=str(uuid.UUID(bytes=second, version=4)),
        track=urlsafe_b64encode(tokens[:TOKEN_BYTES]).decode(),
        rate=urlsafe_b64encode(tokens[TOKEN_BYTES:]).decode(),
    )
