"""When numbers are given, and what a citizen reads when none is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.contract.base import OFFICE_ZONE
from ticketing.engine.hours import ExtraDay, Hours, Period, next_change
from ticketing.engine.hours_words import day_words
from ticketing.engine.site import Service, Site

OFFICE_DAY = (Period(450, 690), Period(810, 1020))  # 07:30-11:30, 13:30-17:00
WEEK = (OFFICE_DAY,) * 5 + ((), ())
TET = {date(2026, 2, 14) + timedelta(days=one): "Tết Nguyên Đán" for one in range(2, 7)}
NATIONAL_DAY = {date(2025, 9, 1): "lễ Quốc khánh", date(2025, 9, 2): "lễ Quốc khánh"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE)


def office(**changes: object) -> Hours:
    return Hours(**{"week": WEEK, "holiday": (TET | NATIONAL_DAY).get, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2025-11-21 07:29", "Chưa đến giờ lấy số. Mở lúc 07:30."),
        ("2025-11-21 07:30", None),
        ("2025-11-21 11:29", None),
        ("2025-11-21 11:30", "Nghỉ trưa, mở lại lúc 13:30."),
        ("2025-11-21 13:30", None),
        ("2025-11-21 17:00", "Đã hết giờ lấy số hôm nay. Mở lại lúc 07:30 thứ Hai, 24/11."),
        ("2025-11-22 09:00", "Hôm nay không làm việc. Mở lại lúc 07:30 thứ Hai, 24/11."),
        ("2025-09-01 09:00", "Nghỉ lễ Quốc khánh. Mở lại lúc 07:30 thứ Tư, 03/9."),
        ("2025-08-29 18:00", "Đã hết giờ lấy số hôm nay. Nghỉ lễ Quốc khánh. Mở lại lúc 07:30 thứ Tư, 03/9."),
        ("2026-02-18 08:00", "Nghỉ Tết Nguyên Đán. Mở lại lúc 07:30 thứ Hai, 23/02."),
        ("2026-02-14 08:00", "Nghỉ Tết Nguyên Đán. Mở lại lúc 07:30 thứ Hai, 23/02."),
    ],
)
def test_a_citizen_reads_why_and_when_it_opens_again(moment: str, said: str | None) -> None:
    assert office().refusal(at(moment)) == said


def test_the_last_ticket_is_given_some_time_before_lunch_and_before_the_day_ends() -> None:
    hours = office(before_lunch_min=15, before_end_min=30)
    assert hours.refusal(at("2025-11-21 11:14")) is None
    assert hours.refusal(at("2025-11-21 11:15")) == "Đã hết giờ lấy số buổi này. Mở lại lúc 13:30."
    assert hours.refusal(at("2025-11-21 11:30")) == "Nghỉ trưa, mở lại lúc 13:30."
    assert hours.refusal(at("2025-11-21 16:29")) is None
    assert "hôm nay" in str(hours.refusal(at("2025-11-21 16:30")))
    assert hours.ends(date(2025, 11, 21)) == at("2025-11-21 17:00")


def test_numbers_are_given_a_little_before_the_doors_open() -> None:
    hours = office(early_min=15)
    assert hours.refusal(at("2025-11-21 07:14")) == "Chưa đến giờ lấy số. Mở lúc 07:15."
    assert hours.refusal(at("2025-11-21 07:15")) is None
    assert hours.refusal(at("2025-11-21 12:00")) == "Nghỉ trưa, mở lại lúc 13:15."
    assert hours.refusal(at("2025-11-21 13:15")) is None


def test_numbers_go_on_through_lunch_where_the_site_wants_it() -> None:
    hours = office(through_lunch=True, before_lunch_min=15)
    assert hours.refusal(at("2025-11-21 11:20")) is None
    assert hours.refusal(at("2025-11-21 12:30")) is None
    assert hours.next_end(at("2025-11-21 09:00")) == at("2025-11-21 17:00")


def test_a_pause_shorter_than_the_early_minutes_is_no_pause() -> None:
    hours = office(week=((Period(450, 600), Period(610, 700)),) * 7, early_min=15)
    assert hours.refusal(at("2025-11-21 10:05")) is None
    assert hours.next_end(at("2025-11-21 09:00")) == at("2025-11-21 11:40")


def test_a_gap_in_the_afternoon_is_not_called_lunch() -> None:
    hours = office(week=((Period(450, 900), Period(960, 1020)),) * 7)
    assert hours.refusal(at("2025-11-21 15:10")) == "Đang nghỉ giữa hai buổi. Mở lại lúc 16:00."


def test_the_sites_own_closed_day_says_the_sites_own_reason() -> None:
    hours = office(closed={date(2025, 11, 20): "Cơ quan tổ chức đại hội."})
    assert hours.refusal(at("2025-11-20 09:00")) == ("Cơ quan tổ chức đại hội. Mở lại lúc 07:30 thứ Sáu, 21/11.")
    assert hours.ends(date(2025, 11, 20)) is None


def test_a_saturday_worked_for_a_monday_has_mondays_hours_even_on_a_holiday() -> None:
    saturday, day = date(2025, 8, 30), date(2025, 9, 2)
    hours = office(extra={saturday: ExtraDay(like=0), day: ExtraDay((Period(480, 600),))})
    assert hours.refusal(at("2025-08-30 14:00")) is None
    assert hours.refusal(at("2025-09-02 08:30")) is None
    assert hours.refusal(at("2025-09-02 07:30")) == "Chưa đến giờ lấy số. Mở lúc 08:00."
    assert hours.ends(day) == at("2025-09-02 10:00")


def test_a_site_that_never_opens_says_so_and_does_not_loop() -> None:
    hours = Hours(((),) * 7)
    assert hours.refusal(at("2025-11-21 09:00")) == "Hôm nay không làm việc. Chưa có lịch mở lại."
    assert hours.next_opening(at("2025-11-21 09:00")) is None


def test_a_date_of_another_year_says_its_year() -> None:
    assert day_words(date(2027, 1, 4), date(2026, 12, 31)) == "thứ Hai, 04/01/2027"
    assert day_words(date(2026, 3, 8), date(2026, 3, 6)) == "Chủ nhật, 08/3"


def test_a_machine_in_utc_keeps_the_offices_time() -> None:
    hours = office()
    assert hours.refusal(datetime(2025, 11, 21, 0, 30, tzinfo=UTC)) is None
    assert hours.refusal(datetime(2025, 11, 21, 9, 59, tzinfo=UTC)) is None
    assert hours.refusal(datetime(2025, 11, 21, 10, 0, tzinfo=UTC)) is not None
    assert hours.ends(date(2025, 11, 21)) == datetime(2025, 11, 21, 10, 0, tzinfo=UTC)


def test_a_sites_next_change_is_that_of_whichever_field_turns_first() -> None:
    early = Hours(((Period(360, 420),),) * 7)
    services = {"a": Service("a", "A"), "b": Service("b", "B", hours=early)}
    site = Site(services, {}, frozenset(), hours=office())
    assert next_change(site, at("2025-11-21 05:00")) == at("2025-11-21 06:00")
    assert next_change(site, at("2025-11-21 08:00")) == at("2025-11-21 11:30")
    assert next_change(Site({"a": Service("a", "A")}, {}, frozenset()), at("2025-11-21 05:00")) is None


@st.composite
def days(draw: st.DrawFn) -> tuple[Period, ...]:
    marks = sorted(draw(st.lists(st.integers(0, 1440), min_size=0, max_size=6, unique=True)))
    return tuple(Period(*pair) for pair in zip(marks[::2], marks[1::2], strict=False))


NEAR = st.dates(date(2025, 1, 1), date(2025, 1, 21))
START = datetime(2025, 1, 1, tzinfo=OFFICE_ZONE)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=20)).map(lambda later: START + later)


@st.composite
def any_hours(draw: st.DrawFn) -> Hours:
    margin = st.integers(0, 120)
    holidays = draw(st.dictionaries(NEAR, st.just("lễ"), max_size=6))
    return Hours(
        week=tuple(draw(days()) for _ in range(7)),
        holiday=holidays.get,
        closed=draw(st.dictionaries(NEAR, st.just("Mất điện."), max_size=4)),
        extra=draw(
            st.dictionaries(
                NEAR,
                days().map(ExtraDay) | st.integers(0, 6).map(lambda one: ExtraDay(like=one)),
                max_size=4,
            )
        ),
        early_min=draw(margin),
        before_lunch_min=draw(margin),
        before_end_min=draw(margin),
        through_lunch=draw(st.booleans()),
    )


@given(any_hours(), NEAR)
def test_what_is_said_only_changes_when_it_was_told_to(hours: Hours, day: date) -> None:
    midnight = datetime.combine(day, datetime.min.time(), OFFICE_ZONE)
    marks = {0} | {mark for one in hours.periods(day) for mark in (one.opens, one.closes)}
    margins = (0, hours.early_min, hours.before_lunch_min, hours.before_end_min)
    minutes = sorted({max(0, mark - margin) for mark in marks for margin in margins})
    moments = [midnight + timedelta(minutes=minute) for minute in minutes if minute < 24 * 60]
    for place, moment in enumerate(moments):
        change = hours.next_change(moment)
        assert change is not None and moment < change <= midnight + timedelta(days=1)
        for one in (*moments[place:], change - timedelta(microseconds=1)):
            assert one >= change or hours.refusal(one) == hours.refusal(moment)


@given(any_hours(), MOMENTS)
def test_it_opens_when_it_says_it_opens(hours: Hours, moment: datetime) -> None:
    said, opening = hours.refusal(moment), hours.next_opening(moment)
    if said is None:
        end = hours.next_end(moment)
        assert end is not None and moment < end and hours.refusal(end - timedelta(seconds=1)) is None
        assert hours.refusal(end) is not None or end.time() == datetime.min.time()
        return
    assert hours.next_end(moment) is None
    if opening is None:
        assert said.endswith("Chưa có lịch mở lại.")
        return
    assert f"{opening:%H:%M}" in said
    assert hours.refusal(opening) is None
    assert hours.refusal(opening - timedelta(seconds=1)) is not None
    step = moment
    while (step := hours.next_change(step) or opening) < opening:
        assert hours.refusal(step) is not None


@given(any_hours(), NEAR)
def test_a_day_ends_with_its_last_period_and_gives_no_number_after(hours: Hours, day: date) -> None:
    end = hours.ends(day)
    assert (end is None) == (hours.periods(day) == ())
    if end is not None:
        assert end == datetime.combine(day, datetime.min.time(), OFFICE_ZONE) + timedelta(
            minutes=max(one.closes for one in hours.periods(day))
        )
        late = end + (datetime.combine(day + timedelta(days=1), datetime.min.time(), OFFICE_ZONE) - end) / 2
        assert late == end or hours.refusal(late) is not None


@given(st.integers(1976, 2100), st.integers(1, 12))
def test_the_offices_zone_has_no_summer_time(year: int, month: int) -> None:
    assert datetime(year, month, 1, tzinfo=OFFICE_ZONE).utcoffset() == timedelta(hours=7)
