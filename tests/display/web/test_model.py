"""The board's pure model, run in Chromium with time handed in: which call stands large, when, and for how long."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

MODULES = [
    f"/board/static/{name}.js"
    for name in ("model", "view", "times", "ticker", "words", "belonging", "telling", "checks")
]
SETUP = """
async (modules) => {
  const model = Object.assign({}, ...(await Promise.all(modules.map((name) => import(name)))));
  const T0 = Date.parse("2026-11-22T08:00:00+07:00");
  const at = (ms) => new Date(T0 + ms).toISOString();
  globalThis.lab = {
    model, T0, at, state: model.link(model.begin("UBND phường Tô Hiệu"), true, T0),
    hear(ms, topic, message, retained = false) {
      this.state = model.hear(this.state, topic, message, retained, T0 + ms);
    },
    counter(ms, number, place, extra = {}, retained = false) {
      const ticket = number && { number, state: "called", called_at: at(ms) };
      this.hear(ms, `counter/quay-${place}`, { rev: 1000000 + ms, at: at(ms), counter: `quay-${place}`,
        name: `Quầy số ${place}`, state: "open", ticket, call_id: number && `c-${number}`, ...extra }, retained);
    },
    call(ms, number, place, id = `c-${number}`) {
      this.hear(ms, "call", { call_id: id, kind: "call", ticket: { number }, counter: `quay-${place}`,
        counter_name: `Quầy số ${place}`, nth: 1, at: at(ms) });
    },
    view(ms) {
      this.state = model.pass(this.state, T0 + ms);
      return model.view(this.state, T0 + ms);
    },
    look(ms, settings, tall = false) {
      this.state = model.pass(this.state, T0 + ms);
      return model.view(this.state, T0 + ms, T0 + ms, Object.assign({}, model.PLAIN, settings), tall);
    },
    large(ms) { return this.view(ms).calling?.number ?? null; },
  };
}
"""


@pytest.fixture
def lab(chromium: Browser, make_model_page: Callable[[], Page]) -> Page:
    page = make_model_page()
    page.evaluate(SETUP, MODULES)
    return page


@pytest.fixture
def make_model_page(chromium: Browser, board_app: Any) -> Iterator[Callable[[], Page]]:
    client = board_app({"websocket_port": 1}).test_client()
    context = chromium.new_context()

    def make() -> Page:
        page = context.new_page()
        page.route(
            "http://model.test/**",
            lambda route: route.fulfill(
                body=client.get(route.request.url.removeprefix("http://model.test")).get_data() or b"<!doctype html>",
                content_type="text/javascript" if route.request.url.endswith(".js") else "text/html",
            ),
        )
        page.goto("http://model.test/")
        return page

    yield make
    context.close()


def test_ten_calls_in_one_second_all_stand_large_in_their_order(lab: Page) -> None:
    seen: list[list[Any]] = lab.evaluate(
        """() => {
          for (let n = 0; n < 10; n++) lab.call(n * 100, `A00${n}`, (n % 7) + 1);
          const seen = [];
          for (let ms = 1000; ms < 60000; ms += 50) {
            const number = lab.large(ms);
            if (seen.length === 0 || seen[seen.length - 1][0] !== number) seen.push([number, ms]);
          }
          return seen;
        }"""
    )
    assert [number for number, _ in seen] == [f"A00{n}" for n in range(10)]
    times = [0] + [ms for _, ms in seen[1:]]
    stood = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert all(3000 <= ms < 5200 for ms in stood)
    assert stood[0] < 3200
    assert stood[-1] >= 5000


def test_a_call_blinks_three_times_and_slower_than_three_times_a_second(lab: Page) -> None:
    turns: list[int] = lab.evaluate(
        """() => {
          lab.call(0, 'A001', 1);
          return [...Array(900).keys()].map((n) => n * 10)
            .filter((ms) => lab.view(ms).flash !== lab.view(ms + 10).flash);
        }"""
    )
    assert len(turns) == 6
    assert all(later - earlier > 1000 / 3 / 2 for earlier, later in itertools.pairwise(turns))


def test_a_second_call_waits_until_the_first_stood_five_seconds(lab: Page) -> None:
    lab.evaluate("() => { lab.call(0, 'A001', 1); lab.call(200, 'B001', 3); }")
    assert lab.evaluate("() => [lab.large(4900), lab.large(5050)]") == ["A001", "B001"]


def test_a_call_after_a_quiet_while_stands_large_at_once(lab: Page) -> None:
    assert lab.evaluate("() => { lab.call(0, 'A001', 1); lab.call(60000, 'B001', 3); return lab.large(60000); }") == (
        "B001"
    )


def test_the_counters_row_changes_at_once_even_while_another_call_stands_large(lab: Page) -> None:
    row = lab.evaluate(
        """() => {
          lab.counter(-1000, null, 3);
          lab.call(0, 'A001', 1);
          lab.call(100, 'B001', 3);
          return lab.view(100).rows.find((row) => row.counter === 'quay-3');
        }"""
    )
    assert (row["number"], row["fresh"], row["standing"]) == ("B001", True, "called")


def test_in_a_rush_a_row_keeps_its_mark_for_ten_seconds_from_when_its_call_stands_large(lab: Page) -> None:
    seen = lab.evaluate(
        """() => {
          for (let place = 1; place <= 7; place++) {
            lab.counter(0, `A00${place}`, place); lab.call(0, `A00${place}`, place);
          }
          const large = {}, marked = {};
          for (let ms = 0; ms < 60000; ms += 50) {
            large[lab.large(ms)] ??= ms;
            lab.view(ms).rows.filter((row) => row.fresh).forEach((row) => (marked[row.number] ??= []).push(ms));
          }
          return Object.entries(large).map(([number, ms]) => [ms, marked[number].length, marked[number].pop()]);
        }"""
    )
    assert len(seen) == 7
    assert seen[-1][0] > 10000
    for large, beats, end in seen:
        assert end == large + 9950
        assert beats == end / 50 + 1


def test_a_call_told_twice_or_by_state_and_event_is_shown_once(lab: Page) -> None:
    seen = lab.evaluate(
        """() => {
          lab.counter(0, 'A001', 1); lab.call(1, 'A001', 1); lab.call(2, 'A001', 1);
          lab.call(3, 'B001', 3);
          return [lab.large(4999), lab.large(5003), lab.large(20000), lab.state.pending.length, lab.view(20000).tell];
        }"""
    )
    assert seen == ["A001", "B001", "B001", 0, ["c-A001", "c-B001"]]


def test_a_call_whose_event_was_lost_is_shown_from_its_counters_state(lab: Page) -> None:
    assert lab.evaluate("() => { lab.counter(0, 'A001', 1); return lab.large(0); }") == "A001"


def test_a_recall_is_announced_again(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          lab.call(0, 'A001', 1, 'first'); lab.call(10000, 'A001', 1, 'second');
          const calling = lab.view(10000).calling;
          return [calling.callId, calling.announced, lab.view(10000).recent.length];
        }"""
    )
    assert told == ["second", True, 0]


