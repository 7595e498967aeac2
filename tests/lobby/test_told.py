"""What a device told of its calls is told until the hub's count has it, less and less often."""

from __future__ import annotations

import pytest

from lobby.calls.told import AGAIN_S, HEARD_WITHIN_S, REMEMBERED, Told
from lobby.contract.base import wire_time
from lobby.contract.calls import Shown, ShownAs
from lobby.contract.states import CounterState, Presented

AT = Shown.example["at"]


def word(shown_as: ShownAs, nth: int = 1) -> Shown:
    call_id = f"7b0c4c52-8d53-4a51-b7b5-{nth:012d}"
    return Shown.model_validate({"call_id": call_id, "as": shown_as, "at": AT})


def picture(shown: Shown, **presented: int) -> CounterState:
    fields = {"rev": 1, "at": wire_time(shown.at), "counter": "quay-1", "name": "Quầy số 1", "state": "open"}
    return CounterState.model_validate({**fields, "call_id": shown.call_id, "presented": Presented(**presented)})


@pytest.mark.parametrize(
    ("counts_as", "own", "other"), [(ShownAs.DISPLAYED, "displayed", "spoken"), (ShownAs.SPOKEN, "spoken", "displayed")]
)
def test_a_word_is_told_until_the_hub_counts_it_as_its_own(counts_as: ShownAs, own: str, other: str) -> None:
    told, shown = Told(counts_as), word(counts_as)
    told.tell(shown, True, 0.0)
    unheard = [picture(shown, **{other: 3})]
    assert told.due(unheard, HEARD_WITHIN_S - 0.1) == []
    assert told.due(unheard, HEARD_WITHIN_S) == [shown]
    assert told.due([picture(shown, **{own: 1})], HEARD_WITHIN_S) == []


def test_each_wait_is_twice_as_long_as_the_one_before() -> None:
    told, shown = Told(ShownAs.SPOKEN), word(ShownAs.SPOKEN)
    told.tell(shown, True, 0.0)
    at = 0.0
    for wait_s in (HEARD_WITHIN_S, 2 * HEARD_WITHIN_S, 4 * HEARD_WITHIN_S):
        assert told.due([picture(shown)], at + wait_s - 0.1) == []
        at += wait_s
        assert told.due([picture(shown)], at) == [shown]
        told.tell_again(shown, True, at)


def test_what_did_not_go_out_is_tried_each_second_and_then_given_its_whole_wait() -> None:
    told, shown = Told(ShownAs.DISPLAYED), word(ShownAs.DISPLAYED)
    told.tell(shown, False, 0.0)
    assert told.due([], AGAIN_S / 2) == []
    assert told.due([], AGAIN_S) == [shown]
    told.tell_again(shown, False, AGAIN_S)
    assert told.due([], 2 * AGAIN_S) == [shown]
    told.tell_again(shown, True, 2 * AGAIN_S)
    assert told.due([picture(shown)], 2 * AGAIN_S + HEARD_WITHIN_S - 0.1) == []
    assert told.due([picture(shown)], 2 * AGAIN_S + HEARD_WITHIN_S) == [shown]


def test_a_failure_is_told_once_and_again_only_where_it_did_not_go_out() -> None:
    told, failed = Told(ShownAs.SPOKEN), word(ShownAs.FAILED)
    told.tell(failed, False, 0.0)
    assert told.of(failed.call_id) is ShownAs.FAILED
    assert told.due([], AGAIN_S) == [failed]
    told.tell_again(failed, True, AGAIN_S)
    assert told.due([picture(failed)], 3600.0) == []


def test_a_call_that_stands_on_no_counter_any_more_is_told_no_more() -> None:
    told, first, second = Told(ShownAs.DISPLAYED), word(ShownAs.DISPLAYED), word(ShownAs.DISPLAYED, 2)
    told.tell(first, True, 0.0)
    told.tell(second, True, 0.0)
    assert told.due([picture(second)], HEARD_WITHIN_S) == [second]


def test_only_the_newest_calls_are_remembered() -> None:
    told = Told(ShownAs.DISPLAYED)
    for nth in range(REMEMBERED + 5):
        told.tell(word(ShownAs.DISPLAYED, nth), False, 0.0)
    due = told.due([], AGAIN_S)
    assert len(due) == REMEMBERED and due[0] == word(ShownAs.DISPLAYED, 5)
    assert told.of(word(ShownAs.DISPLAYED, 4).call_id) is None
