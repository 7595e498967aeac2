"""New ids and tokens for one command, from the machine's own randomness."""

from __future__ import annotations

import secrets
import uuid

from ticketing.engine.cases import Fresh

TOKEN_BYTES = 9


def fresh() -> Fresh:
    """Return ids that were never used; tokens have 72 bits, twelve letters that fit a small QR."""
    return Fresh(
        ticket=str(uuid.uuid4()),
        call=str(uuid.uuid4()),
        track=secrets.token_urlsafe(TOKEN_BYTES),
        rate=secrets.token_urlsafe(TOKEN_BYTES),
    )