def test_of_what_stood_before_the_board_started_the_newest_is_large_and_nothing_blinks(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          lab.counter(-60000, 'B002', 3, {}, true); lab.counter(-540000, 'A001', 1, {}, true);
          lab.counter(-300000, 'B001', 4, {}, true);
          const view = lab.view(0);
          return [view.calling.number, view.calling.announced, view.recent.map((one) => one.number),
            view.rows.some((row) => row.fresh)];
        }"""
    )
    assert told == ["B002", False, ["B001", "A001"], False]


def test_calls_made_while_the_link_was_away_all_stand_large_when_it_is_back(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          const { model, T0 } = lab;
          lab.call(0, 'A001', 1);
          lab.state = model.link(model.link(lab.state, false, T0 + 6000), true, T0 + 30000);
          lab.counter(0, 'A001', 1, {}, true); lab.counter(12000, 'B002', 3, {}, true);
          lab.counter(9000, 'C001', 5, {}, true); lab.counter(8000, 'D001', 6, {}, true);
          const done = { ticket: { number: 'E001', state: 'serving', called_at: lab.at(7000) }, call_id: 'c-E001' };
          lab.counter(15000, 'E001', 7, done, true);
          const seen = [];
          for (let ms = 30000; ms <= 50000; ms += 250) {
            const number = lab.large(ms);
            if (seen[seen.length - 1] !== number) seen.push(number);
          }
          return [seen, lab.view(50000).tell];
        }"""
    )
    assert told == [["D001", "C001", "B002"], ["c-A001", "c-D001", "c-C001", "c-B002"]]


