"""Whatever the keeper changes while people wait, everyone who holds a number is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lobby.contract.states import CounterPhase
from lobby.contract.ticket import ENDED, TicketState
from ticketing.engine.changes import changed
from ticketing.engine.decide import stamp
from ticketing.engine.fold import fold
from ticketing.engine.site import Counter, Profile, Service, Site

FIELDS = ("ho-tich", "dat-dai", "lao-dong")
COUNTERS = ("quay-1", "quay-2", "quay-3")
HELD = (TicketState.CALLED, TicketState.SERVING)


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """Any fields and counters; each field is served by one counter at least."""
    fields = draw(st.lists(st.sampled_from(FIELDS), min_size=1, unique=True))
    counters = draw(st.lists(st.sampled_from(COUNTERS), min_size=1, unique=True))
    served = {one: tuple(draw(st.lists(st.sampled_from(fields), unique=True))) for one in counters}
    served[counters[0]] = tuple(fields)
    profile = draw(st.sampled_from(Profile))
    services = {one: Service(one, one, "ABC"[FIELDS.index(one)]) for one in fields}
    return Site(services, {one: Counter(one, one, served[one], profile) for one in counters}, frozenset({"elderly"}))


COUNTER = st.sampled_from(COUNTERS).map(lambda one: {"counter": one})
ACTS = st.one_of(
    st.tuples(
        st.just("ticket/issue"),
        st.fixed_dictionaries({"service": st.sampled_from(FIELDS), "priority": st.sampled_from([None, "elderly"])}),
    ),
    st.tuples(st.sampled_from(["counter/open", "counter/next", "counter/next", "counter/serve"]), COUNTER),
    st.tuples(st.sampled_from(["counter/no-show", "counter/finish", "counter/resume"]), COUNTER),
    st.tuples(st.just("counter/pause"), COUNTER.map(lambda one: one | {"reason": "Họp"})),
    st.tuples(
        st.just("counter/park"),
        st.builds(lambda one, more: one | {"reason": "Bổ sung", "supplement": more}, COUNTER, st.booleans()),
    ),
    st.tuples(
        st.just("counter/transfer"),
        st.builds(lambda one, to: one | {"to": to, "place": "last"}, COUNTER, st.sampled_from(COUNTERS)),
    ),
)


def change(play: Any, new: Site) -> None:
    """Put `new` in force as the hub does."""
    facts, play.lobby = stamp(play.lobby, changed(new, play.lobby), play.now)
    play.facts += facts
    play.site = new


def check_nobody_is_stranded(play: Any) -> None:
    held = {desk.ticket for desk in play.lobby.desks.values() if desk.ticket is not None}
    assert {card.id for card in play.lobby.cards.values() if card.ticket.state in HELD} == held
    assert all(desk.ticket is None for key, desk in play.lobby.desks.items() if key not in play.site.counters)
    assert fold(play.facts) == play.lobby


def call_everyone(play: Any) -> None:
    """Let the counter that serves every field work until nobody is left, all others closed."""
    first = next(iter(play.site.counters))
    for counter in play.site.counters:
        if play.lobby.in_hand(counter) is not None:
            play.granted("counter/finish", counter=counter)
        play.granted("counter/close", counter=counter)
    play.open(first)
    for _ in range(4):
        play.forward(1000)
        play.tick()
        while play.ask("counter/next", counter=first).refused is None:
            play.granted("counter/finish", counter=first)
        for card in [one for one in play.lobby.aside.values() if one.ticket.state is TicketState.PARKED]:
            play.granted("counter/call", counter=first, number=card.ticket.number)
            play.granted("counter/finish", counter=first)


@settings(max_examples=40)
@given(st.data())
def test_everyone_with_a_number_is_called_whatever_changes(new_play: Callable[..., Any], data: st.DataObject) -> None:
    whole = Site(
        {one: Service(one, one, "ABC"[place]) for place, one in enumerate(FIELDS)},
        {one: Counter(one, one, FIELDS) for one in COUNTERS},
        frozenset({"elderly"}),
    )
    play = new_play(whole)
    for site in data.draw(st.lists(sites(), min_size=1, max_size=4)):
        play.open(*play.site.counters)
        for service in data.draw(st.lists(st.sampled_from(list(play.site.services)), min_size=3, max_size=5)):
            play.issue(service)
        for counter in data.draw(st.lists(st.sampled_from(list(play.site.counters)), max_size=3)):
            play.ask("counter/next", counter=counter)
        for verb, fields in data.draw(st.lists(ACTS, max_size=15)):
            play.ask(verb, **fields)
            play.forward(1)
        change(play, site)
        check_nobody_is_stranded(play)
    call_everyone(play)
    assert {card.ticket.number for card in play.lobby.cards.values() if card.ticket.state not in ENDED} == set()
    assert not any(len(line) for line in play.lobby.waiting.values())


def test_what_is_open_stays_open(new_play: Callable[..., Any]) -> None:
    play = new_play()
    play.open("quay-1", "quay-2")
    play.issue()
    held = play.next("quay-2")
    change(play, replace(play.site, rules=replace(play.site.rules, quota=1)))
    assert play.lobby.desk("quay-1").phase is CounterPhase.OPEN
    assert play.lobby.in_hand("quay-2").ticket.number == held
