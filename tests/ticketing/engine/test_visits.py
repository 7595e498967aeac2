"""Visits as citizens and officers live them, on the pure rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from lobby.contract.calls import Shown
from lobby.contract.journal import EntryKind
from lobby.contract.roles import Role
from lobby.contract.states import CounterPhase
from ticketing.engine.decide import stamp
from ticketing.engine.pictures import counter_state, rating_open
from ticketing.engine.presenting import presented
from ticketing.engine.selection import line


def test_a_visit_from_number_to_rating(play: Any) -> None:
    play.open("quay-1")
    issued = play.granted("ticket/issue", Role.DISPENSER, service="ho-tich")
    assert (issued.ticket.number, issued.ahead) == ("A001", 0)
    play.forward(60)
    called = play.granted("counter/next", counter="quay-1")
    assert called.ticket.counter == "quay-1" and called.ticket.calls == 1
    assert called.why == "Chờ lâu nhất trong lĩnh vực Hộ tịch – Chứng thực."
    play.forward(20)
    assert play.granted("counter/serve", counter="quay-1").ticket.served_at == play.now
    play.forward(300)
    finished = play.granted("counter/finish", counter="quay-1", dossier="H15.12-250701-0001")
    assert finished.ticket.state == "served"
    assert rating_open(play.lobby, "quay-1", play.now).rate == finished.rate
    play.forward(5)
    play.granted("rating/submit", Role.PAD, "quay-1", rate=finished.rate, score=5, at=play.now)


def rate(play: Any, at_counter: str | None = "quay-1", after_s: float = 4, **fields: Any) -> str:
    play.forward(after_s)
    decided = play.ask("rating/submit", Role.PAD, at_counter, score=4, at=play.now, **fields)
    return "ok" if decided.refused is None else decided.refused.code.value


def finished(play: Any) -> str:
    play.open("quay-1")
    play.issue()
    play.next()
    token: str = play.granted("counter/finish", counter="quay-1").rate
    return token


def test_a_service_is_rated_once(play: Any) -> None:
    token = finished(play)
    assert rate(play, rate=token) == "ok"
    assert rate(play, rate=token) == "already_rated"
    assert rate(play, counter="quay-1") == "already_rated"
    assert rating_open(play.lobby, "quay-1", play.now) is None


def test_a_rating_closes_after_a_minute_with_a_little_grace_for_a_slow_link(play: Any) -> None:
    token = finished(play)
    play.forward(61)
    assert rating_open(play.lobby, "quay-1", play.now) is None
    assert rate(play, rate=token, after_s=10) == "wrong_state"


def test_the_next_call_closes_the_rating_but_not_the_one_it_opened_itself(play: Any) -> None:
    token = finished(play)
    play.issue()
    play.issue()
    play.next()
    assert rate(play, rate=token) == "wrong_state"
    play.next()
    assert rating_open(play.lobby, "quay-1", play.now).number == "A002"
    assert rate(play, counter="quay-1") == "ok"


def test_a_pad_rates_at_its_own_counter_only_and_no_invented_token(play: Any) -> None:
    token = finished(play)
    assert rate(play, at_counter="quay-2", rate=token) == "forbidden"
    assert rate(play, rate="khong-co-that") == "not_found"
    assert rate(play, counter="quay-2", at_counter="quay-2") == "wrong_state"
    assert rate(play) == "bad_request"


def test_next_ends_the_ticket_in_hand_and_changes_nothing_where_nobody_waits(play: Any) -> None:
    play.open("quay-1")
    play.issue()
    first = play.next()
    assert play.refused("counter/next", counter="quay-1") == "nobody_waiting"
    assert play.lobby.in_hand("quay-1").ticket.number == first
    play.issue()
    assert play.next() == "A002"
    assert [fact.kind for fact in play.last] == [EntryKind.TICKET_SERVED, EntryKind.TICKET_CALLED]


def test_a_counter_calls_the_longest_waiting_of_all_its_fields(play: Any) -> None:
    play.open("quay-2")
    taken = [play.issue(service) for service in ("dat-dai", "ho-tich", "dat-dai", "ho-tich")]
    assert [play.next("quay-2") for _ in taken] == taken == ["B001", "A001", "B002", "A002"]


def test_a_recall_is_a_new_call_of_the_same_ticket(play: Any) -> None:
    play.open("quay-1")
    play.issue()
    first = play.granted("counter/next", counter="quay-1")
    again = play.granted("counter/recall", counter="quay-1")
    assert again.call_id != first.call_id and again.ticket.calls == 2
    assert (play.last[0].kind, play.last[0].data["nth"]) == (EntryKind.TICKET_RECALLED, 2)
    play.granted("counter/serve", counter="quay-1")
    assert play.refused("counter/recall", counter="quay-1") == "wrong_state"


def test_parked_and_missed_numbers_come_back_when_their_number_is_called(play: Any) -> None:
    play.open("quay-1")
    play.issue()
    play.issue()
    play.next()
    play.granted("counter/park", counter="quay-1", reason="Đi lấy thêm giấy tờ")
    play.next()
    assert play.granted("counter/no-show", counter="quay-1").ticket.state == "no_show"
    back = play.granted("counter/call", counter="quay-1", number="a001")
    assert (back.ticket.state, back.ticket.ended_at, back.ticket.calls) == ("called", None, 2)
    missed = play.granted("counter/call", counter="quay-1", number="A002")
    assert missed.why == "Công dân quay lại sau khi vắng mặt."
    assert play.refused("counter/call", counter="quay-1", number="A001") == "wrong_state"
    assert play.refused("counter/call", counter="quay-1", number="A099") == "unknown_ticket"


def test_a_number_at_one_counter_is_refused_to_another(play: Any) -> None:
    play.open("quay-1", "quay-2", "quay-3")
    play.issue()
    play.issue()
    play.next("quay-1")
    assert play.refused("counter/call", counter="quay-2", number="A001") == "wrong_state"
    assert play.refused("counter/call", counter="quay-3", number="A002") == "wrong_state"


def test_a_transferred_ticket_takes_the_place_it_was_given(play: Any) -> None:
    play.open("quay-1", "quay-3")
    moved = [play.issue("ho-tich") for _ in range(3)]
    waiting = play.issue("dat-dai")
    for place in ("last", "by_time", "first"):
        play.next("quay-1")
        play.granted("counter/transfer", counter="quay-1", service="dat-dai", place=place)
    assert [play.next("quay-3") for _ in range(4)] == [moved[2], moved[1], waiting, moved[0]]


def test_a_ticket_sent_to_a_counter_waits_for_that_one_until_it_closes(play: Any) -> None:
    play.open("quay-1", "quay-2")
    play.issue()
    play.next("quay-1")
    play.granted("counter/transfer", counter="quay-1", to="quay-2")
    assert play.refused("counter/next", counter="quay-1") == "nobody_waiting"
    assert [card.ticket.number for card in line(play.site, play.lobby, "quay-2", play.now)] == ["A001"]
    play.granted("counter/close", counter="quay-2")
    assert play.next("quay-1") == "A001"


def test_a_transfer_names_one_aim_that_exists(play: Any) -> None:
    play.open("quay-1")
    play.issue()
    assert play.refused("counter/transfer", counter="quay-1", service="dat-dai") == "wrong_state"
    play.next()
    assert play.refused("counter/transfer", counter="quay-1") == "bad_request"
    assert play.refused("counter/transfer", counter="quay-1", service="x") == "unknown_service"
    assert play.refused("counter/transfer", counter="quay-1", to="x") == "unknown_counter"


def test_a_counter_is_opened_before_it_calls_and_ends_its_ticket_before_it_closes(play: Any) -> None:
    play.issue()
    assert play.refused("counter/next", counter="quay-1") == "counter_closed"
    assert play.refused("counter/next", counter="quay-9") == "unknown_counter"
    play.open("quay-1")
    play.next()
    assert play.refused("counter/close", counter="quay-1") == "wrong_state"
    play.granted("counter/pause", counter="quay-1", reason="Họp đột xuất")
    assert counter_state(play.site, play.lobby, "quay-1", play.now).pause_reason == "Họp đột xuất"
    assert play.refused("counter/next", counter="quay-1") == "wrong_state"
    play.granted("counter/finish", counter="quay-1")
    assert play.granted("counter/resume", counter="quay-1").counter.state is CounterPhase.OPEN
    assert play.granted("counter/close", counter="quay-1").counter.state is CounterPhase.CLOSED
    play.granted("counter/close", counter="quay-1")
    assert play.last == ()


def test_closed_fields_and_unknown_classes_give_no_number(play: Any) -> None:
    decided = play.ask("ticket/issue", service="dong")
    assert (decided.refused.code, decided.refused.sentence) == ("service_closed", "Nghỉ đến thứ Hai.")
    assert play.refused("ticket/issue", service="khong-co") == "unknown_service"
    assert play.refused("ticket/issue", service="ho-tich", priority="vip") == "bad_request"


def test_a_citizen_follows_a_number_and_gives_it_back(play: Any) -> None:
    play.issue()
    mine = play.granted("ticket/issue", service="ho-tich")
    assert play.granted("ticket/track", Role.KIOSK, track=mine.track).ahead == 1
    assert play.refused("ticket/cancel", Role.KIOSK, ticket=mine.ticket.ticket) == "forbidden"
    assert play.granted("ticket/cancel", Role.KIOSK, track=mine.track).ticket.state == "cancelled"
    assert play.refused("ticket/cancel", Role.KIOSK, track=mine.track) == "wrong_state"
    assert play.refused("ticket/track", track="khong-co-that") == "unknown_ticket"


def test_a_cancelled_call_leaves_the_counter_free(play: Any) -> None:
    play.open("quay-1")
    play.issue()
    ticket = play.granted("counter/next", counter="quay-1").ticket.ticket
    play.granted("ticket/cancel", ticket=ticket)
    assert play.lobby.in_hand("quay-1") is None


def test_a_new_day_expires_who_still_waited_and_starts_at_one(play: Any) -> None:
    play.open("quay-1", "quay-2")
    for _ in range(4):
        play.issue()
    play.next("quay-1")
    play.granted("counter/serve", counter="quay-1")
    play.next("quay-2")
    play.now += timedelta(days=1)
    assert play.refused("counter/next", counter="quay-1") == "counter_closed"
    ended = {fact.ticket.number: fact.kind.value for fact in play.last if fact.ticket is not None}
    assert ended == {
        "A001": "ticket.served",
        "A002": "ticket.expired",
        "A003": "ticket.expired",
        "A004": "ticket.expired",
    }
    assert [fact.kind.value for fact in play.last[-2:]] == ["day.closed", "day.opened"]
    assert play.issue() == "A001"


def test_midnight_is_the_offices_own(new_play: Callable[..., Any]) -> None:
    play = new_play()
    play.now = play.now.replace(hour=23, minute=59)
    assert play.issue() == "A001"
    play.forward(120)
    assert play.issue() == "A001"
    assert [fact.kind.value for fact in play.facts].count("day.opened") == 2


def test_a_clock_that_jumps_back_neither_restarts_numbers_nor_dates_backwards(play: Any) -> None:
    play.issue()
    newest = play.lobby.at
    play.now -= timedelta(days=400)
    assert play.issue() == "A002"
    assert play.lobby.at == newest


def test_a_counters_picture_tells_in_which_languages_its_ticket_is_called(play: Any) -> None:
    play.open("quay-1")
    for lang in ("en", "vi"):
        play.granted("ticket/issue", service="ho-tich", lang=lang)
    seen = []
    for _ in range(2):
        play.granted("counter/next", counter="quay-1")
        seen.append(counter_state(play.site, play.lobby, "quay-1", play.now).languages)
    assert seen == [("vi", "en"), None]


def test_a_call_is_counted_once_for_each_device_and_only_while_it_is_the_newest(play: Any) -> None:
    play.open("quay-1")
    play.issue()
    call = play.granted("counter/next", counter="quay-1").call_id

    def tell(device: str, how: str, call_id: str) -> None:
        draft = presented(play.lobby, device, Shown.model_validate({"call_id": call_id, "as": how, "at": play.now}))
        _, play.lobby = stamp(play.lobby, [draft] if draft else [], play.now)

    for device, how in (("board-1", "displayed"), ("board-1", "displayed"), ("led-1", "displayed"), ("s", "spoken")):
        tell(device, how, call)
    seen = counter_state(play.site, play.lobby, "quay-1", play.now).presented
    assert (seen.displayed, seen.spoken) == (2, 1)
    play.granted("counter/recall", counter="quay-1")
    tell("board-1", "displayed", call)
    assert counter_state(play.site, play.lobby, "quay-1", play.now).presented.displayed == 0