def test_an_older_revision_is_dropped(lab: Page) -> None:
    number = lab.evaluate(
        """() => {
          lab.counter(0, 'A002', 1, { rev: 8 }); lab.counter(10, 'A001', 1, { rev: 7 });
          return lab.view(10).rows[0].number;
        }"""
    )
    assert number == "A002"


def test_a_hub_that_begins_again_with_smaller_revisions_is_believed(lab: Page) -> None:
    numbers = lab.evaluate(
        """() => {
          const hub = (state, since) => lab.hear(0, 'presence/hub', { role: 'hub', state, since: lab.at(since) });
          const seen = [];
          const tell = (rev, number) => {
            lab.counter(10, number, 1, { rev });
            seen.push(lab.state.counters['quay-1'].ticket.number);
          };
          hub('online', 0); tell(90, 'A090'); tell(7, 'A007');
          hub('offline', 0); tell(8, 'A008');
          hub('online', 5000); tell(9, 'A009'); tell(8, 'A008');
          return seen;
        }"""
    )
    assert numbers == ["A090", "A090", "A090", "A009", "A009"]


def test_counters_are_in_the_order_of_their_numbers(lab: Page) -> None:
    order = lab.evaluate(
        "() => { for (const n of [10, 2, 1, 9]) lab.counter(n, null, n); return lab.view(99).rows.map((r) => r.name); }"
    )
    assert order == ["Quầy số 1", "Quầy số 2", "Quầy số 9", "Quầy số 10"]


