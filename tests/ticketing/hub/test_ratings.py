"""Ratings that come late: matched by their token days after, through restarts and the archive, each once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from lobby.contract.requests import RatingSubmit
from lobby.contract.topics import Topics
from ticketing.engine.rating import PHONE
from ticketing.hub.gathering import Asked

if TYPE_CHECKING:
    from tests.ticketing.hub.conftest import Site


def finished(site: Site) -> str:
    """Serve one citizen; returns the rating's token."""
    site.ask("keypad-1", "counter/open", counter="quay-1")
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    site.granted("keypad-1", "counter/next", counter="quay-1")
    site.clock.forward(120)
    token: str = site.granted("keypad-1", "counter/finish", counter="quay-1")["rate"]
    return token


def rated(site: Site, token: str, request_id: str | None = None, **fields: Any) -> str:
    asked = {"rate": token, "score": 4, "at": site.clock.now().isoformat(), "after_ms": 5000, **fields}
    reply = site.ask("pad-1", "rating/submit", request_id or str(uuid.uuid4()), **asked)
    return "ok" if reply["ok"] else str(reply["error"]["code"])


def entries(site: Site) -> list[dict[str, Any]]:
    """Return what was journalled of ratings, as the bridge is told."""
    facts = site.ground.journal.facts_after(0, 10_000)
    return [json.loads(fact.entry().model_dump_json()) for fact in facts if fact.kind == "rating.submitted"]


def again(site: Site) -> None:
    site.stop()
    site.start()


def test_a_rating_of_last_week_is_matched_after_a_restart_and_taken_once(new_site: Callable[..., Site]) -> None:
    site = new_site()
    token, request = finished(site), str(uuid.uuid4())
    number = site.ground.keeper.lobby.ratings[token].number
    again(site)
    site.clock.forward(7 * 86_400)
    finished(site)
    assert rated(site, token, request) == "ok"
    (entry,) = entries(site)
    assert (entry["counter"], entry["ticket"]["number"], entry["data"]["doubts"]) == ("quay-1", number, ["late"])
    assert rated(site, token) == "already_rated"
    again(site)
    assert rated(site, token) == "already_rated"
    site.clock.forward(4 * 86_400)
    for _ in range(3):
        site.ground.keeper.tidy()
    assert rated(site, token, request) == "ok", "the same request, whose answer was forgotten, is no second rating"
    assert len(entries(site)) == 1


def test_a_rating_whose_service_is_in_the_archive_is_matched_all_the_same(new_site: Callable[..., Site]) -> None:
    site = new_site(journal={"keep_months": 1, "rates_days": 60})
    token = finished(site)
    for _ in range(3):
        site.clock.forward(15 * 86_400)
        finished(site)
    site.bridge_is("online")
    site.granted("bridge", "bridge/taken", through=site.ground.keeper.lobby.seq)
    for _ in range(200):
        site.clock.forward(6)
        site.hub.step()
    assert site.ground.journal.facts_after(0, 1)[0].private == {}, "the first entry is in the archive"
    assert rated(site, token) == "ok"


def test_a_token_is_forgotten_with_time(new_site: Callable[..., Site]) -> None:
    site = new_site(journal={"rates_days": 2})
    token = finished(site)
    site.clock.forward(4 * 86_400)
    finished(site)
    for _ in range(50):
        site.clock.forward(6)
        site.hub.step()
    assert rated(site, token) == "not_found"


def test_a_service_taken_back_is_not_rated_the_next_day_either(site: Site) -> None:
    token = finished(site)
    site.granted("keypad-1", "counter/undo", counter="quay-1")
    left = finished_again(site)
    site.clock.forward(86_400)
    finished(site)
    assert rated(site, token) == "not_found"
    assert rated(site, left) == "ok"


def finished_again(site: Site) -> str:
    token: str = site.granted("keypad-1", "counter/finish", counter="quay-1")["rate"]
    return token


def test_yesterdays_rating_closed_by_the_next_call_was_over_for_an_offline_pad_too(site: Site) -> None:
    token = finished(site)
    opened = site.clock.now()
    site.clock.forward(20)
    finished(site)
    site.clock.forward(86_400)
    late = {"at": (opened + timedelta(seconds=30)).isoformat()}
    assert rated(site, token, after_ms=30_000, **late) == "wrong_state"
    assert rated(site, token, after_ms=9_000, **late) == "ok"


def test_two_ratings_of_one_token_in_one_commit_make_one_entry(site: Site) -> None:
    token = finished(site)
    site.clock.forward(86_400)
    finished(site)
    at = site.clock.now().isoformat()
    asked = [{"id": str(uuid.uuid4()), "rate": token, "score": n, "at": at, "after_ms": 5000} for n in (1, 5)]
    settled = site.ground.keeper.settle_all([_asked(site, one) for one in asked])
    assert [json.loads(one)["ok"] for one in settled if isinstance(one, bytes)] == [True, False]
    assert [entry["data"]["score"] for entry in entries(site)] == [1]


def _asked(site: Site, fields: dict[str, Any]) -> Asked:
    return Asked(site.ground.access.over_the_bus("pad-1"), RatingSubmit.model_validate(fields))


@pytest.mark.parametrize("device", ["keypad-1", "kiosk-1", "dispenser-1", "bridge", PHONE])
def test_nobody_but_a_pad_rates_over_the_bus(site: Site, device: str) -> None:
    token = finished(site)
    site.clock.forward(5)
    at = site.clock.now().isoformat()
    assert site.refused(device, "rating/submit", rate=token, score=5, at=at) == "forbidden"


def test_the_settings_of_ratings_change_while_pads_run(site: Site, topics: Topics) -> None:
    assert site.kept(topics.config("pad-1"))["form"]["levels"] == 5
    changed = site.ground.settings.model_copy(
        update={"rating": type(site.ground.settings.rating).model_validate({"levels": 3, "indices": False})}
    )
    site.hub.change(changed, ("rating.levels",))
    site.hub.flush()
    form = site.kept(topics.config("pad-1"))["form"]
    assert (form["levels"], form["indices"]) == (3, False)
    assert form["reasons"][0] == {"id": "cho-lau", "vi": "Phải chờ lâu", "en": "The wait was long"}
    assert "form" not in site.kept(topics.config("dispenser-1"))
