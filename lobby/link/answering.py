"""Answers requests: reads the envelope, checks form and rights, and sends the reply where the contract lets it go."""

from __future__ import annotations

import logging
from collections.abc import Callable

from lobby.contract.codec import decode_object, encode, encode_object, read
from lobby.contract.errors import ErrorCode, Malformed, Refused
from lobby.contract.replies import Reply, refuse
from lobby.contract.requests import VERBS, Request, id_in, id_of
from lobby.contract.topics import Topics
from lobby.link.bus import Bus, Incoming

log = logging.getLogger(__name__)

# Gets the asking device and its request, returns the encoded reply; may raise Refused.
Handle = Callable[[str, Request], Reply]


class Answerer:
    """Turns payloads below `S/do/` into requests and sends what `handle` replies."""

    def __init__(self, bus: Bus, topics: Topics, handle: Handle, verbs: Callable[[str], bool]) -> None:
        self._bus = bus
        self._topics = topics
        self._handle = handle
        self._verbs = verbs

    def take(self, incoming: Incoming) -> None:
        """Answer one incoming request; a retained one is old and is dropped."""
        asked = self._topics.asked(incoming.topic)
        if asked is None or incoming.retained or not self._verbs(asked.verb):
            return
        reply = self._reply_to(asked.device, asked.verb, incoming.payload)
        self._send(asked.device, reply, incoming)

    def _reply_to(self, device: str, verb: str, payload: bytes) -> Reply:
        request_id = id_in(payload)
        try:
            fields = decode_object(payload)
            request_id = id_of(fields)
            kind = VERBS.get(verb)
            if kind is None:
                raise Malformed(f"no verb {verb!r}")
            return self._handle(device, read(kind, fields))
        except Refused as refused:
            log.info("%s %s refused: %s %s", device, verb, refused.code, refused.detail)
            return refuse(request_id, refused)
        except Exception:
            log.exception("%s %s failed", device, verb)
            return refuse(request_id, Refused(ErrorCode.INTERNAL))

    def _send(self, device: str, reply: Reply, incoming: Incoming) -> None:
        place = incoming.response_topic
        if place is None or not self._topics.is_reply_place(place, device):
            place = self._topics.reply(device)
        self._bus.publish(place, _payload(reply), correlation=incoming.correlation)


def _payload(reply: Reply) -> bytes:
    if reply.id is None:
        # The contract writes a missing id out, which `encode` would leave away.
        return encode_object({**reply.model_dump(mode="json", exclude_none=True), "id": None})
    try:
        return encode(reply)
    except Malformed:
        log.error("reply too large")
        return encode(refuse(reply.id, Refused(ErrorCode.INTERNAL)))
