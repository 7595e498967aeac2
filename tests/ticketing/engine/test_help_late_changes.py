"""A quiet call for help, work entered afterwards, and settings that change while people wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lobby.contract.journal import EntryKind
from lobby.contract.roles import Role
from lobby.contract.states import CounterPhase
from ticketing.engine.changes import changed
from ticketing.engine.decide import stamp


def test_a_call_for_help_stands_until_somebody_ends_it(play: Any) -> None:
    play.granted("counter/help", Role.KEYPAD, counter="quay-1")
    play.granted("counter/help", Role.KEYPAD, counter="quay-1")
    assert play.lobby.helps["quay-1"].officer == "lan.nt"
    assert [fact.kind for fact in play.facts].count(EntryKind.HELP_CALLED) == 1
    play.granted("counter/help", counter="quay-1", active=False)
    assert play.lobby.helps == {}
    assert play.refused("counter/help", counter="quay-9") == "unknown_counter"


def test_the_end_of_the_day_ends_a_call_for_help_that_nobody_ended(play: Any) -> None:
    play.granted("counter/help", counter="quay-1")
    play.forward(24 * 3600)
    play.issue()
    ended = [fact.counter for fact in play.facts if fact.kind is EntryKind.HELP_ENDED]
    assert ended == ["quay-1"] and play.lobby.helps == {}


def late(play: Any, **fields: Any) -> dict[str, Any]:
    hour = timedelta(hours=1)
    said = {"service": "ho-tich", "came_at": play.now - 3 * hour, "ended_at": play.now - 2 * hour}
    return {**said, **fields}


def test_work_done_by_hand_is_kept_with_its_own_times(play: Any) -> None:
    play.granted(
        "entry/late", **late(play, counter="quay-1", called_at=play.now - timedelta(hours=2.5), note="Mất điện")
    )
    entry = play.facts[-1].entry()
    assert (entry.kind, entry.counter, entry.officer) == (EntryKind.ENTRY_LATE, "quay-1", "lan.nt")
    assert entry.data["came_at"] == "2026-11-23T04:30:00.000+07:00" and entry.data["outcome"] == "served"
    assert not play.lobby.cards, "it takes no number and joins no line"


@pytest.mark.parametrize("came, called, ended", [(3, None, -1), (2, None, 3), (3, 4, 2), (3, 1, 2), (24 * 40, None, 2)])
def test_times_that_cannot_be_are_told(play: Any, came: float, called: float | None, ended: float) -> None:
    hours = {"came_at": came, "called_at": called, "ended_at": ended}
    times = {key: play.now - timedelta(hours=value) for key, value in hours.items() if value is not None}
    decided = play.ask("entry/late", service="ho-tich", **times)
    assert decided.refused is not None and decided.refused.code.value == "bad_request"
    assert decided.refused.sentence.endswith(".")


def test_a_counter_that_left_the_settings_gives_its_citizen_back_to_the_line(play: Any) -> None:
    play.open("quay-1", "quay-2")
    play.issue()
    play.issue()
    play.next("quay-1")
    new = replace(play.site, counters={key: one for key, one in play.site.counters.items() if key != "quay-1"})
    facts, play.lobby = stamp(play.lobby, changed(new, play.lobby), play.now)
    play.site = new
    assert [fact.kind for fact in facts] == [EntryKind.TICKET_RETURNED, EntryKind.COUNTER_CLOSED]
    assert play.lobby.desk("quay-1").phase is CounterPhase.CLOSED
    assert play.next("quay-2") == "A001"


def test_help_at_a_counter_that_left_is_over_though_it_was_closed(play: Any) -> None:
    play.granted("counter/help", counter="quay-1")
    new = replace(play.site, counters={key: one for key, one in play.site.counters.items() if key != "quay-1"})
    _, after = stamp(play.lobby, changed(new, play.lobby), play.now)
    assert after.helps == {}


def test_a_field_that_left_the_settings_is_still_called(play: Any) -> None:
    play.open("quay-3")
    play.issue("ho-tich")
    play.site = replace(play.site, services={"dat-dai": play.site.services["dat-dai"]})
    assert changed(play.site, play.lobby) == ()
    assert play.next("quay-3") == "A001"


def test_one_officer_lets_the_loudspeakers_fall_silent_and_another_lets_them_speak(play: Any) -> None:
    play.granted("counter/hush", Role.KEYPAD, counter="quay-1")
    play.granted("counter/hush", counter="quay-2")
    assert play.lobby.hush is not None
    assert play.lobby.hush.counter == "quay-1"
    play.granted("counter/hush", counter="quay-2", active=False)
    assert play.lobby.hush is None
    kinds = [fact.kind for fact in play.facts]
    assert [kinds.count(kind) for kind in (EntryKind.VOICE_HUSHED, EntryKind.VOICE_RESUMED)] == [1, 1]
    assert play.refused("counter/hush", counter="quay-9") == "unknown_counter"


def test_loudspeakers_speak_again_on_the_next_day(play: Any) -> None:
    play.granted("counter/hush", counter="quay-1")
    play.forward(24 * 3600)
    play.issue()
    assert play.lobby.hush is None
