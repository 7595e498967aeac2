"""What the lobby is told, drawn from the state by one site: retained pictures, devices' configs, calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from lobby.contract.base import State
from lobby.contract.calls import Call, CallKind
from lobby.contract.journal import EntryKind
from lobby.contract.notices import Notices
from lobby.contract.rating import Server
from lobby.contract.roles import Role
from lobby.contract.states import DeviceConfig
from lobby.contract.topics import Topics
from ticketing.engine.facts import Fact
from ticketing.engine.hours import next_change
from ticketing.engine.pictures import (
    counter_state,
    queue_state,
    rating_open,
    receipt_settings,
    reprints,
    spoken_in,
)
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby
from ticketing.hub.faces import Faces
from ticketing.hub.farewell import farewells
from ticketing.hub.settings import DeviceEntry
from ticketing.notices.told import Told

_PRINTING = frozenset({Role.DISPENSER, Role.KIOSK})
_TOLD = _PRINTING | {Role.SPEAKER}
_COUNTED = frozenset({EntryKind.TICKET_ISSUED, EntryKind.TICKET_CANCELLED})


class Gallery:
    """The pictures of one `site`, and when they change by time alone; a changed site has a gallery of its own."""

    def __init__(self, topics: Topics, site: Site, bound: Iterable[DeviceEntry], notices: Told, faces: Faces) -> None:
        self._names = topics
        self._faces = faces
        self._site = site
        self._devices = tuple(one for one in bound if one.counter is not None or one.role in _TOLD)
        self._notices = notices
        self._next_close: datetime | None = None
        self._next_hours: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Tell whether a rating closed since it was drawn, or a field may have opened or closed."""
        closes, turns = self._next_close, self._next_hours
        return (closes is not None and now > closes) or (turns is not None and now >= turns)

    def hours_turned(self, now: datetime) -> bool:
        """Tell whether a field may have opened or closed since this was asked last."""
        turns = self._next_hours
        if turns is not None and now < turns:
            return False
        self._next_hours = next_change(self._site, now)
        return turns is not None

    def topics(self) -> set[str]:
        """Return the topics that only what is in this site has."""
        counters = {self._names.counter(one) for one in self._site.counters}
        queues = {self._names.queue(one) for one in self._site.services}
        return counters | queues | {self._names.config(one.id) for one in self._devices}

    def farewells_to(self, old: Gallery, lobby: Lobby, now: datetime) -> Iterator[tuple[str, State]]:
        """Return the last pictures of what `old` has and this has not, by topic."""
        gone = {one.id for one in old._devices} - {one.id for one in self._devices}
        return farewells(self._names, old._site, self._site, gone, lobby, now)

    def pictures(
        self, lobby: Lobby, facts: Iterable[Fact], everything: bool, now: datetime
    ) -> Iterator[tuple[str, State]]:
        """Return what `facts` may have changed, or `everything`, by topic."""
        facts = tuple(facts)
        for counter in self._site.counters if everything else self._touched_counters(facts):
            yield self._names.counter(counter), counter_state(self._site, lobby, counter, now)
        yield from self._configs(lobby, now)
        for service in self._site.services if everything else self._touched_services(facts):
            yield self._names.queue(service), queue_state(self._site, lobby, service, now)
        if everything:
            notices = Notices(rev=lobby.seq, at=now, playlist=self._notices.playlist, ticker=self._notices.ticker)
            yield self._names.notices(), notices

    def call(self, lobby: Lobby, fact: Fact, kind: CallKind) -> Call:
        """Return the call that `fact` is about, in the languages of who holds the ticket."""
        ticket, counter = fact.ticket, fact.counter
        if ticket is None or counter is None:
            raise ValueError(f"call in entry {fact.seq} lacks its ticket or counter")
        return Call(
            call_id=fact.data["call_id"],
            kind=kind,
            ticket=ticket,
            counter=counter,
            counter_name=self._site.counter_name(counter),
            nth=fact.data["nth"],
            at=fact.at,
            languages=spoken_in(lobby.cards.get(ticket.ticket)),
        )

    def _configs(self, lobby: Lobby, now: datetime) -> Iterator[tuple[str, State]]:
        bound = [device.counter for device in self._devices if device.counter is not None]
        ratings = {counter: rating_open(lobby, counter, now) for counter in bound}
        self._next_close = min((one.closes_at for one in ratings.values() if one is not None), default=None)
        for device in self._devices:
            config = DeviceConfig(
                rev=lobby.seq,
                at=now,
                device=device.id,
                counter=device.counter,
                rating=ratings.get(device.counter or "") if device.role is Role.PAD else None,
                form=self._site.ratings.form if device.role is Role.PAD else None,
                server=self._server(device, lobby) if device.role is Role.PAD else None,
                reprints=reprints(self._site, lobby, device.id),
                settings=self._settings(device, lobby),
            )
            yield self._names.config(device.id), config

    def _server(self, device: DeviceEntry, lobby: Lobby) -> Server | None:
        return self._faces.of(lobby.desk(device.counter or "").officer, self._site.ratings.shown)

    def _settings(self, device: DeviceEntry, lobby: Lobby) -> dict[str, Any] | None:
        if device.role is Role.SPEAKER:
            return {"held": lobby.hush is not None}
        return receipt_settings(self._site) if device.role in _PRINTING else None

    def _touched_counters(self, facts: Iterable[Fact]) -> list[str]:
        touched = dict.fromkeys(fact.counter or "" for fact in facts)
        return [one for one in touched if one in self._site.counters]

    def _touched_services(self, facts: Iterable[Fact]) -> list[str]:
        if self._site.rules.quota is not None and any(fact.kind in _COUNTED for fact in facts):
            # The number that uses up the site's quota closes every field, and one given back opens them again.
            return list(self._site.services)
        touched: dict[str, None] = {}
        for fact in facts:
            if fact.ticket is not None:
                touched[fact.ticket.service] = None
            if "from_service" in fact.data:
                touched[str(fact.data["from_service"])] = None
            counter = self._site.counters.get(fact.counter or "")
            if counter is not None and fact.kind is not EntryKind.CALL_PRESENTED:
                touched.update(dict.fromkeys(counter.services))
        return [one for one in touched if one in self._site.services]