def test_when_every_counter_has_closed_no_old_number_stays_large(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          lab.call(0, 'A001', 1); lab.counter(9000, null, 1, { state: 'closed' });
          const view = lab.view(9000);
          return [view.calling, view.recent, view.idle];
        }"""
    )
    assert told == [None, [], "Các quầy hiện chưa làm việc"]


def test_with_more_counters_than_fit_the_called_one_is_on_the_page_shown(lab: Page) -> None:
    visible = lab.evaluate(
        """() => {
          for (let n = 1; n <= 45; n++) lab.counter(n, null, n);
          lab.call(1000, 'A001', 44);
          const rows = lab.view(1000).rows;
          return [rows.filter((row) => row.visible).length, rows[43].visible];
        }"""
    )
    assert visible == [5, True]


def test_the_sign_of_an_old_picture_comes_after_ten_silent_seconds_or_without_the_hub(lab: Page) -> None:
    stale = lab.evaluate(
        """() => {
          lab.state = lab.model.heard(lab.state, lab.T0);
          const seen = [lab.view(9900).stale, lab.view(10100).stale];
          lab.hear(10200, 'presence/hub', { role: 'hub', state: 'offline' });
          lab.state = lab.model.heard(lab.state, lab.T0 + 10200);
          seen.push(lab.view(10200).stale);
          lab.hear(10300, 'presence/hub', { role: 'hub', state: 'online' });
          seen.push(lab.view(10300).stale);
          lab.state = lab.model.link(lab.state, false, lab.T0 + 10400);
          return [...seen, lab.view(10400).stale];
        }"""
    )
    assert stale == [False, True, True, False, True]


def test_the_sign_comes_after_ten_seconds_without_a_beat_of_a_hub_that_beats(lab: Page) -> None:
    seen = lab.evaluate(
        """() => {
          const hub = (ms, state, since) =>
            lab.hear(ms, 'presence/hub', { role: 'hub', state, since: lab.at(since) }, true);
          // The broker is heard all the time: it answers pings.
          const stale = (ms) => {
            lab.state = lab.model.heard(lab.state, lab.T0 + ms);
            return lab.view(ms).stale;
          };
          const link = (ms, is) => { lab.state = lab.model.link(lab.state, is, lab.T0 + ms); };
          const seen = {};
          hub(0, 'online', -60000);
          seen.never_beat = stale(60000);
          lab.hear(60000, 'beat', { v: 1 });
          seen.in_time = stale(69900);
          seen.silent = stale(70100);
          lab.hear(80000, 'beat', { v: 1 });
          seen.beats_again = stale(80100);
          link(85000, false); link(99000, true); hub(99100, 'online', -60000);
          seen.awake_again = stale(99200);
          seen.awake_and_still_silent = stale(109200);
          hub(110000, 'offline', -60000); hub(125000, 'online', -60000);
          seen.there_again = stale(125100);
          hub(130000, 'online', 129000);
          seen.older_version = stale(190000);
          return seen;
        }"""
    )
    stale = {name for name, is_stale in seen.items() if is_stale}
    assert len(seen) == 8 and stale == {"silent", "awake_and_still_silent"}


def test_a_long_notice_comes_in_pieces_none_cut_inside_a_word(lab: Page) -> None:
    text = "Người dân nộp hồ sơ trực tuyến được giảm lệ phí theo quy định của Hội đồng nhân dân thành phố. " * 4
    pieces = lab.evaluate("(text) => lab.model.pieces(text)", text)
    assert " ".join(pieces) == text.strip()
    assert max(map(len, pieces)) <= 105
    assert min(map(len, pieces)) >= 52


def test_a_notice_of_several_lines_reads_as_sentences_at_the_foot(lab: Page) -> None:
    shown = lab.evaluate(
        """() => {
          const text = "Người cao tuổi được ưu tiên\\nHãy báo cán bộ.\\n\\nCảm ơn!";
          lab.hear(0, 'notices', { rev: 1, ticker: [], playlist: [{ kind: 'text', text }] });
          return lab.view(0).ticker;
        }"""
    )
    assert shown.split() == ["Người", "cao", "tuổi", "được", "ưu", "tiên.", "Hãy", "báo", "cán", "bộ.", "Cảm", "ơn!"]


def test_notices_take_turns_and_leave_when_their_time_is_over(lab: Page) -> None:
    seen = lab.evaluate(
        """() => {
          lab.hear(0, 'notices', { rev: 1, ticker: ['Một'], playlist: [
            { kind: 'text', text: 'Hai' }, { kind: 'text', text: 'Cũ', until: lab.at(-1) },
            { kind: 'text', text: 'Chưa', from: lab.at(90000000) }, { kind: 'video', url: '/x.mp4' }] });
          return [...new Set([...Array(100).keys()].map((n) => lab.view(n * 1000).ticker))].sort();
        }"""
    )
    assert seen == ["Hai", "Một"]


def test_date_and_clock_are_the_offices_whatever_the_screens_zone(lab: Page) -> None:
    assert lab.evaluate("() => { const view = lab.view(0); return [view.clock, view.date]; }") == [
        "08:00",
        "Chủ nhật, 22/11/2026",
    ]
    assert lab.evaluate("() => lab.model.wireTime(lab.T0 + 7)") == "2026-11-22T08:00:00.007+07:00"


def test_a_simulated_day_moves_the_clock_and_the_notices_alone(lab: Page) -> None:
    day = "{ start: '2026-11-23T06:55:00+07:00', since: lab.at(0), speed: 60 }"
    shown = f"""(ms) => {{
      const view = lab.model.view(lab.state, lab.T0 + ms, lab.model.timeOfDay(lab.T0 + ms, {day}));
      return [view.clock, view.date];
    }}"""
    assert lab.evaluate(shown, -60_000) == ["06:54", "Thứ Hai, 23/11/2026"], "before it begins, as the machine's"
    assert lab.evaluate(shown, 5 * 60_000) == ["11:55", "Thứ Hai, 23/11/2026"]
    lab.evaluate("""() => {
      lab.hear(0, 'notices', { rev: 1, ticker: [], playlist: [{ kind: 'text', text: 'Nghỉ trưa',
        from: '2026-11-23T11:30:00+07:00', until: '2026-11-23T13:30:00+07:00' }] });
      lab.call(300000, 'A012', 3);
    }""")
    at_noon = f"lab.model.timeOfDay(lab.T0 + 303000, {day})"
    seen = lab.evaluate(f"() => {{ lab.view(303000); return lab.model.view(lab.state, lab.T0 + 303000, {at_noon}); }}")
    assert seen["ticker"] == "Nghỉ trưa"
    assert seen["calling"]["number"] == "A012", "a call stands for its own seconds, however fast the day goes"


def test_two_languages_take_turns_but_a_call_begins_in_the_first_of_them(lab: Page) -> None:
    spoken = lab.evaluate(
        """() => {
          const both = { languages: ["vi", "en"] }, at = (ms) => lab.look(ms, both).language;
          const turns = [...Array(400).keys()].map((n) => at(n * 100));
          const changes = turns.filter((one, n) => n > 0 && one !== turns[n - 1]).length;
          const english = turns.indexOf("en") * 100;
          lab.call(english + 40000, "A001", 3);
          const first = [...Array(60).keys()].map((n) => at(english + 40000 + n * 100));
          return [changes, [...new Set(first)], lab.look(0, {}).language];
        }"""
    )
    assert spoken == [3, ["vi"], "vi"]


def test_in_english_headings_counters_and_fields_have_english_names(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          lab.counter(0, null, 3);
          lab.counter(0, null, 4, { name: "Quầy tiếp nhận" });
          lab.counter(0, null, 5, { name: "Bàn hướng dẫn" });
          lab.hear(0, "queue/ho-tich", { rev: 1, service: "ho-tich", name: "Hộ tịch", waiting: 4, open: true,
            counters: ["quay-3"] });
          const english = { services: { "ho-tich": "Civil status" }, counters: { "quay-4": "Reception" } };
          const view = lab.look(0, { languages: ["en"], english });
          return [view.words.waiting, view.date, view.rows.map((row) => row.name), view.waiting[0].name,
            view.rows[0].word];
        }"""
    )
    assert told == [
        "Waiting",
        "Sunday, 22/11/2026",
        ["Counter 3", "Reception", "Bàn hướng dẫn"],
        "Civil status",
        "Ready",
    ]


