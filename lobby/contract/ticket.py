"""A queue ticket as the wire carries it: never a name, a phone number or an ID number."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from lobby.contract.base import CounterId, Instant, Part, ServiceId, Uuid


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


ENDED = frozenset({TicketState.SERVED, TicketState.NO_SHOW, TicketState.CANCELLED, TicketState.EXPIRED})


class Ticket(Part):
    """One ticket; `number` is what people read (A012), `calls` counts calls and recalls."""

    ticket: Uuid
    number: str = Field(min_length=1, max_length=12)
    service: ServiceId
    priority: str | None = None
    state: TicketState
    issued_at: Instant
    called_at: Instant | None = None
    served_at: Instant | None = None
    ended_at: Instant | None = None
    counter: CounterId | None = None
    calls: int = Field(default=0, ge=0)

    @model_serializer(mode="wrap")
    def _keep_priority(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # The contract writes `priority: null` out, while other absent fields are left out.
        fields: dict[str, Any] = handler(self)
        fields["priority"] = self.priority
        return fields


class Wait(Part):
    """An expected waiting time as a range of whole seconds."""

    low_s: int = Field(ge=0)
    high_s: int = Field(ge=0)
