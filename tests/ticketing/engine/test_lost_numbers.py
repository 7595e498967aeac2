"""A journal restored on its own day: no number that the lost hours may have given is given twice."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.history.play import Play
from lobby.contract.codec import LARGEST, encode
from lobby.contract.roles import Role
from ticketing.engine.decide import stamp
from ticketing.engine.fold import fold
from ticketing.engine.lost import next_numbers, set_aside
from ticketing.journal.rows import from_row, to_row


def restored(play: Any, **busiest: int) -> Any:
    """Let the journal of `play` be one that was just restored."""
    play.tick()
    facts, play.lobby = stamp(play.lobby, set_aside(play.site, play.lobby, busiest), play.now)
    play.facts += facts
    return play


def with_series(**changes: Any) -> Any:
    play = Play()
    services = {key: replace(one, **changes) for key, one in play.site.services.items()}
    play.site = replace(play.site, services=services, rules=replace(play.site.rules, lease_size=3))
    return play


def test_each_field_goes_on_at_the_next_hundred_and_one() -> None:
    play = with_series(last=999)
    for _ in range(20):
        play.issue()
    restored(play)
    assert next_numbers(play.site, play.lobby) == ["A101", "B101", "C101"]
    assert (play.issue(), play.issue()) == ("A101", "A102")


def test_a_field_leaves_out_as_many_as_its_busiest_day_had() -> None:
    play = with_series(last=999)
    play.issue()
    restored(play, **{"ho-tich": 240})
    assert (play.issue(), play.issue("dat-dai")) == ("A301", "B101")


def test_the_state_after_it_is_the_fold_of_its_journal() -> None:
    play = with_series(last=999, leased_from=950)
    play.granted("numbers/lease", Role.DISPENSER)
    restored(play)
    assert fold(from_row(to_row(fact)) for fact in play.facts) == play.lobby


def test_a_short_series_keeps_half_of_what_it_had() -> None:
    play = with_series(last=40)
    assert len({restored(play).issue() for _ in range(1)} | {play.issue() for _ in range(19)}) == 20
    assert play.refused("ticket/issue", service="ho-tich") == "quota_full"


def used(number: str, play: Any) -> dict[str, Any]:
    fields = {"ticket": str(uuid.uuid4()), "number": number, "service": "ho-tich", "track": uuid.uuid4().hex[:12]}
    return {**fields, "issued_at": play.now}


def test_dispensers_are_leased_nothing_more_and_what_they_gave_is_taken_in() -> None:
    play = with_series(last=999, leased_from=950)
    held = play.granted("numbers/lease", Role.DISPENSER).numbers["ho-tich"]
    restored(play)
    for role in (Role.DISPENSER, Role.KIOSK):
        assert play.granted("numbers/lease", role).numbers == {}
    play.granted("numbers/used", Role.DISPENSER, **used(held[0], play))
    play.granted("numbers/used", Role.KIOSK, **used("A960", play))
    assert play.refused("numbers/used", Role.DISPENSER, **used("A960", play)) == "wrong_state"


def test_tomorrow_begins_as_ever() -> None:
    play = with_series(last=999, leased_from=950)
    play.issue()
    restored(play).forward(24 * 3600)
    assert play.issue() == "A001"
    assert len(play.granted("numbers/lease", Role.DISPENSER).numbers["ho-tich"]) == 3


@settings(max_examples=30, deadline=None)
@given(
    before=st.integers(0, 120),
    between=st.integers(0, 60),
    leases=st.integers(0, 4),
    goes_on=st.booleans(),
)
def test_no_number_of_a_day_is_given_twice(before: int, between: int, leases: int, goes_on: bool) -> None:
    lost = with_series(last=400, leased_from=380, goes_on=goes_on)
    lost.lobby = replace(lost.lobby, serials={"ho-tich": 230} if goes_on else {})
    given = [lost.issue() for _ in range(before)]
    kept = with_series(last=400, leased_from=380, goes_on=goes_on)
    kept.lobby, kept.now = lost.lobby, lost.now
    given += [lost.issue() for _ in range(between)]
    for _ in range(leases):
        (number, *_rest) = lost.granted("numbers/lease", Role.DISPENSER).numbers["ho-tich"]
        lost.granted("numbers/used", Role.DISPENSER, **used(number, lost))
        given.append(number)
    restored(kept, **{"ho-tich": before + between})
    after = []
    while len(after) < 60 and next_numbers(kept.site, kept.lobby)[0].startswith("A"):
        after.append(kept.issue())
    after += kept.granted("numbers/lease", Role.KIOSK).numbers.get("ho-tich", ())
    assert len(set(given + after)) == len(given) + len(after)


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_site_restored_again_and_again_goes_further_each_time(times: int) -> None:
    play = with_series(last=999)
    for _ in range(times):
        restored(play)
    assert play.issue() == f"A{times}01"


def test_entries_of_the_longest_series_fit_a_message() -> None:
    play = with_series(last=9999, digits=4, prefix="ABCD", leased_from=2000)
    restored(play)
    assert all(len(encode(fact.entry())) < LARGEST for fact in play.facts)
    assert play.issue() == "ABCD0101" and play.granted("numbers/lease", Role.KIOSK).numbers == {}
