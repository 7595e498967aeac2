"""The head's live figures: what the page says is what the journal's entries say, counted here by other means."""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.requests import RatingSubmit
from lobby.contract.roles import Role
from ticketing.desk.charts import HEIGHT, Bar, Group, placed
from ticketing.desk.daybook import FRESH_S, Daybook
from ticketing.desk.figure_words import count_words, share_words, time_words
from ticketing.desk.today_charts import charts
from ticketing.desk.today_seen import seen_now
from ticketing.desk.today_view import compared, tiles
from ticketing.engine.cases import Asking
from ticketing.hub.gathering import Asked
from ticketing.journal import figure_rows, on_time
from ticketing.journal.figure import Figure, Key
from ticketing.journal.files import FILE
from ticketing.journal.on_time import Given
from ticketing.journal.store import set_mark
from ticketing.journal.upkeep import COUNTED

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site
    from ticketing.desk.web import WebPart

TODAY = date(2026, 11, 23)
_TILE = re.compile(r"<dt>([^<]*)</dt><dd>([^<]*)</dd><dd class=\"under\">([^<]*)</dd>")


@pytest.fixture
def head(open_browser: Callable[[], Browser]) -> Browser:
    made = open_browser()
    made.log_in("truong.pv", "mat-khau-dau")
    made.send("/desk/password", old="mat-khau-dau", new="rieng-cua-truong", again="rieng-cua-truong")
    return made


def play(site: Site, officer: Browser, clock: HandClock, people: int = 24) -> None:
    """Let people come for three hours: most are served, some rate, some do not come, one act is taken back."""
    officer.do("counter/open")
    for nth in range(people):
        site.take()
        clock.forward(7 * 60 + nth)
        if nth % 3 == 0:
            officer.do("counter/next")
            clock.forward(20)
            if nth % 9 == 0:
                officer.do("counter/no-show")
            else:
                officer.do("counter/serve")
                clock.forward(150 + 17 * nth)
                done = officer.do("counter/finish")
                rate(site, str((done.json or {})["data"]["rate"]), 2 + nth % 4, clock)
    officer.do("counter/next")
    officer.do("counter/serve")
    officer.do("counter/finish")
    assert (officer.do("counter/undo").json or {})["ok"]
    clock.forward(FRESH_S + 1)


def rate(site: Site, token: str, score: int, clock: HandClock) -> None:
    clock.forward(30)
    request = RatingSubmit.model_validate(
        {"id": str(uuid.uuid4()), "rate": token, "score": score, "scale": 5, "at": clock.now(), "after_ms": 9000}
    )
    assert site.keeper.settle(Asked(Asking("pad-1", Role.PAD, None, None), request)).ok


def independent(site: Site) -> dict[str, Any]:
    """Count the day by plain SQL and JSON."""
    with closing(sqlite3.connect(site.settings.state / FILE)) as file:
        rows = file.execute("SELECT at, kind, ticket, data FROM entries ORDER BY seq").fetchall()
    entries = [(at, kind, json.loads(ticket or "{}"), json.loads(data)) for at, kind, ticket, data in rows]
    undone = Counter(data["undone"] for _, kind, _, data in entries if kind == "counter.undone")
    counts = Counter(kind for _, kind, _, _ in entries) - undone
    waits = [since(t["issued_at"], at) for at, kind, t, _ in entries if kind == "ticket.called" and t["calls"] == 1]
    times = [since(t["served_at"], t["ended_at"]) for _, kind, t, _ in entries if kind == "ticket.served"]
    scores = [data["score"] for _, kind, _, data in entries if kind == "rating.submitted" and not data.get("doubts")]
    # The one that was taken back is the last one served.
    return {"counts": counts, "waits": waits, "times": times[: -undone["ticket.served"]], "scores": scores}


def since(begun: str, ended: str) -> int:
    return int((datetime.fromisoformat(ended) - datetime.fromisoformat(begun)).total_seconds())


def told(page: str) -> dict[str, tuple[str, str]]:
    return {name: (value, under) for name, value, under in _TILE.findall(page)}


def past(site: Site, days: dict[date, int], served: int = 12) -> None:
    """Keep figures of days before: so many numbers taken at 8 and as many again at 14 o'clock."""
    figure = Figure(Counter(served=served), Counter({300: served}), Counter({240: served}))
    with site.hub._journal.transaction() as writer:
        for day, issued in days.items():
            for hour in (8, 14):
                keys = {
                    Key(day.isoformat(), hour, "ho-tich"): Figure(Counter(issued=issued)),
                    Key(day.isoformat(), hour, "ho-tich", "quay-1", "lan.nt"): figure,
                }
                figure_rows.keep(writer, figure_rows.added(writer, keys))


