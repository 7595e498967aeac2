"""A pad through a service: called, served, rated once, more said by whoever wants to, thanked, then notices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.pad import PadPresenter
from kiosk.presenters.pad_effects import Give, Ignored, Keep, PadEffect, Taken
from kiosk.presenters.pad_giving import LONGER_S, LONGEST_S, REASONS_S, THANKS_S
from kiosk.presenters.pad_remembered import Remembered
from kiosk.presenters.pad_rules import PadRules
from kiosk.presenters.pad_views import Comment, Host, Idle, Indices, NoticePage, Rating, Reasons, Thanks
from lobby.contract.notices import Notices
from lobby.contract.rating import Given, Index, RatingForm
from lobby.contract.requests import RatingSubmit
from lobby.contract.states import TICKET_EXAMPLE, CounterState, DeviceConfig

RATE = "kZ3v9Q0b7sY"
HASH = "ab" * 32
REASONS = [{"id": "cho-lau", "vi": "Chờ lâu", "en": "Long wait"}, {"id": "thai-do", "vi": "Thái độ"}]


class Citizen:
    """A pad at counter 1, the hub behind it and the citizen before it."""

    def __init__(self, pad: PadPresenter, wall: datetime, counter: Callable[..., CounterState]) -> None:
        self.pad, self.wall, self.now, self._counter = pad, wall, 0.0, counter
        pad.restore(Remembered(), "quay-1", 0, wall)
        self.told(ticket=None)

    def told(self, **changed: object) -> list[PadEffect]:
        return self.pad.counter_changed(self._counter(**changed), self.now)

    def opens(self, form: dict[str, object] | None = None, **rating: object) -> list[PadEffect]:
        opened = self.at()
        told: dict[str, object] = {"rate": RATE, "number": "A012", "opened_at": opened}
        told |= {"closes_at": opened + timedelta(seconds=60), **rating}
        return self.configured(rating=told, form=form)

    def configured(self, host: Host | None = None, **fields: object) -> list[PadEffect]:
        known = {"rev": 1, "at": self.wall, "device": "pad-1", "counter": "quay-1", **fields}
        return self.pad.configured(DeviceConfig.model_validate(known), host, self.now, self.at())

    def touches(self, *names: str) -> list[PadEffect]:
        """Touch as one who reads each page for a second and a half."""
        effects: list[PadEffect] = []
        for name in names:
            self.pad.drawn(self.pad.view(self.now).page, self.now)
            self.now += 1.5
            effects += self.pad.touch(name, self.now, self.at())
        return effects

    def waits(self, seconds: float) -> list[PadEffect]:
        self.now += seconds
        return self.pad.tick(self.now, self.at())

    def at(self) -> datetime:
        return self.wall + timedelta(seconds=self.now)

    @property
    def sees(self) -> object:
        return self.pad.view(self.now)


@pytest.fixture
def make(new_id: Callable[[], str], counter: Callable[..., CounterState], morning: datetime) -> Callable[..., Citizen]:
    def made(pictures: dict[str, Path] | None = None, **rules: object) -> Citizen:
        pictures = pictures or {}
        known = PadRules(**rules)  # type: ignore[arg-type]
        return Citizen(PadPresenter(known, {"en": translator("en")}, new_id, pictures.get), morning, counter)

    return made


@pytest.fixture
def citizen(make: Callable[..., Citizen]) -> Citizen:
    return make()


def given(effects: list[PadEffect]) -> list[RatingSubmit]:
    return [effect.rating for effect in effects if isinstance(effect, Give)]


@pytest.mark.parametrize(
    ("state", "lead"),
    [("called", "Mời công dân có số"), ("serving", "Đang phục vụ số"), ("parked", "Kính chào Quý khách")],
)
def test_the_number_in_hand_is_shown(citizen: Citizen, state: str, lead: str) -> None:
    citizen.told(ticket={**TICKET_EXAMPLE, "state": state})
    page = citizen.sees
    assert isinstance(page, Idle) and page.lead == lead
    assert page.number == ("A012" if state != "parked" else None)


def test_a_paused_counter_says_why(citizen: Citizen) -> None:
    citizen.told(ticket=None, state="paused", pause_reason="Họp đột xuất")
    page = citizen.sees
    assert isinstance(page, Idle) and "Họp đột xuất" in page.detail


def test_who_serves_stands_beside_the_number_where_the_office_wants_that(citizen: Citizen) -> None:
    host = Host("Nguyễn Thị Lan", "Công chức Tư pháp – Hộ tịch", b"photo")
    citizen.told(ticket={**TICKET_EXAMPLE, "state": "serving"})
    citizen.configured(host)
    page = citizen.sees
    assert isinstance(page, Idle) and page.host == host
    citizen.configured()
    assert isinstance(citizen.sees, Idle) and citizen.sees.host is None


def test_other_counters_are_none_of_its_business(citizen: Citizen) -> None:
    citizen.told(counter="quay-2", name="Quầy số 2", ticket=TICKET_EXAMPLE)
    assert isinstance(citizen.sees, Idle) and citizen.sees.number is None


@pytest.mark.parametrize("levels", [3, 4, 5])
def test_the_hub_says_how_many_faces_there_are(citizen: Citizen, levels: int) -> None:
    citizen.opens({"levels": levels})
    page = citizen.sees
    assert isinstance(page, Rating)
    assert [choice.score for choice in page.choices] == list(range(levels, 0, -1))
    assert page.choices[0].words == "Rất hài lòng"
    assert len({choice.mood for choice in page.choices}) == levels


def test_without_a_form_of_the_hub_the_pads_own_number_of_faces_holds(make: Callable[..., Citizen]) -> None:
    citizen = make(levels=3)
    citizen.opens()
    assert isinstance(citizen.sees, Rating) and len(citizen.sees.choices) == 3


def test_one_touch_is_kept_at_once_and_given_when_the_citizen_has_gone(citizen: Citizen) -> None:
    citizen.opens({"reasons": REASONS})
    (kept,) = citizen.touches("score:4")
    assert isinstance(kept, Keep) and (kept.rating.rate, kept.rating.score, kept.rating.scale) == (RATE, 4, 5)
    assert isinstance(citizen.sees, Thanks)
    assert citizen.touches("score:1") == []
    (sent,) = given(citizen.waits(THANKS_S))
    assert sent == kept.rating
    assert isinstance(citizen.sees, Idle)
    assert citizen.waits(60) == []


def test_where_nothing_more_is_asked_it_is_given_at_once(citizen: Citizen) -> None:
    citizen.opens({"indices": False})
    assert [type(effect) for effect in citizen.touches("score:5")] == [Keep, Give]
    assert isinstance(citizen.sees, Thanks) and citizen.sees.more is None
    assert citizen.waits(THANKS_S) == []


def test_a_rating_tells_how_it_was_given(citizen: Citizen) -> None:
    citizen.opens(lang="en")
    citizen.pad.drawn("rating", 0.5)
    citizen.now = 3.0
    (kept,) = citizen.pad.touch("score:5", 2.75, citizen.at())
    assert isinstance(kept, Keep)
    rating = kept.rating
    assert (rating.after_ms, rating.by, rating.lang, rating.at) == (2250, Given.TOUCH, "en", citizen.at())


def test_faces_drawn_again_have_stood_since_the_first_time(citizen: Citizen) -> None:
    citizen.opens()
    assert citizen.touches("language", "language") == []
    (kept,) = citizen.touches("score:5")
    assert isinstance(kept, Keep) and kept.rating.after_ms == 4500


def test_a_ticket_taken_in_english_is_asked_in_english_and_the_next_one_is_not(citizen: Citizen) -> None:
    citizen.opens(lang="en")
    assert isinstance(citizen.sees, Rating) and citizen.sees.choices[0].words == "Very satisfied"
    citizen.touches("score:5")
    citizen.waits(THANKS_S)
    citizen.opens(rate="another")
    assert isinstance(citizen.sees, Rating) and citizen.sees.choices[0].words == "Rất hài lòng"


def test_the_unhappy_may_choose_several_reasons(citizen: Citizen) -> None:
    citizen.opens({"reasons": REASONS, "indices": False})
    citizen.touches("score:2")
    page = citizen.sees
    assert isinstance(page, Reasons) and page.send == "Bỏ qua" and page.write is None
    citizen.touches("reason:cho-lau", "reason:thai-do", "reason:cho-lau", "reason:unknown")
    page = citizen.sees
    assert isinstance(page, Reasons) and page.send == "Gửi"
    assert [option.chosen for option in page.options] == [False, True]
    (sent,) = given(citizen.touches("send"))
    assert (sent.score, sent.reasons, sent.comment) == (2, ["thai-do"], None)


def test_no_more_reasons_are_chosen_than_the_hub_takes(citizen: Citizen) -> None:
    many = [{"id": f"r{place}", "vi": f"Lý do {place}"} for place in range(12)]
    citizen.opens({"reasons": many, "indices": False})
    (sent,) = given(citizen.touches("score:1", *(f"reason:r{place}" for place in range(12)), "send"))
    assert sent.reasons == [f"r{place}" for place in range(10)]


def test_the_happy_are_not_asked_for_reasons(citizen: Citizen) -> None:
    citizen.opens({"reasons": REASONS})
    citizen.touches("score:3")
    assert isinstance(citizen.sees, Thanks)


def test_reasons_are_in_english_where_they_have_english_words(citizen: Citizen) -> None:
    citizen.opens({"reasons": REASONS}, lang="en")
    citizen.touches("score:1")
    assert isinstance(citizen.sees, Reasons)
    assert [option.text for option in citizen.sees.options] == ["Long wait", "Thái độ"]


def test_reasons_left_alone_warn_and_are_given_with_what_was_chosen(citizen: Citizen) -> None:
    citizen.opens({"reasons": REASONS})
    citizen.touches("score:1", "reason:cho-lau")
    assert isinstance(citizen.sees, Reasons) and citizen.sees.leaving is None
    citizen.waits(REASONS_S - 5)
    assert citizen.sees.leaving is not None and citizen.sees.leaving.text == "Trang này sẽ đóng sau 5 giây"
    assert citizen.pad.closing(citizen.now)
    citizen.touches("more-time")
    assert citizen.waits(REASONS_S - 5) == []
    (sent,) = given(citizen.waits(5))
    assert sent.reasons == ["cho-lau"]
    assert isinstance(citizen.sees, Thanks) and citizen.sees.more is None


def test_words_of_ones_own_are_asked_for_only_where_the_site_wants_them(citizen: Citizen) -> None:
    citizen.opens({"reasons": REASONS, "comment": True, "indices": False})
    citizen.touches("score:1", "write", *(f"key:{key}" for key in "caamr"), "key:space", "key:layout", "key:1")
    assert isinstance(citizen.sees, Comment) and "đừng ghi họ tên" in citizen.sees.hint
    (sent,) = given(citizen.touches("hide"))
    assert sent.comment == "cẩm 1"


def test_each_word_is_kept_when_it_ends(citizen: Citizen) -> None:
    citizen.opens({"reasons": REASONS, "comment": True})
    citizen.touches("score:1", "write")
    kept = [one for one in citizen.touches("key:c", "key:h", "key:o", "key:space") if isinstance(one, Keep)]
    assert [one.rating.comment for one in kept] == ["cho"]


def test_a_touch_that_asks_for_words_where_none_are_wanted_does_nothing(citizen: Citizen) -> None:
    citizen.opens({"reasons": REASONS})
    citizen.touches("score:1", "write")
    assert isinstance(citizen.sees, Reasons)


def test_whoever_wants_to_say_more_answers_some_of_the_nine(citizen: Citizen) -> None:
    citizen.opens()
    citizen.pad.desk.a_page = 4
    citizen.touches("score:5", "more", "index:total_time:2", "index:returns:1", "index:returns:0", "next")
    page = citizen.sees
    assert isinstance(page, Indices) and (page.next, page.back) == ("Tiếp", "Trước")
    citizen.touches("index:attitude:2", "index:attitude:2", "index:reception:1", "next", "next", "index:online:0")
    assert isinstance(citizen.sees, Indices) and citizen.sees.next is None and len(citizen.sees.rows) == 1
    (sent,) = given(citizen.touches("send"))
    assert sent.criteria == {"total_time": 2, "returns": 0, "reception": 1, "online": 0}
    assert isinstance(citizen.sees, Thanks) and citizen.sees.more is None


def test_all_nine_are_asked_with_three_answers_each(citizen: Citizen) -> None:
    citizen.opens()
    citizen.pad.desk.a_page = 9
    citizen.touches("score:5", "more")
    assert isinstance(citizen.sees, Indices)
    names = [[answer.name for answer in row.answers] for row in citizen.sees.rows]
    assert names == [[f"index:{index}:{score}" for score in (2, 1, 0)] for index in Index]


def test_indices_left_alone_are_given_as_far_as_they_were_answered(citizen: Citizen) -> None:
    citizen.opens()
    citizen.touches("score:4", "more", "index:total_time:1")
    (sent,) = given(citizen.waits(LONGER_S))
    assert (sent.score, sent.criteria) == (4, {"total_time": 1})


def test_nobody_says_more_for_longer_than_the_hub_waits(citizen: Citizen) -> None:
    citizen.opens()
    citizen.touches("score:4", "more")
    told: list[RatingSubmit] = []
    while not told and citizen.now < 600:
        told = given(citizen.waits(15))
        citizen.touches("more-time")
    assert LONGEST_S <= citizen.now < LONGEST_S + 30


def test_the_next_call_ends_what_was_being_said(citizen: Citizen) -> None:
    citizen.opens({"reasons": REASONS})
    citizen.touches("score:1", "reason:cho-lau")
    (sent,) = given(citizen.told(ticket={**TICKET_EXAMPLE, "number": "A013"}))
    assert sent.reasons == ["cho-lau"]
    assert isinstance(citizen.sees, Idle) and citizen.sees.number == "A013"


def test_a_rating_of_another_ticket_ends_what_was_being_said(citizen: Citizen) -> None:
    citizen.opens()
    citizen.touches("score:4", "more")
    assert [rating.rate for rating in given(citizen.opens(rate="another", number="A013"))] == [RATE]
    assert isinstance(citizen.sees, Rating)


def test_the_counters_own_news_of_the_same_ticket_ends_nothing(citizen: Citizen) -> None:
    citizen.opens()
    citizen.touches("score:4", "more")
    assert citizen.told(ticket={**TICKET_EXAMPLE, "state": "serving"}) == []
    citizen.configured(rating=None)
    assert isinstance(citizen.sees, Indices)


def test_a_finger_that_was_on_its_way_before_the_faces_came_rates_nothing(citizen: Citizen) -> None:
    citizen.opens()
    assert citizen.pad.touch("score:1", 0.1, citizen.wall) == []
    citizen.pad.drawn("rating", 0.2)
    assert citizen.pad.touch("score:1", 0.7, citizen.wall) == []
    assert len(citizen.pad.touch("score:1", 0.9, citizen.wall)) == 1


def test_thanks_do_not_tell_the_officer_what_was_chosen(make: Callable[..., Citizen]) -> None:
    thanks = set()
    for score in range(1, 6):
        citizen = make()
        citizen.opens()
        citizen.touches(f"score:{score}")
        thanks.add(citizen.sees)
    assert [type(page) for page in thanks] == [Thanks]


def test_the_same_rating_told_again_does_not_open_again(citizen: Citizen) -> None:
    citizen.opens()
    citizen.touches("score:5")
    citizen.waits(THANKS_S)
    citizen.configured(rating=None)
    citizen.opens()
    assert isinstance(citizen.sees, Idle)
    citizen.opens(rate="another")
    assert isinstance(citizen.sees, Rating)


def test_a_rating_closes_at_its_time(citizen: Citizen, morning: datetime) -> None:
    citizen.opens(opened_at=morning - timedelta(seconds=20), closes_at=morning + timedelta(seconds=40))
    citizen.waits(39)
    assert isinstance(citizen.sees, Rating)
    citizen.waits(1)
    assert isinstance(citizen.sees, Idle)
    assert citizen.touches("score:5") == []


def test_a_rating_closes_when_the_hub_takes_it_back(citizen: Citizen) -> None:
    citizen.opens()
    citizen.configured(rating=None)
    assert isinstance(citizen.sees, Idle)


def test_a_rating_of_long_ago_stays_closed(citizen: Citizen, morning: datetime) -> None:
    ago = morning - timedelta(hours=3)
    citizen.opens(opened_at=ago, closes_at=ago + timedelta(seconds=60))
    assert isinstance(citizen.sees, Idle)


def test_where_no_rating_can_be_kept_none_opens(citizen: Citizen) -> None:
    citizen.pad.full = True
    citizen.opens()
    assert isinstance(citizen.sees, Idle)


class TestButtons:
    def test_a_press_rates_on_the_panels_own_scale(self, make: Callable[..., Citizen]) -> None:
        citizen = make(panel=3, touch=False)
        citizen.opens({"levels": 5, "reasons": REASONS})
        page = citizen.sees
        assert isinstance(page, Rating) and not page.touched and len(page.choices) == 3
        citizen.pad.drawn("rating", 0)
        kept, sent, heard = citizen.pad.press(1, 2, citizen.wall)
        assert isinstance(kept, Keep) and isinstance(sent, Give) and heard == Taken()
        assert (sent.rating.score, sent.rating.scale, sent.rating.by) == (1, 3, Given.BUTTONS)
        assert citizen.sees == Thanks(
            "Cảm ơn Quý khách đã đánh giá!", "Ý kiến của Quý khách giúp chúng tôi phục vụ tốt hơn."
        )

    def test_a_press_with_nobody_served_is_ignored(self, make: Callable[..., Citizen]) -> None:
        citizen = make(panel=3, touch=False)
        assert citizen.pad.press(3, 1, citizen.wall) == [Ignored()]

    def test_a_second_press_is_ignored(self, make: Callable[..., Citizen]) -> None:
        citizen = make(panel=4, touch=False)
        citizen.opens()
        citizen.pad.drawn("rating", 0)
        citizen.pad.press(4, 2, citizen.wall)
        assert citizen.pad.press(1, 4, citizen.wall) == [Ignored()]

    def test_beside_a_touch_screen_a_press_leads_to_reasons(self, make: Callable[..., Citizen]) -> None:
        citizen = make(panel=3)
        citizen.opens({"reasons": REASONS})
        citizen.pad.drawn("rating", 0)
        citizen.now = 2
        citizen.pad.press(1, 2, citizen.wall)
        assert isinstance(citizen.sees, Reasons)


class TestRestart:
    def again(self, make: Callable[..., Citizen], before: Citizen, later: float, counter: str | None = None) -> Citizen:
        after = make()
        after.now, after.wall = 5.0, before.at() + timedelta(seconds=later)
        after.pad._states.clear()
        kept = Remembered.model_validate_json(before.pad.remembered.model_dump_json())
        after.pad.restore(kept, counter, 5.0, after.wall)
        return after

    def test_an_open_rating_stands_again_without_the_hub(self, make: Callable[..., Citizen], citizen: Citizen) -> None:
        citizen.opens({"levels": 3})
        after = self.again(make, citizen, 20)
        page = after.sees
        assert isinstance(page, Rating) and len(page.choices) == 3 and "Quầy số 1 · Số A012" in page.detail
        after.waits(40)
        assert isinstance(after.sees, Idle) and after.sees.counter == "Quầy số 1"

    def test_a_given_rating_does_not_open_again(self, make: Callable[..., Citizen], citizen: Citizen) -> None:
        citizen.opens()
        citizen.touches("score:5")
        assert isinstance(self.again(make, citizen, 1).sees, Idle)

    def test_a_clock_that_began_anew_in_the_past_opens_nothing(
        self, make: Callable[..., Citizen], citizen: Citizen
    ) -> None:
        citizen.opens()
        assert isinstance(self.again(make, citizen, -86400).sees, Idle)

    def test_the_settings_may_name_another_counter(self, make: Callable[..., Citizen], citizen: Citizen) -> None:
        after = self.again(make, citizen, 1, "quay-2")
        assert after.pad.counter == "quay-2" and isinstance(after.sees, Idle) and after.sees.counter != "Quầy số 1"


class TestNotices:
    def shown(self, morning: datetime, *playlist: dict[str, object], ticker: tuple[str, ...] = ()) -> Notices:
        return Notices.model_validate({"rev": 1, "at": morning, "playlist": list(playlist), "ticker": ticker})

    def test_they_come_in_turn_when_the_pad_is_left_alone(self, make: Callable[..., Citizen], tmp_path: Path) -> None:
        address = f"/notices/{HASH}.jpg"
        citizen = make({address: tmp_path})
        text, picture = {"kind": "text", "text": "Nghỉ lễ", "seconds": 5}, {"kind": "image", "url": address}
        video = {"kind": "video", "url": f"/notices/{HASH}.mp4"}
        late = {"kind": "text", "text": "cũ", "until": citizen.wall.isoformat()}
        citizen.pad.notices.told(self.shown(citizen.wall, text, video, late, picture, ticker=("Không thu thêm phí",)))
        citizen.waits(59)
        assert isinstance(citizen.sees, Idle)
        seen = []
        for wait in (1, 5, 12, 12):
            citizen.waits(wait)
            page = citizen.sees
            assert isinstance(page, NoticePage)
            seen.append(page.text or page.picture)
        assert seen == ["Nghỉ lễ", tmp_path, "Không thu thêm phí", "Nghỉ lễ"]

    def test_a_call_ends_them_at_once_and_keeps_them_away(self, citizen: Citizen) -> None:
        citizen.pad.notices.told(self.shown(citizen.wall, {"kind": "text", "text": "Nghỉ lễ"}))
        citizen.waits(1)
        citizen.waits(61)
        assert isinstance(citizen.sees, NoticePage)
        citizen.told(ticket=TICKET_EXAMPLE)
        citizen.waits(0.1)
        assert isinstance(citizen.sees, Idle) and citizen.sees.number == "A012"
        citizen.waits(200)
        assert isinstance(citizen.sees, Idle)
        citizen.told(ticket={**TICKET_EXAMPLE, "state": "serving"})
        citizen.waits(61)
        assert isinstance(citizen.sees, NoticePage) and citizen.sees.stands == "Đang phục vụ số A012"

    def test_a_rating_ends_them_at_once(self, citizen: Citizen) -> None:
        citizen.pad.notices.told(self.shown(citizen.wall, {"kind": "text", "text": "Nghỉ lễ"}))
        citizen.waits(1)
        citizen.waits(61)
        citizen.opens()
        assert isinstance(citizen.sees, Rating)

    def test_one_touches_them_away(self, citizen: Citizen) -> None:
        citizen.pad.notices.told(self.shown(citizen.wall, {"kind": "text", "text": "Nghỉ lễ"}))
        citizen.waits(1)
        citizen.waits(61)
        citizen.touches("wake")
        citizen.waits(0.1)
        assert isinstance(citizen.sees, Idle)

    def test_hours_and_weekdays_hold(self, citizen: Citizen) -> None:
        # The 22nd of November 2026 is a Sunday, and it is nine minutes past eight.
        wrong = (
            {"kind": "text", "text": "sai", "weekdays": [1, 2]},
            {"kind": "text", "text": "sai", "hours_from": "09:00"},
        )
        right = {"kind": "text", "text": "đúng", "weekdays": [7], "hours_from": "22:00", "hours_until": "09:00"}
        citizen.pad.notices.told(self.shown(citizen.wall, *wrong, right))
        citizen.waits(1)
        citizen.waits(61)
        assert isinstance(citizen.sees, NoticePage) and citizen.sees.text == "đúng"


def test_what_is_remembered_holds_no_name_of_an_officer(citizen: Citizen) -> None:
    citizen.configured(Host("Nguyễn Thị Lan"), form=RatingForm().model_dump())
    assert "Lan" not in citizen.pad.remembered.model_dump_json()