def test_both_languages_say_the_same_things(lab: Page) -> None:
    vi, en = lab.evaluate("['vi', 'en'].map((one) => lab.model.wordsOf(one))")
    assert set(vi) == set(en)
    assert all(vi[key] != en[key] for key in vi)


def test_the_hall_is_quiet_from_a_call_until_the_loudspeaker_has_said_it(lab: Page) -> None:
    heard = lab.evaluate(
        """() => {
          const speaking = (ms) => lab.view(ms).speaking;
          const say = (ms, is, s, who = "speaker-1") => lab.hear(ms, `speaking/${who}`, { speaking: is, for_s: s });
          const seen = [speaking(0)];
          lab.call(1000, "A001", 1);
          seen.push(speaking(1000), speaking(3900));
          say(1500, true, 12); seen.push(speaking(9000));
          say(9100, false, 0); seen.push(speaking(9100));
          say(10000, true, 5); seen.push(speaking(14900), speaking(15100));
          say(20000, true, 9); say(20000, true, 9, "speaker-2"); say(22000, false, 0); seen.push(speaking(22000));
          return seen;
        }"""
    )
    assert heard == [False, True, True, True, False, True, False, True]


def test_with_the_day_its_calls_are_over(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          lab.call(0, "A001", 1); lab.call(6000, "B001", 3); lab.view(20000);
          const evening = lab.T0 + 15.9 * 3600000, morning = lab.T0 + 16.1 * 3600000;
          const look = (time) => {
            lab.state = lab.model.turnDay(lab.state, time);
            const view = lab.view(60000);
            return [view.calling && view.calling.number, view.recent.length, lab.state.log.length];
          };
          return [look(evening), look(morning)];
        }"""
    )
    assert told == [["B001", 1, 2], [None, 0, 0]]


def test_a_plate_shows_its_counter_at_once_whatever_else_is_called(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          const plate = { layout: "plate", counter: "quay-3", officer: "Quàng Thị Mai" };
          const hear = (ms, n, number) => {
            const topic = `counter/quay-${n}`;
            if (lab.model.isOfBoard(plate, topic, {})) lab.counter(ms, number, n, { services: ["dat-dai"] });
          };
          lab.hear(0, "queue/dat-dai", { rev: 1, service: "dat-dai", name: "Đất đai", waiting: 1, open: true });
          hear(0, 1, "A001"); hear(0, 3, null);
          const idle = lab.look(0, plate).plate;
          hear(1000, 3, "B001"); hear(1400, 3, "B002");
          const view = lab.look(1400, plate), beats = [1400, 1950, 2450].map((ms) => lab.look(ms, plate).plate.flash);
          lab.counter(9000, null, 3, { state: "closed" });
          const closed = lab.look(9000, plate).plate;
          return [idle.number, idle.word, idle.officer, idle.fields, view.plate.number, view.tell, beats,
            closed.word, closed.officer, lab.state.log.length];
        }"""
    )
    assert told[:4] == ["", "Sẵn sàng", "Quàng Thị Mai", "Đất đai"]
    assert told[4:6] == ["B002", ["c-B002"]]
    assert told[6] == [False, True, False]
    assert told[7:] == ["Đóng", "", 2]


