"""A dossier's way in words: a day that went by is told as such, and nobody else reads who hands it in."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.dossier_course import gone_by, milestones_of, overdue
from kiosk.presenters.dossier_words import as_opened, fee_of, for_all_eyes, state_of, todo_of
from kiosk.presenters.result_views import When
from kiosk.presenters.slip_words import dossier_slip
from kiosk.presenters.wording import Tongue, as_written
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE, STATUS_TEXTS, Dossier
from lobby.contract.replies import Found

NOW = datetime(2026, 11, 23, 8, 9, tzinfo=OFFICE_ZONE)
PAST, COMING = "2026-11-20T17:00:00+07:00", "2026-12-01T17:00:00+07:00"
NAMED = "Mời bà Nguyễn Thị A"
STATUSES = list(STATUS_TEXTS)


def dossier(status: int, **changed: object) -> Dossier:
    fields = {"status": status, "status_text": STATUS_TEXTS[status], "received_at": "2026-11-10T08:00:00+07:00"}
    return Dossier.model_validate({**DOSSIER_EXAMPLE, **fields, **changed})


def course(one: Dossier) -> list[tuple[str, str, When]]:
    return [(station.label, station.value, station.when) for station in milestones_of(one, NOW, as_written)]


@pytest.mark.parametrize("status", [2, 4])
def test_a_promise_that_was_not_kept_bears_no_tick_and_says_so(status: int) -> None:
    one = dossier(status, due_at=PAST)
    stations = course(one)
    assert stations[1] == ("Đã quá ngày hẹn", "20/11/2026", When.OVERDUE)
    assert stations[2][0] == "Đang ở bước" and stations[2][2] is When.NOW
    todo, _ = todo_of(one, NOW, (), Tongue({}))
    assert todo == "Ngày hẹn 20/11/2026 đã qua. Mời Quý khách gặp cán bộ tại quầy để biết ngày hẹn mới."


@pytest.mark.parametrize("due", ["2026-11-23T08:00:00+07:00", "2026-11-23T00:00:00+07:00", "2026-11-22T17:30:00+00:00"])
@pytest.mark.parametrize("status", [2, 4])
def test_on_the_due_day_itself_the_day_has_not_passed(status: int, due: str) -> None:
    one = dossier(status, due_at=due)
    assert not overdue(one, NOW)
    assert course(one)[-1] == ("Hẹn trả kết quả", "23/11/2026", When.COMING)
    assert todo_of(one, NOW, (), Tongue({}))[0].startswith("Vui lòng chờ đến ngày 23/11/2026.")
    assert overdue(one, datetime(2026, 11, 24, 0, 1, tzinfo=OFFICE_ZONE))


def test_a_result_ready_on_its_day_kept_its_promise_whatever_the_hour() -> None:
    kept = course(dossier(9, due_at="2026-11-20T00:00:00+07:00", done_at="2026-11-20T16:00:00+07:00"))
    assert ("Hẹn trả kết quả", "20/11/2026", When.PAST) in kept


@pytest.mark.parametrize("status", [2, 4])
def test_an_old_answer_asks_nobody_to_wait_for_a_day_that_has_gone_by_since(status: int) -> None:
    one, as_of = dossier(status, due_at=PAST), datetime(2026, 11, 19, 8, 0, tzinfo=OFFICE_ZONE)
    on = {day: todo_of(one, as_of, (), Tongue({}), date(2026, 11, day))[0] for day in (20, 22)}
    assert on[20].startswith("Vui lòng chờ đến ngày 20/11/2026.")
    assert on[22] == "Số liệu này cũ và ngày hẹn 20/11/2026 đã qua. Mời Quý khách hỏi cán bộ tại quầy."
    assert "old" in todo_of(one, as_of, (), both(), date(2026, 11, 22))[0]
    assert not gone_by(one, NOW, NOW.date()), "what was late already is told as late"


@pytest.mark.parametrize("status", [2, 4])
@pytest.mark.parametrize("as_of", [NOW, datetime(2026, 11, 19, tzinfo=OFFICE_ZONE)], ids=["late", "gone by"])
def test_a_backend_that_still_asks_to_wait_does_not_gainsay_the_way_to_a_counter(status: int, as_of: datetime) -> None:
    wait = "Vui lòng chờ đến ngày hẹn trả kết quả."
    opened = as_opened(dossier(status, due_at=PAST, todo=wait, steps=[{"at": PAST, "what": "Nhận", "unit": "Phòng"}]))
    first, beside = todo_of(opened, as_of, (), Tongue({}), NOW.date())
    assert "đã qua" in first and "chờ" not in first
    assert beside == wait
    in_time = opened.model_copy(update={"due_at": datetime.fromisoformat(COMING)})
    assert todo_of(in_time, as_of, (), Tongue({}), NOW.date()) == (wait, None)


def test_sums_are_grouped_as_the_language_spoken_does() -> None:
    owed = dossier(6, fee_due=1_250_000)
    assert fee_of(owed, as_written) == "1.250.000 đ"
    assert fee_of(owed, translator("en")) == "1,250,000 VND"


def test_of_two_promises_the_old_one_is_told_as_old_and_the_new_one_stands() -> None:
    stations = course(dossier(4, due_at=PAST, new_due_at=COMING))
    assert ("Ngày hẹn cũ, đã thay", "20/11/2026", When.REPLACED) in stations
    assert stations[-1] == ("Hẹn lại ngày", "01/12/2026", When.COMING)
    late = course(dossier(4, due_at="2026-11-16T17:00:00+07:00", new_due_at=PAST))
    assert [when for _, _, when in late] == [When.PAST, When.REPLACED, When.OVERDUE, When.NOW]


@pytest.mark.parametrize("status", STATUSES)
def test_only_a_result_that_was_ready_in_time_ticks_off_its_promise(status: int) -> None:
    promised = [when for _, day, when in course(dossier(status, due_at=PAST)) if day == "20/11/2026"]
    assert promised == [When.OVERDUE if overdue(dossier(status, due_at=PAST), NOW) else When.REPLACED]
    if status in (9, 10):
        kept = course(dossier(status, due_at=PAST, done_at="2026-11-19T17:00:00+07:00"))
        assert ("Hẹn trả kết quả", "20/11/2026", When.PAST) in kept
        late = course(dossier(status, due_at=PAST, done_at="2026-11-21T17:00:00+07:00"))
        assert ("Hẹn trả kết quả", "20/11/2026", When.REPLACED) in late


@pytest.mark.parametrize("status", STATUSES)
def test_where_the_dossier_is_now_is_told_without_a_step_of_the_backends(status: int) -> None:
    now = [value for _, value, when in course(dossier(status)) if when is When.NOW]
    assert len(now) == (0 if status == 10 else 1) and all(now)


@pytest.mark.parametrize("status", STATUSES)
def test_words_of_the_backends_own_are_for_the_holder_of_the_check_code_alone(status: int) -> None:
    steps = [{"at": PAST, "what": NAMED, "unit": "Phòng"}]
    free = {"status_text": NAMED, "step": NAMED, "todo": NAMED}
    closed = as_opened(dossier(status, **free, holder_masked="N*** T** A"))
    assert NAMED not in repr(closed) and closed.holder_masked is None and closed == for_all_eyes(closed)
    assert state_of(dossier(status, **free), as_written) == STATUS_TEXTS[status]
    opened = as_opened(dossier(status, **free, steps=steps))
    assert todo_of(opened, NOW, (), Tongue({})) == (NAMED, None)
    slip = dossier_slip(
        "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11", Found(dossier=opened, as_of=NOW, fresh=True), (), both()
    )
    assert NAMED not in slip.model_dump_json() and slip.state == STATUS_TEXTS[status] and slip.todo


def both() -> Tongue:
    tongue = Tongue({"en": translator("en")})
    tongue.switch()
    return tongue
