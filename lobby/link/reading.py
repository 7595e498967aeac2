"""Reads what came on the bus; what is not of the contract is logged and passed over."""

from __future__ import annotations

import logging
from typing import TypeVar

from lobby.contract.base import Message
from lobby.contract.codec import decode
from lobby.contract.errors import Malformed
from lobby.link.bus import Incoming

log = logging.getLogger(__name__)

M = TypeVar("M", bound=Message)


def message_in(kind: type[M], incoming: Incoming) -> M | None:
    """Return the message, None where a retained one was taken away or it is not well formed."""
    if not incoming.payload:
        return None
    try:
        return decode(kind, incoming.payload)
    except Malformed as fault:
        log.error("%s not understood: %s", incoming.topic, fault.detail)
        return None
