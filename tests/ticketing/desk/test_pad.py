"""A tablet that rates by the hub's page: let in by the keeper's code, at one counter alone, until it is cut off."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lobby.clock import HandClock
from lobby.contract.devices import Standing
from lobby.contract.journal import EntryKind
from lobby.contract.requests import CounterFinish, CounterNext, CounterOpen, CounterServe, Request
from ticketing.desk.pad_room import CODES_AT_AN_ADDRESS
from ticketing.desk.pairing import LASTS_S
from ticketing.desk.room import KEY
from ticketing.hub.tablets import SILENT_S

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

Open = Callable[[], "Browser"]
FIRST, OWN = "mat-khau-dau", "rieng-cua-lan"
_CODE = re.compile(r'id="code">(\d{4} \d{4})<')


@pytest.fixture
def keeper(open_browser: Open) -> Browser:
    made = open_browser()
    made.log_in("quantri", FIRST, "/admin")
    made.send("/desk/password", old=FIRST, new=OWN, again=OWN)
    return made


def code(keeper: Browser, counter: str = "quay-1") -> str:
    keeper.get("/admin/tablets")
    found = _CODE.search(keeper.send("/admin/tablets/code", counter=counter).text)
    assert found is not None
    return found[1]


@pytest.fixture
def tablet(keeper: Browser, open_browser: Open) -> Browser:
    made = open_browser()
    made.get("/pad/")
    assert 'id="stage"' in made.send("/pad/pair", code=code(keeper)).text
    return made


def told(tablet: Browser) -> dict[str, Any]:
    answer = tablet.get("/pad/state?now=1")
    assert answer.status_code == 200
    return dict(answer.json or {})


def act(site: Site, kind: type[Request], counter: str = "quay-1") -> None:
    fields = {"id": str(uuid.uuid4()), "counter": counter}
    reply = site.real.handle("desk", kind.model_validate(fields), officer="lan.nt")
    assert reply.ok, reply.error


def serve(site: Site, counter: str = "quay-1") -> str:
    site.take()
    for kind in (CounterOpen, CounterNext, CounterServe, CounterFinish):
        act(site, kind, counter)
    config = site.real.pads.config(name(site))
    return config.rating.rate if config is not None and config.rating is not None else ""


def name(site: Site) -> str:
    return next((one.device for one in site.real.pads.seen()), "")


def rating(clock: HandClock, rate: str, **fields: Any) -> dict[str, Any]:
    at = clock.now().isoformat(timespec="milliseconds")
    said = {"id": str(uuid.uuid4()), "rate": rate, "score": 5, "scale": 5, "at": at, "after_ms": 4000, "lang": "vi"}
    return {**said, **fields}


def give(tablet: Browser, said: dict[str, Any], **headers: str) -> TestResponse:
    token = {"X-Form-Token": str(told(tablet)["form_token"])}
    return tablet.client.post("/pad/rate", json=said, headers=token | headers)


def ratings(site: Site) -> list[dict[str, Any]]:
    facts = site.hub._journal.facts_after(0, 1000)
    return [dict(fact.data) for fact in facts if fact.kind is EntryKind.RATING_SUBMITTED]


def test_nobody_rates_on_a_tablet_that_the_keeper_did_not_let_in(open_browser: Open) -> None:
    stranger = open_browser()
    assert "Ghép máy đánh giá" in stranger.get("/pad/").text
    assert stranger.get("/pad/state").status_code == 401
    assert stranger.get("/pad/notices").status_code == 401
    assert stranger.get("/pad/app").status_code == 401
    assert stranger.client.post("/pad/rate", json={}).status_code == 401


def test_a_citizen_rates_on_a_tablet_and_the_journal_names_it(site: Site, tablet: Browser, clock: HandClock) -> None:
    rate = serve(site)
    clock.forward(5)
    shown = told(tablet)
    assert shown["rating"]["rate"] == rate and 50 < shown["left_s"] <= 60
    answer = give(tablet, rating(clock, rate, by="touch"))
    assert answer.json is not None and answer.json["ok"]
    (kept,) = ratings(site)
    assert kept["by"] == "tablet" and kept["device"].startswith("tablet-") and kept["score"] == 5
    assert told(tablet)["rating"] is None


def test_a_rating_sent_twice_counts_once(site: Site, tablet: Browser, clock: HandClock) -> None:
    rate = serve(site)
    clock.forward(5)
    said = rating(clock, rate)
    assert give(tablet, said).json == give(tablet, said).json
    other = give(tablet, rating(clock, rate)).json
    assert other is not None and other["error"]["code"] == "already_rated"
    assert len(ratings(site)) == 1


def test_a_tablet_rates_at_its_own_counter_alone(
    site: Site, tablet: Browser, keeper: Browser, open_browser: Open, clock: HandClock
) -> None:
    other = open_browser()
    other.get("/pad/")
    other.send("/pad/pair", code=code(keeper, "quay-2"))
    rate = serve(site)
    clock.forward(5)
    assert told(other)["rating"] is None and told(other)["counter"]["id"] == "quay-2"
    answer = give(other, rating(clock, rate)).json
    assert answer is not None and answer["error"]["code"] == "forbidden"
    assert ratings(site) == []


def test_a_code_lets_in_one_tablet(keeper: Browser, open_browser: Open) -> None:
    digits = code(keeper)
    first, second = open_browser(), open_browser()
    for one in (first, second):
        one.get("/pad/")
    assert 'id="stage"' in first.send("/pad/pair", code=digits).text
    assert "chưa đúng hoặc đã hết hạn" in second.send("/pad/pair", code=digits).text


def test_a_code_ends_after_ten_minutes(keeper: Browser, open_browser: Open, clock: HandClock) -> None:
    digits, late = code(keeper), open_browser()
    clock.forward(LASTS_S + 1)
    late.get("/pad/")
    assert "chưa đúng hoặc đã hết hạn" in late.send("/pad/pair", code=digits).text


def test_whoever_guesses_codes_is_stopped(keeper: Browser, open_browser: Open) -> None:
    guesser, digits = open_browser(), code(keeper)
    guesser.get("/pad/")
    for _ in range(CODES_AT_AN_ADDRESS):
        assert guesser.send("/pad/pair", code="0000 0000").status_code == 403
    assert guesser.send("/pad/pair", code=digits).status_code == 429


def test_a_page_elsewhere_can_neither_pair_nor_rate(
    keeper: Browser, tablet: Browser, open_browser: Open, site: Site, clock: HandClock
) -> None:
    visitor = open_browser()
    visitor.get("/pad/")
    assert visitor.client.post("/pad/pair", data={"code": code(keeper)}).status_code == 403
    rate = serve(site)
    clock.forward(5)
    said = rating(clock, rate)
    assert tablet.client.post("/pad/rate", json=said).status_code == 403
    assert give(tablet, said, **{"X-Form-Token": "0" * 64}).status_code == 403
    assert ratings(site) == []


def test_the_cookie_is_for_no_script_and_no_other_site(site: Site, keeper: Browser, open_browser: Open) -> None:
    made = open_browser()
    made.get("/pad/")
    answer = made.client.post("/pad/pair", data={"form": made.form, "code": code(keeper)})
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("lobby_tablet=")]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/pad" in cookie
    token = cookie.split("=", 1)[1].split(";")[0]
    assert len(token) >= 40
    kept = [row["token"] for row in site.store.rows("SELECT token FROM tablet")]
    assert kept and token not in kept
    assert made.get("/pad/").headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")


def test_a_lost_tablet_is_cut_off_at_once(site: Site, tablet: Browser, keeper: Browser, clock: HandClock) -> None:
    rate, device = serve(site), name(site)
    clock.forward(5)
    token = str(told(tablet)["form_token"])
    assert "Đã cắt máy" in keeper.send(f"/admin/tablets/{device}/cut").text
    assert tablet.get("/pad/state").status_code == 401
    answer = tablet.client.post("/pad/rate", json=rating(clock, rate), headers={"X-Form-Token": token})
    assert answer.status_code == 401
    assert "Ghép máy đánh giá" in tablet.get("/pad/").text
    assert f"cắt {device}" in keeper.get("/admin").text


def test_the_keeper_moves_a_tablet_to_another_counter(site: Site, tablet: Browser, keeper: Browser) -> None:
    assert "Đã đổi quầy" in keeper.send(f"/admin/tablets/{name(site)}/move", counter="quay-3").text
    assert told(tablet)["counter"]["name"] == "Quầy số 3"


def test_a_tablet_with_a_new_code_keeps_its_name(site: Site, tablet: Browser, keeper: Browser) -> None:
    device = name(site)
    tablet.get("/pad/pair")
    tablet.send("/pad/pair", code=code(keeper, "quay-2"))
    assert [(one.device, one.counter) for one in site.real.pads.seen()] == [(device, "quay-2")]


def test_officers_who_are_no_keepers_let_no_tablet_in(open_browser: Open) -> None:
    officer = open_browser()
    officer.enter()
    assert officer.get("/admin/tablets").status_code == 403
    answer = officer.client.post("/admin/tablets/code", data={"form": officer.form, "counter": "quay-1"})
    assert answer.status_code == 303


def test_the_devices_page_tells_whether_a_tablet_is_there(
    site: Site, tablet: Browser, keeper: Browser, clock: HandClock
) -> None:
    told(tablet)
    there = next(one for one in site.real.devices() if one.device == name(site))
    assert there.presence is not None and there.presence.state is Standing.ONLINE and there.counter == "quay-1"
    clock.forward(SILENT_S + 1)
    away = next(one for one in site.real.devices() if one.device == name(site))
    assert away.presence is not None and away.presence.state is Standing.OFFLINE
    assert name(site) in keeper.get("/admin/devices").text


def test_the_keeper_learns_that_a_tablet_cannot_keep_ratings(site: Site, tablet: Browser, keeper: Browser) -> None:
    tablet.get("/pad/state?now=1&failing=1")
    assert "không ghi được lượt đánh giá" in keeper.get("/admin/devices").text
    told(tablet)
    assert "không ghi được lượt đánh giá" not in keeper.get("/admin/devices").text


def test_a_tablet_stays_let_in_over_a_restart_of_the_hub(
    site: Site, tablet: Browser, browse: Callable[[Site], Browser]
) -> None:
    cookie = tablet.client.get_cookie("lobby_tablet", path="/pad")
    assert cookie is not None
    again = browse(site)
    again.client.set_cookie("lobby_tablet", cookie.value, path="/pad")
    assert told(again)["counter"]["id"] == "quay-1"


def test_a_rating_kept_for_hours_is_taken_once_it_comes(site: Site, tablet: Browser, clock: HandClock) -> None:
    rate, at = serve(site), clock.now()
    clock.forward(4 * 3600)
    said = rating(clock, rate, at=_told_at(at), after_ms=3000)
    answer = give(tablet, said).json
    assert answer is not None and answer["ok"]
    assert ratings(site)[0]["doubts"] == ["late"]


def _told_at(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


@pytest.mark.parametrize("body", [b"[]", b"{}", b"\xff", b'{"id": "x"}', b'{"score": 9}', b"{" * 300], ids=range(6))
def test_what_is_no_rating_is_refused(tablet: Browser, body: bytes) -> None:
    headers = {"X-Form-Token": str(told(tablet)["form_token"])}
    answer = tablet.client.post("/pad/rate", data=body, content_type="application/json", headers=headers)
    assert answer.status_code == 400


def test_a_body_larger_than_any_rating_is_refused(tablet: Browser) -> None:
    headers = {"X-Form-Token": str(told(tablet)["form_token"])}
    assert tablet.client.post("/pad/rate", json={"id": "x" * 9000}, headers=headers).status_code == 413


def test_a_tablet_is_told_of_nobody_elses_business(site: Site, tablet: Browser) -> None:
    site.take()
    act(site, CounterOpen)
    act(site, CounterNext)
    ticket = told(tablet)["counter"]["ticket"]
    assert set(ticket) == {"number", "state"}
    assert "track" not in tablet.get("/pad/state?now=1").text


def test_more_tablets_than_may_wait_are_answered_at_once(site: Site, app: Flask, tablet: Browser) -> None:
    places, mark = app.extensions[KEY].pads.places, told(tablet)["mark"]
    while places.acquire(blocking=False):
        pass
    site.door.answers["changed"] = lambda *_: pytest.fail("it waits")
    assert tablet.get(f"/pad/state?mark={mark}").json["mark"] == mark  # type: ignore[index]
