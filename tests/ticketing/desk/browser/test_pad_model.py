"""What a tablet's page decides, at times that are told: stays, warnings, notices, and what it keeps on its disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from ticketing.desk.look import STATIC
from ticketing.desk.pad_words import words

FORM = {"levels": 5, "reasons": [{"id": "cho-lau", "vi": "Phải chờ lâu", "en": ""}], "indices": True, "comment": True}
COUNTER = {"id": "quay-1", "name": "Quầy số 1", "phase": "open", "pause_reason": None, "ticket": None}
RATING = {"rate": "one-time-token", "number": "A001", "lang": "vi"}
START = """(given) => {
  localStorage.clear();
  window.told = [];
  window.tongue = Pad.tongue(given.words);
  window.list = Pad.playlist(() => true);
  const hooks = { keep: (one) => told.push(["keep", one]), give: (one) => told.push(["give", one]), knows: () => false,
    visit: () => undefined, rest: () => undefined };
  window.model = Pad.model(tongue, list, hooks);
  window.WALL = 1764000000000;
  window.at = (now) => [now, WALL + now];
  window.news = (more) => Object.assign(
    { counter: given.counter, form: given.form, server: null, rating: null, left_s: null }, more);
  window.open = (now) => {
    model.told(news({ rating: given.rating, left_s: 60 }), ...at(now));
    model.drawn(model.view(...at(now)).page, now);
  };
  window.press = (name, now) => {
    model.drawn(model.view(...at(now)).page, now - 700);
    model.touch(name, ...at(now));
  };
}"""


@pytest.fixture(scope="module")
def scripts(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    # Scripts may keep nothing on a page of no address.
    page.route("http://pad.test/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto("http://pad.test/")
    for name in ("words", "due", "giving", "standing", "views", "model", "kept"):
        page.add_script_tag(path=str(STATIC / "pad" / f"{name}.js"))
    yield page
    page.close()


@pytest.fixture
def pad(scripts: Page) -> Page:
    scripts.evaluate(START, {"words": words(), "form": FORM, "counter": COUNTER, "rating": RATING})
    return scripts


def does(pad: Page, script: str) -> Any:
    return pad.evaluate(f"() => {{ {script} }}")


def test_a_double_tap_goes_through_to_no_page(pad: Page) -> None:
    told = does(pad, "open(1000); model.touch('score:5', ...at(1400)); return told.length")
    assert told == 0


def test_faces_close_when_the_hub_said(pad: Page) -> None:
    pages = does(pad, "open(0); return [59000, 61000].map((now) => model.view(...at(now)).page)")
    assert pages == ["rating", "idle"]


def test_a_clock_that_is_wrong_opens_and_closes_nothing(pad: Page) -> None:
    page = does(pad, "WALL = 0; open(0); return model.view(...at(30000)).page")
    assert page == "rating"


def test_reasons_left_alone_are_given_after_a_warning(pad: Page) -> None:
    seen = does(
        pad,
        """open(0); press("score:1", 1000); press("reason:cho-lau", 2000);
        const early = model.closesIn(3000);
        const warned = model.closesIn(12000);
        model.tick(...at(22001));
        return [early, warned, model.view(...at(22001)).page, told[told.length - 1]];""",
    )
    assert seen[:3] == [None, 10, "thanks"]
    assert seen[3][0] == "give" and seen[3][1]["reasons"] == ["cho-lau"] and seen[3][1]["after_ms"] == 1000


def test_the_first_touch_is_kept_at_once(pad: Page) -> None:
    told = does(pad, "open(0); press('score:5', 2000); return told")
    assert [how for how, _ in told] == ["keep"] and told[0][1]["score"] == 5


def test_a_happy_touch_is_given_when_thanks_are_over(pad: Page) -> None:
    told = does(pad, "open(0); press('score:5', 2000); model.tick(...at(7100)); return told")
    assert [how for how, _ in told] == ["keep", "give"] and told[0][1]["id"] == told[1][1]["id"]


def test_who_writes_is_asked_to_leave_out_names_and_numbers(pad: Page) -> None:
    view = does(pad, 'open(0); press("score:2", 1000); press("write", 2000); return model.view(...at(2500))')
    assert view["page"] == "comment" and "đừng ghi họ tên" in view["hint"]


def test_own_words_are_given_with_the_face(pad: Page) -> None:
    told = does(
        pad,
        """open(0); press("score:2", 1000); press("write", 2000); model.wrote("  Cán bộ rất tận tình  ", 3000);
        press("send", 4000); model.tick(...at(20000)); return told[told.length - 1]""",
    )
    assert told[0] == "give" and told[1]["comment"] == "Cán bộ rất tận tình"


def test_after_a_restart_the_rating_still_stands_open(pad: Page) -> None:
    pages = does(
        pad,
        """open(0); const known = JSON.parse(JSON.stringify(model.remembered()));
        return [20000, 61000, -200000].map((wall) => {
          const again = Pad.model(tongue, list, { keep() {}, give() {}, knows: () => false, visit() {}, rest() {} });
          again.restore(known, 5, WALL + wall);
          return again.view(5, WALL + wall).page;
        });""",
    )
    assert pages == ["rating", "idle", "idle"]


def test_notices_come_after_a_minute_and_go_at_a_call(pad: Page) -> None:
    seen = does(
        pad,
        """list.told({ playlist: [], ticker: ["Nghỉ lễ ngày 2/9"] });
        model.told(news(), ...at(0)); model.tick(...at(0)); model.tick(...at(59000));
        const before = model.view(...at(59000)).notice === true;
        model.tick(...at(61000));
        const shown = model.view(...at(61000)).text;
        const ticket = { number: "A002", state: "called" };
        model.told(news({ counter: Object.assign({}, news().counter, { ticket }) }), ...at(62000));
        model.tick(...at(62000));
        return [before, shown, model.view(...at(62000)).number];""",
    )
    assert seen == [False, "Nghỉ lễ ngày 2/9", "A002"]


@pytest.mark.parametrize(
    ("notice", "due"),
    [
        ({"hours_from": "07:00", "hours_until": "11:00"}, [True, False]),
        ({"hours_from": "22:00", "hours_until": "09:00"}, [True, False]),
        ({"weekdays": [1]}, [True, True]),
        ({"weekdays": [2, 7]}, [False, False]),
        ({"until": "2026-11-23T10:00:00+07:00"}, [True, False]),
        ({"from": "2026-11-23T10:00:00+07:00"}, [False, True]),
    ],
)
def test_notices_are_shown_when_they_are_due(pad: Page, notice: dict[str, Any], due: list[bool]) -> None:
    times = ["2026-11-23T08:00:00+07:00", "2026-11-23T12:00:00+07:00"]
    told = pad.evaluate("([one, times]) => times.map((at) => Pad.isDue(one, Date.parse(at)))", [notice, times])
    assert told == due


def test_what_the_hub_forbids_is_kept_for_later_and_lets_the_others_pass(pad: Page) -> None:
    order = does(
        pad,
        """const kept = Pad.kept(localStorage); kept.open();
        ["r1", "r2"].forEach((id) => kept.whole({ id, rate: "t-" + id }));
        kept.replied("r1", { ok: false, error: { code: "forbidden" } });
        const passes = kept.next().id;
        kept.replied("r2", { ok: true });
        return [passes, kept.next().id, localStorage.length];""",
    )
    assert order == ["r2", "r1", 1]


def test_ratings_wait_in_order_and_outlive_the_page(pad: Page) -> None:
    seen = does(
        pad,
        """const kept = Pad.kept(localStorage); kept.open();
        for (let n = 1; n <= 12; n += 1) kept.whole({ id: "r" + n, rate: "t" + n });
        kept.draft({ id: "r13", rate: "t13" });
        const again = Pad.kept(localStorage); again.open();
        const order = [];
        for (let one = again.next(); one; one = again.next()) {
          order.push(one.id);
          again.replied(one.id, { ok: true });
        }
        return [order, kept.next().id, localStorage.length];""",
    )
    assert seen == [[f"r{n}" for n in range(1, 14)], "r1", 0]


def test_a_full_disk_loses_no_rating_while_the_page_stands(pad: Page) -> None:
    seen = does(
        pad,
        """let full = true; const held = {};
        const storage = { length: 0, key: () => null, removeItem: (key) => delete held[key],
          setItem(key, value) { if (full) throw new Error("full"); held[key] = value; } };
        const kept = Pad.kept(storage); kept.open(); kept.whole({ id: "r1", rate: "t1" });
        const failing = kept.failing; full = false; kept.step();
        return [failing, kept.failing, kept.next().id, Object.keys(held).length];""",
    )
    assert seen == [True, False, "r1", 1]


def test_no_other_rating_opens_when_the_tablet_is_full(pad: Page) -> None:
    page = does(pad, "model.full = true; open(0); return model.view(...at(2000))")
    assert page["page"] == "idle" and "Chưa nhận thêm đánh giá" in page["detail"]


def test_what_fails_at_the_hub_lets_others_pass_after_a_while(pad: Page) -> None:
    order = does(
        pad,
        """const kept = Pad.kept(localStorage); kept.open();
        kept.whole({ id: "bad", rate: "t" }); kept.whole({ id: "good", rate: "u" });
        const busy = { ok: false, error: { code: "too_many_requests" } };
        for (let n = 0; n < 30; n += 1) kept.replied("bad", busy);
        const first = kept.next().id;
        for (let n = 0; n < 10; n += 1) kept.replied("bad", { ok: false, error: { code: "internal" } });
        return [first, kept.next().id];""",
    )
    assert order == ["bad", "good"]


def test_nobody_goes_on_for_longer_than_the_hub_waits(pad: Page) -> None:
    pages = does(
        pad,
        """open(0); press("score:1", 1000);
        for (let now = 15000; now <= 235000; now += 15000) press("stay", now);
        model.tick(...at(240000)); const before = model.view(...at(240000)).page;
        model.tick(...at(241001)); return [before, model.view(...at(241001)).page];""",
    )
    assert pages == ["reasons", "thanks"]
