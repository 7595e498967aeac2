"""An LED program on a broker in memory, with a hub to talk to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from display.led.board import Board
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import Call
from lobby.contract.codec import encode
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import TicketState
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=OFFICE_ZONE)
TOPICS = Topics("demo")


@dataclass
class Lobby:
    """An LED program on a broker in memory, its time moved by hand."""

    clock: HandClock
    broker: MemoryBroker
    hub: MemoryBus
    link: DeviceLink
    board: Board
    rev: int = 0

    def call(self, call: Call) -> None:
        self.hub.publish(TOPICS.call(), encode(call))

    def counter(self, call: Call, state: TicketState | None, phase: CounterPhase = CounterPhase.OPEN) -> None:
        """Tell how the counter of `call` stands: its ticket is in `state`, or it holds none."""
        self.rev += 1
        ticket = call.ticket.model_copy(update={"state": state}) if state else None
        picture = CounterState(
            rev=self.rev, at=NOON, counter=call.counter, name=call.counter_name, state=phase, ticket=ticket,
            call_id=call.call_id if state else None,
        )  # fmt: skip
        self.hub.publish(TOPICS.counter(call.counter), encode(picture), retained=True)

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.clock.forward(0.1)
            self.board.step()

    def shown(self) -> list[dict[str, str]]:
        return [json.loads(payload) for payload in self.broker.payloads(TOPICS.shown("led-1"))]