def test_the_page_says_what_the_entries_say(head: Browser, officer: Browser, site: Site, clock: HandClock) -> None:
    play(site, officer, clock)
    tiles_, counted = told(head.get("/desk/head/now").text), independent(site)
    counts = counted["counts"]
    assert tiles_["Đã lấy số"][0] == count_words(counts["ticket.issued"])
    assert tiles_["Đã phục vụ"][0] == count_words(counts["ticket.served"])
    assert tiles_["Gọi vắng"][0] == count_words(counts["ticket.no_show"])
    waits, times = counted["waits"], counted["times"]
    assert tiles_["Chờ (trung vị)"][0].removesuffix("*") == time_words(median(waits))
    assert f"{len(waits)} lượt" in tiles_["Chờ (trung vị)"][1]
    assert tiles_["Một lượt (trung vị)"][0].removesuffix("*") == time_words(median(times))
    assert f"{len(times)} lượt" in tiles_["Một lượt (trung vị)"][1]
    happy = sum(score >= 4 for score in counted["scores"]) / len(counted["scores"])
    assert tiles_["Hài lòng trở lên"][0] == share_words(happy) + "*"
    assert tiles_["Đang chờ"][0] == str(sum(queue.waiting for queue in site.real.queues()))


def test_the_figures_follow_the_entries_as_they_come(head: Browser, site: Site, clock: HandClock) -> None:
    for taken in range(1, 4):
        site.take()
        clock.forward(FRESH_S + 1)
        assert told(head.get("/desk/head/now").text)["Đã lấy số"][0] == str(taken)


def test_the_most_who_waited_in_an_hour_counts_those_who_waited_before_it(site: Site, clock: HandClock) -> None:
    for _ in range(5):
        site.take()
    clock.forward(3 * 3600)
    site.take("dat-dai")
    daybook = Daybook(site.settings.state, clock)
    assert daybook.today().peaks == {8: 5, 9: 5, 10: 5, 11: 6}
    daybook.stop()


def test_who_waits_through_a_silent_hour_stands_in_its_chart(site: Site, clock: HandClock) -> None:
    for _ in range(5):
        site.take()
    clock.forward(3 * 3600)
    daybook = Daybook(site.settings.state, clock)
    seen = seen_now(daybook, clock.now(), 5, 10)
    daybook.stop()
    assert seen.peaks == {8: 5, 9: 5, 10: 5, 11: 5}


def test_charts_span_the_hours_in_which_people_came_and_are_none_before_anybody_does(
    site: Site, clock: HandClock, officer: Browser
) -> None:
    past(site, {TODAY - timedelta(7): 30})
    with site.hub._journal.transaction() as writer:
        last = {Key((TODAY - timedelta(7)).isoformat(), 23, "ho-tich"): Figure(Counter(expired=4))}
        figure_rows.keep(writer, figure_rows.added(writer, last))
    officer.do("counter/open")
    daybook = Daybook(site.settings.state, clock)
    seen = seen_now(daybook, clock.now(), 0, 10)
    daybook.stop()
    assert [group["head"] for group in charts(seen)[0]["groups"]] == [str(hour) for hour in range(8, 15)]
    assert charts(replace(seen, usual=(), before=None)) == []


def test_days_before_stand_beside_today_up_to_the_same_full_hour(site: Site, clock: HandClock) -> None:
    past(
        site, {TODAY - timedelta(3): 20, TODAY - timedelta(7): 30, TODAY - timedelta(14): 40, TODAY - timedelta(6): 99}
    )
    site.take()
    clock.forward(90 * 60)
    site.take()
    daybook = Daybook(site.settings.state, clock)
    beside = compared(seen_now(daybook, clock.now(), 2, 10))
    daybook.stop()
    assert beside is not None
    assert beside["until"] == "9:00"
    assert beside["heads"] == ["Hôm nay", "Thứ Sáu 20/11", "Thứ Hai 16/11", "Thứ Hai 9/11"]
    assert dict(beside["rows"])["Đã lấy số"] == [("1", ""), ("20", "40"), ("30", "60"), ("40", "80")]


def test_a_day_is_not_counted_twice_when_it_was_just_closed(site: Site, clock: HandClock) -> None:
    site.take()
    daybook = Daybook(site.settings.state, clock)
    begins = daybook.today().begins
    past(site, {TODAY: 1}, served=0)
    with site.hub._journal.transaction() as writer:
        set_mark(writer, COUNTED, begins + 1)
    found = daybook.hours_of(TODAY)
    daybook.stop()
    assert sum(figure.counts["issued"] for figure in found.values()) == 2


