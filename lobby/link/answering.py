"""Answers requests: reads the envelope, checks form and rights, and sends the reply where the contract lets it go."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from lobby.contract.codec import decode_object, encode, encode_object, read
from lobby.contract.errors import ErrorCode, Malformed, Refused
from lobby.contract.replies import Reply, refuse
from lobby.contract.requests import VERBS, Request, id_in, id_of
from lobby.contract.topics import Topics
from lobby.link.bus import Bus, Incoming

log = logging.getLogger(__name__)

FromDevice = tuple[str, Request]
# The reply to a request, also as the payload it is sent as, or why there is none.
Outcome = Reply | bytes | Refused | Future[Reply]
# Gets the asking device and its request, returns the reply, now or later; may raise Refused.
Handle = Callable[[str, Request], Reply | Future[Reply]]
# Gets requests in the order they came, returns the outcome of each in that order.
HandleAll = Callable[[Sequence[FromDevice]], Sequence[Outcome]]


@dataclass(frozen=True)
class _Asked:
    """A payload below `S/do/`: the request in it, or why it could not be read."""

    device: str
    verb: str
    incoming: Incoming
    id: str | None
    request: Request | Refused


class GatheringAnswerer:
    """Turns payloads below `S/do/` into requests and sends what `handle` replies to all that arrived together.

    `take` gathers; `answer` is for `Bus.when_drained`.
    """

    def __init__(self, bus: Bus, topics: Topics, handle: HandleAll, verbs: Callable[[str], bool]) -> None:
        self._bus = bus
        self._topics = topics
        self._handle = handle
        self._verbs = verbs
        self._gathered: list[_Asked] = []

    def take(self, incoming: Incoming) -> None:
        """Gather one incoming request; a retained one is old and is dropped."""
        asked = self._topics.asked(incoming.topic)
        if asked is not None and not incoming.retained and self._verbs(asked.verb):
            self._gathered.append(_read(asked.device, asked.verb, incoming))

    def answer(self) -> None:
        """Answer what was gathered."""
        gathered, self._gathered = self._gathered, []
        understood = [(one.device, one.request) for one in gathered if isinstance(one.request, Request)]
        outcomes = iter(self._outcomes(understood) if understood else ())
        for asked in gathered:
            self._send(asked, asked.request if isinstance(asked.request, Refused) else next(outcomes))

    def _outcomes(self, requests: Sequence[FromDevice]) -> Sequence[Outcome]:
        try:
            return self._handle(requests)
        except Refused as refused:
            return [refused] * len(requests)
        except Exception:
            # The boundary of the bus: whatever a handler raises, every asker gets a reply.
            log.exception("%s failed", ", ".join(request.verb for _, request in requests))
            return [Refused(ErrorCode.INTERNAL)] * len(requests)

    def _send(self, asked: _Asked, outcome: Outcome) -> None:
        if isinstance(outcome, Future):
            outcome.add_done_callback(lambda done: self._send(asked, _told_at_last(done)))
            return
        place = asked.incoming.response_topic
        if place is None or not self._topics.is_reply_place(place, asked.device):
            place = self._topics.reply(asked.device)
        payload = outcome if isinstance(outcome, bytes) else _payload(_reply(asked, outcome))
        self._bus.publish(place, payload, qos=Reply.channel.qos, correlation=asked.incoming.correlation)


class Answerer(GatheringAnswerer):
    """Answers each request at once, as it comes, or when its reply is there."""

    def __init__(self, bus: Bus, topics: Topics, handle: Handle, verbs: Callable[[str], bool]) -> None:
        super().__init__(bus, topics, lambda requests: [handle(*one) for one in requests], verbs)

    def take(self, incoming: Incoming) -> None:
        """Answer one incoming request; a retained one is old and is dropped."""
        super().take(incoming)
        self.answer()


def _told_at_last(done: Future[Reply]) -> Reply | Refused:
    fault = done.exception()
    if fault is None:
        return done.result()
    if isinstance(fault, Refused):
        return fault
    log.error("a reply that was to come failed", exc_info=fault)
    return Refused(ErrorCode.INTERNAL)


def _read(device: str, verb: str, incoming: Incoming) -> _Asked:
    try:
        fields = decode_object(incoming.payload)
    except Refused as refused:
        return _Asked(device, verb, incoming, id_in(incoming.payload), refused)
    return _Asked(device, verb, incoming, id_of(fields), _request(device, verb, fields))


def _request(device: str, verb: str, fields: dict[str, object]) -> Request | Refused:
    try:
        kind = VERBS.get(verb)
        return read(kind, fields) if kind is not None else Malformed(f"no verb {verb!r}")
    except Refused as refused:
        return refused
    except Exception:
        # The boundary of the bus: whatever cannot be read is answered too.
        log.exception("%s %s not read", device, verb)
        return Refused(ErrorCode.INTERNAL)


def _reply(asked: _Asked, outcome: Reply | Refused) -> Reply:
    if isinstance(outcome, Reply):
        return outcome
    log.info("%s %s refused: %s %s", asked.device, asked.verb, outcome.code, outcome.detail)
    return refuse(asked.id, outcome)


def _payload(reply: Reply) -> bytes:
    if reply.id is None:
        # The contract writes a missing id out, which `encode` would leave away.
        return encode_object({**reply.model_dump(mode="json", exclude_none=True), "id": None})
    try:
        return encode(reply)
    except Malformed:
        log.error("reply too large")
        return encode(refuse(reply.id, Refused(ErrorCode.INTERNAL)))