def test_a_board_of_some_counters_knows_nothing_of_the_others(lab: Page) -> None:
    mine = lab.evaluate(
        """() => {
          const is = (topic, message) => lab.model.isOfBoard({ counters: ["quay-1", "quay-2"] }, topic, message);
          return [is("counter/quay-1", {}), is("counter/quay-3", {}), is("call", { counter: "quay-2" }),
            is("call", { counter: "quay-3" }), is("queue/a", { counters: ["quay-2", "quay-3"] }),
            is("queue/b", { counters: ["quay-3"] }), is("notices", {}), is("presence/hub", {})];
        }"""
    )
    assert mine == [True, False, True, False, True, False, True, True]


def test_a_call_counts_as_displayed_only_once_it_can_be_seen(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          for (let n = 1; n <= 12; n++) lab.counter(0, null, n);
          lab.call(1000, "A001", 1, "one"); lab.call(1001, "B001", 12, "two");
          const tall = (ms, layout) => lab.look(ms, { layout }, true).tell;
          return [tall(1001, "call"), tall(7000, "call"), tall(7000, "results")];
        }"""
    )
    assert told == [["one", "two"], ["one", "two"], []]


def test_a_call_that_stood_before_the_board_came_is_told_whoever_else_shows_it(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          lab.counter(-9000, "A001", 1, { presented: { displayed: 1 } }, true);
          lab.counter(-8000, "B001", 3, { presented: { displayed: 0 } }, true);
          const done = { ticket: { number: "C001", state: "serving", called_at: lab.at(-7000) }, call_id: "c-C001" };
          lab.counter(-7000, "C001", 5, done, true);
          return [lab.view(0).tell, lab.view(0).unheard];
        }"""
    )
    assert told == [["c-A001", "c-B001"], ["c-B001", "c-C001"]]


