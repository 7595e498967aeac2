"""What the dispenser knows of the site's fields and counters, worded for cards and slips."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.presenters.dispenser_views import FieldCard
from kiosk.presenters.hub_words import closed
from kiosk.presenters.wording import ENGLISH, Say, Tongue, waiting_time
from lobby.contract.states import CounterPhase, CounterState, QueueState


class Fields:
    """The newest picture of each field and counter; `left` counts the leased numbers of each field."""

    def __init__(self, order: tuple[str, ...], names_en: Mapping[str, str]) -> None:
        self._order = order
        self._names_en = names_en
        self._remembered: set[str] = set()
        self._names: dict[str, str] = {}
        self.queues: dict[str, QueueState] = {}
        self.counters: dict[str, CounterState] = {}
        self.left: Mapping[str, int] = {}

    def remember(self, state: QueueState) -> None:
        """Take a picture of an earlier run, which holds until the hub is reached."""
        if state.service not in self.queues:
            self._remembered.add(state.service)
            self.queues[state.service] = state
            self._names.setdefault(state.service, state.name)

    def changed(self, state: QueueState) -> None:
        """Take the newest picture of a field."""
        self._remembered.discard(state.service)
        self.queues[state.service] = state
        self._names[state.service] = state.name

    def gone(self, service: str) -> None:
        """The site has this field no more; its name is still needed for numbers given before."""
        self._remembered.discard(service)
        self.queues.pop(service, None)

    def forget_remembered(self) -> None:
        """The hub is reached: what only an earlier run knew may not be there any more."""
        for service in self._remembered:
            del self.queues[service]
        self._remembered.clear()

    def is_open(self, service: str) -> bool:
        """Tell whether numbers are given for `service` now."""
        return service in self.queues and self.queues[service].open

    def official_name(self, service: str) -> str:
        """Return the field's Vietnamese name, its id where it is not known."""
        return self._names.get(service, service)

    def name(self, service: str, language: str) -> str:
        """Return the field's name in `language` where the site gave one."""
        official = self.official_name(service)
        return self._names_en.get(service, official) if language == ENGLISH else official

    def counter_names(self, service: str) -> tuple[str, ...]:
        """Return the names of the field's counters: the open ones, or all where none is open."""
        ids = self.queues[service].counters if service in self.queues else ()
        known = [self.counters[counter] for counter in ids if counter in self.counters]
        working = [state.name for state in known if state.state is CounterPhase.OPEN]
        return tuple(working or [state.name for state in known])

    def detail(self, queue: QueueState, say: Say) -> tuple[str, ...]:
        """Return the lines below the number of people who wait: expected wait, open counters.

        While no counter is open nobody can say how long it takes: what may be done already is said instead.
        """
        ids = [counter for counter in queue.counters if counter in self.counters]
        working = sum(self.counters[counter].state is CounterPhase.OPEN for counter in ids)
        if ids and not working:
            return (say("Quầy chưa mở – vẫn cấp số"),)
        several = say("{n} quầy đang mở").format(n=working)
        counters = (say("1 quầy đang mở") if working == 1 else several) if ids else None
        return tuple(line for line in (waiting_time(queue.wait, say), counters) if line)

    def closed_reasons(self) -> tuple[str, ...] | None:
        """Return the different reasons why no field takes people; None where one does, or none is known."""
        if not self.queues or any(queue.open for queue in self.queues.values()):
            return None
        return tuple(dict.fromkeys(queue.closed_reason or "" for queue in self._in_order()))

    def cards(self, tongue: Tongue, offline: bool = False) -> tuple[FieldCard, ...]:
        """Return one card a field, in the site's order, then by id; `offline` where the lease alone gives numbers."""
        return tuple(self._card(queue, tongue, offline) for queue in self._in_order())

    def _in_order(self) -> list[QueueState]:
        known = [queue for queue in self.queues.values() if self._is_known(queue.service)]
        return sorted(known, key=self._place)

    def _is_known(self, service: str) -> bool:
        # A field that only an earlier run knew counts where the lease of today names it.
        return service not in self._remembered or service in self.left

    def _place(self, queue: QueueState) -> tuple[int, str]:
        known = self._order.index(queue.service) if queue.service in self._order else len(self._order)
        return known, queue.service

    def _card(self, queue: QueueState, tongue: Tongue, offline: bool) -> FieldCard:
        say, name = tongue.say, self.name(queue.service, tongue.code)
        if not queue.open:
            why = closed(tongue, queue.closed_reason)
            return FieldCard(queue.service, name, False, say("Tạm ngừng cấp số"), (why.text,), why.original)
        if offline:
            return self._offline_card(queue.service, name, say)
        several = say("{n} người đang chờ").format(n=queue.waiting)
        waiting = say("1 người đang chờ") if queue.waiting == 1 else several
        return FieldCard(queue.service, name, True, waiting, self.detail(queue, say))

    def _offline_card(self, service: str, name: str, say: Say) -> FieldCard:
        if self.left.get(service, 0) == 0:
            none_left = say("Máy đã hết số. Mời đến quầy hướng dẫn.")
            return FieldCard(service, name, False, say("Tạm ngừng cấp số"), (none_left,))
        counters = " · ".join(self.counter_names(service))
        return FieldCard(service, name, True, say("Vẫn cấp số"), tuple(line for line in (counters,) if line))
