"""Which calls a loudspeaker speaks: those of its zone's counters and fields, all of the site's where none are named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from lobby.contract.calls import Call


@dataclass(frozen=True)
class Zone:
    """A hall or a floor by its `counters` or by its fields (`services`); one loudspeaker device speaks in it."""

    counters: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether every call of the site is spoken."""
        return not self.counters and not self.services

    def hears(self, call: Call) -> bool:
        """Tell whether `call` is spoken here."""
        return self.is_whole or call.counter in self.counters or call.ticket.service in self.services

    def has_counter(self, counter: str, services: Collection[str]) -> bool:
        """Tell whether a counter that serves `services` may call here."""
        return self.is_whole or counter in self.counters or not self.services.isdisjoint(services)

    def has_field(self, service: str, counters: Collection[str]) -> bool:
        """Tell whether a ticket of `service`, which `counters` serve, may be called here."""
        return self.is_whole or service in self.services or not self.counters.isdisjoint(counters)

    def unknown(self, counters: Collection[str], services: Collection[str]) -> list[str]:
        """Return what the zone names and the site, which has `counters` and `services`, does not have."""
        return sorted((self.counters - set(counters)) | (self.services - set(services)))