def test_a_call_that_the_hub_does_not_count_is_told_again_some_times_each_after_a_longer_wait(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          lab.counter(0, "A001", 1); lab.counter(0, "B001", 3);
          const { dueOf, toldOf } = lab.model, seen = [];
          let told = new Map();
          const watch = (from, until) => {
            for (let ms = from; ms < until; ms += 250) {
              const due = dueOf(told, lab.view(ms).tell, lab.view(ms).unheard, ms);
              told = toldOf(told, due, lab.state.log, ms);
              due.forEach((callId) => seen.push([ms, callId]));
            }
          };
          watch(0, 1000);
          lab.counter(1000, "B001", 3, { presented: { displayed: 1 } });
          watch(1000, 1000000);
          return seen;
        }"""
    )
    assert [call for _, call in told] == ["c-A001", "c-B001"] + ["c-A001"] * 5
    assert [ms for ms, call in told if call == "c-A001"] == [0, 6000, 18000, 42000, 90000, 186000]


def test_a_call_that_is_over_is_told_no_more(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          lab.counter(0, "A001", 1);
          const { dueOf, toldOf } = lab.model, first = lab.view(0);
          const told = toldOf(new Map(), first.tell, lab.state.log, 0);
          lab.counter(3000, "A002", 1);
          const due = dueOf(told, lab.view(9000).tell, lab.view(9000).unheard, 9000);
          return [due, Array.from(toldOf(told, due, lab.state.log.slice(1), 9000).keys())];
        }"""
    )
    assert told == [["c-A002"], ["c-A002"]]


def test_a_recall_made_while_the_link_was_away_is_its_counters_call_when_it_is_back(lab: Page) -> None:
    told = lab.evaluate(
        """() => {
          const { model, T0 } = lab;
          lab.hear(40, "call", { call_id: "first", kind: "call", ticket: { number: "A001" }, counter: "quay-1",
            counter_name: "Quầy số 1", nth: 1, at: lab.at(40) });
          lab.counter(50, "A001", 1, { call_id: "first" });
          lab.state = model.link(model.link(lab.state, false, T0 + 6000), true, T0 + 30000);
          const ticket = { number: "A001", state: "called", called_at: lab.at(0) };
          lab.counter(20000, "A001", 1, { ticket, call_id: "second" }, true);
          const view = lab.view(30000);
          return [view.calling.callId, view.rows[0].callId, view.rows[0].fresh, view.tell.indexOf("second") >= 0];
        }"""
    )
    assert told == ["second", "second", True, True]


@pytest.mark.parametrize(
    ("name", "read"), [("", "quay-3"), ("  ", "quay-3"), ("Rất dài " * 200, "Rất dài " * 7 + "Rất")]
)
def test_a_call_from_a_counter_of_no_name_or_a_very_long_one_is_shown_and_told(lab: Page, name: str, read: str) -> None:
    told = lab.evaluate(
        """(name) => {
          const call = { call_id: "one", ticket: { number: "A001" }, counter: "quay-3", counter_name: name,
            at: lab.at(0) };
          if (!lab.model.isWhole("call", call)) return null;
          lab.hear(0, "call", call);
          return [lab.view(0).calling.name, lab.view(0).tell];
        }""",
        name,
    )
    assert told == [read, ["one"]]


@pytest.mark.parametrize(
    ("layout", "tall", "counters", "columns", "seen"),
    [
        ("call", False, 20, 2, 20), ("call", True, 20, 1, 4), ("table", False, 7, 1, 7), ("table", False, 14, 2, 14),
        ("table", False, 20, 3, 20), ("table", True, 20, 1, 7), ("split", False, 7, 1, 4), ("split", True, 7, 1, 3),
    ],
)  # fmt: skip
def test_each_layout_has_as_many_rows_as_can_be_read_and_every_counter_gets_its_turn(
    lab: Page, layout: str, tall: bool, counters: int, columns: int, seen: int
) -> None:
    told = lab.evaluate(
        """([layout, tall, counters]) => {
          for (let n = 1; n <= counters; n++) lab.counter(0, null, n);
          const at = (ms) => lab.look(ms, { layout }, tall);
          const ever = new Set();
          for (let ms = 0; ms < 80000; ms += 4000) {
            at(ms).rows.filter((row) => row.visible).forEach((row) => ever.add(row.counter));
          }
          return [at(0).columns, at(0).rows.filter((row) => row.visible).length <= counters, ever.size, at(0).lines];
        }""",
        [layout, tall, counters],
    )
    assert told[0] == columns
    assert told[2] == counters
    assert told[3] * columns >= min(seen, counters)
