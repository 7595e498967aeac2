"""Invented dossiers are believable on any day and the same for the same seed."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backend_bridge.finding import WRONG_CODE
from backend_bridge.sandbox.invented import Inventor, Office
from backend_bridge.sandbox.kinds import KINDS
from backend_bridge.sandbox.procedures import load_procedures
from backend_bridge.sandbox.sentences import Place, todo_on
from lobby.contract.base import OFFICE_ZONE

FIELDS = {one.code: one.field for one in load_procedures()}
OFFICE = Office("H15.12", Place("UBND phường Tô Hiệu", "Quầy số 7"), FIELDS)
MINUTES = st.integers(0, 11 * 366 * 24 * 60)
MOMENTS = MINUTES.map(lambda minutes: datetime(2024, 1, 1, tzinfo=OFFICE_ZONE) + timedelta(minutes=minutes))


def test_every_kind_is_a_procedure_of_the_portal():
    assert {kind.procedure for kind in KINDS} == set(FIELDS)
    assert len(FIELDS) == 25


def test_the_same_seed_and_day_invent_the_same():
    now = datetime(2026, 11, 23, 9, tzinfo=OFFICE_ZONE)
    assert list(Inventor(OFFICE, 7, now).make(300)) == list(Inventor(OFFICE, 7, now).make(300))
    assert list(Inventor(OFFICE, 8, now).make(300)) != list(Inventor(OFFICE, 7, now).make(300))


@settings(max_examples=25)
@given(now=MOMENTS, seed=st.integers(0, 10_000))
def test_on_any_day_nothing_lies_in_the_future_and_every_way_runs_forward(now, seed):
    made = [one.dossier for one in Inventor(OFFICE, seed, now).make(300)]
    assert len({one.code for one in made}) == 300
    assert {one.status for one in made} == set(range(1, 11))
    for one in made:
        moments = [step.at for step in one.steps]
        moments += [moment for moment in (one.done_at, one.returned_at) if moment]
        assert moments[0] >= one.received_at
        assert max(moments) < now
        assert [step.at for step in one.steps] == sorted(step.at for step in one.steps)
        assert one.received_at.weekday() < 5
        assert (one.fee_due is not None) == (one.status == 6)
        assert (one.todo is None) == (one.status == 10)
        assert one.status not in (9, 10) or one.done_at
        assert "*" in one.holder_masked


@settings(max_examples=25)
@given(now=MOMENTS, seed=st.integers(0, 10_000))
def test_who_waits_is_told_the_day_to_come_back_and_it_is_still_to_come(now, seed):
    for one in (made.dossier for made in Inventor(OFFICE, seed, now).make(300)):
        if one.status in (2, 4):
            due = one.new_due_at or one.due_at
            assert due >= now
            assert todo_on(one, now) == f"Quý khách chờ đến ngày {due:%d/%m/%Y}. Chưa cần đến quầy."
        else:
            assert todo_on(one, now) == one.todo
            assert "chờ đến" not in (one.todo or "")


def test_nobody_is_told_to_wait_for_a_day_that_has_passed():
    now = datetime(2026, 11, 23, 9, tzinfo=OFFICE_ZONE)
    waiting = [made.dossier for made in Inventor(OFFICE, 7, now).make(300) if made.dossier.status in (2, 4)]
    assert waiting
    for one in waiting:
        due = one.new_due_at or one.due_at
        told = todo_on(one, due + timedelta(days=1))
        assert told == (
            f"Ngày hẹn {due:%d/%m/%Y} đã qua. Mời Quý khách gặp cán bộ tại Bộ phận Một cửa để nhận ngày hẹn mới."
        )
        assert "chờ" not in told


def test_the_receipt_has_one_short_name():
    now = datetime(2026, 11, 23, 9, tzinfo=OFFICE_ZONE)
    said = [made.dossier.todo for made in Inventor(OFFICE, 7, now).make(300) if made.dossier.status == 9]
    assert all("giấy biên nhận" in sentence for sentence in said)
    assert "giấy biên nhận" in WRONG_CODE
