"""The work screen's buttons agree with the hub: what is enabled is granted, whatever an officer does before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lobby.clock import HandClock
from ticketing.desk.acting import CALL, NEXT, PARK, PAUSE, TRANSFER, may

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

EXTRA: dict[str, dict[str, Any]] = {
    PARK: {"reason": "Khác"},
    PAUSE: {"reason": "Nghỉ giải lao"},
    TRANSFER: {"service": "ho-tich", "place": "last"},
}


@settings(max_examples=15)
@given(st.lists(st.integers(min_value=0, max_value=20), min_size=5, max_size=25))
def test_every_enabled_button_does_its_work(officer: Browser, site: Site, clock: HandClock, choices: list[int]) -> None:
    for choice in choices:
        clock.forward(30)
        if choice % 3 == 0:
            site.take(priority="elderly" if choice == 3 else None)
        counter = site.real.counters()[0]
        line = site.real.waiting("quay-1")
        allowed = [verb for verb in may(counter, bool(line)) if verb != CALL or line]
        verb = allowed[choice % len(allowed)]
        fields = {"number": line[-1].number} if verb == CALL else EXTRA.get(verb, {})
        reply = officer.do(verb, **fields).json
        assert reply is not None
        assert reply["ok"], (verb, reply)


def test_next_is_offered_only_while_somebody_waits(officer: Browser, site: Site) -> None:
    officer.do("counter/open")
    assert NEXT not in may(site.real.counters()[0], anyone_waits=False)
    site.take()
    assert NEXT in may(site.real.counters()[0], anyone_waits=bool(site.real.waiting("quay-1")))