def test_yesterday_is_not_taken_for_today_before_anyone_came(site: Site, clock: HandClock) -> None:
    site.take()
    clock.forward(24 * 3600)
    daybook = Daybook(site.settings.state, clock)
    seen = seen_now(daybook, clock.now(), 0, 10)
    daybook.stop()
    assert {tile["name"]: tile["value"] for tile in tiles(seen, "0/3")}["Đã lấy số"] == "0"
    assert seen.before is not None
    assert seen.before.day == TODAY


def test_a_journal_that_cannot_be_read_is_said_and_the_page_stands(
    head: Browser, site: Site, monkeypatch: pytest.MonkeyPatch, clock: HandClock
) -> None:
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("ticketing.journal.today.Today.read", refuse)
    clock.forward(FRESH_S + 1)
    answer = head.get("/desk/head")
    assert answer.status_code == 200
    assert "Không đọc được sổ hàng đợi" in answer.text


def test_an_entry_that_cannot_be_counted_stops_figures_and_never_the_hub(
    head: Browser, site: Site, web: WebPart, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("entry 7 carries no ticket")

    monkeypatch.setattr("ticketing.journal.figures.Figures.add", fail)
    site.take()
    web.step()
    clock.forward(FRESH_S + 1)
    assert "Không đọc được sổ hàng đợi" in head.get("/desk/head/now").text
    assert "số liệu thiếu" in head.get("/desk/head/figures").text
    metrics = head.client.get("/metrics")
    assert metrics.status_code == 200
    assert "lobby_waiting" in metrics.text
    assert "\nlobby_journal_seq " not in metrics.text
    assert site.take().ticket.number


def test_on_time_counts_are_quoted_with_source_and_time(head: Browser, site: Site) -> None:
    assert "chưa gửi số liệu đúng hạn" in head.get("/desk/head/now").text
    as_of = datetime(2026, 11, 23, 7, 45, tzinfo=OFFICE_ZONE)
    with site.hub._journal.transaction() as writer:
        on_time.keep(writer, Given(TODAY, "Phần mềm một cửa tỉnh", as_of, {"on_time": 300, "overdue": 4}))
    page = head.get("/desk/head/now").text
    assert "Số của Phần mềm một cửa tỉnh, lúc 07:45 ngày 23/11/2026" in page
    assert "<dt>Quá hạn</dt><dd>4</dd>" in page


def test_a_look_at_the_hall_is_written_down_once_and_not_with_each_refresh(head: Browser, site: Site) -> None:
    before = len(site.accounts.recent(60))
    head.get("/desk/head"), head.get("/desk/head/now"), head.get("/desk/head/now")
    events = site.accounts.recent(60)
    assert len(events) == before + 1
    assert events[0].username == "truong.pv"
    assert "toàn cảnh hôm nay" in events[0].what


def test_a_page_that_stays_open_is_written_down_once_an_hour(head: Browser, site: Site, clock: HandClock) -> None:
    head.get("/desk/head/now"), head.get("/desk/head/now")
    assert len([event for event in site.accounts.recent(60) if "toàn cảnh hôm nay" in event.what]) == 1
    clock.forward(3601)
    head.get("/desk/head/now"), head.get("/desk/head/now")
    assert len([event for event in site.accounts.recent(60) if "toàn cảnh hôm nay" in event.what]) == 2


def test_waits_of_seconds_are_small_bars_that_say_less_than_a_minute(
    site: Site, clock: HandClock, officer: Browser
) -> None:
    site.take()
    clock.forward(20)
    assert (officer.do("counter/open").json or {})["ok"] and (officer.do("counter/next").json or {})["ok"]
    daybook = Daybook(site.settings.state, clock)
    waits = charts(seen_now(daybook, clock.now(), 0, 10))[2]
    daybook.stop()
    (hour,) = waits["groups"]
    assert [bar["shown"] for bar in hour["bars"]] == ["<1*", "<1*"]
    assert max(bar["height"] for bar in hour["bars"]) < HEIGHT / 10


def test_bars_are_drawn_to_scale_and_a_number_never_under_its_line() -> None:
    tall, short = placed([Group("8", (Bar(10, "10"),)), Group("9", (Bar(5, "5", mark=5.5),))])
    assert tall["bars"][0]["height"] == 2 * short["bars"][0]["height"]
    mark = short["bars"][0]["mark"]
    assert mark is not None
    assert short["bars"][0]["label"] < mark < short["bars"][0]["y"]
