"""A citizen at the pad's real window: more said than one touch, a power cut amid it, the keeper's way out."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.keeping.code import write_code
from kiosk.screens.keeper_gate import LEFT_BY_KEEPER
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.rating import Given
from lobby.contract.requests import RatingSubmit
from lobby.contract.states import DeviceConfig

pytestmark = pytest.mark.journey

CODE = "482915"
FORM = {"levels": 4, "reasons": [{"id": "cho-lau", "vi": "Chờ lâu", "en": "Long wait"}, {"id": "khac", "vi": "Khác"}]}


@pytest.fixture
def opens(hub: Any) -> Callable[..., None]:
    """Let the hub open a rating."""
    revisions = iter(range(1, 9))

    def opened(rate: str, **more: object) -> None:
        now = datetime.now(OFFICE_ZONE)
        rating = {"rate": rate, "number": "A012", "opened_at": now, "closes_at": now + timedelta(seconds=180), **more}
        config = {"rev": next(revisions), "at": now, "device": "pad-1", "counter": "quay-1"}
        server = {"name": "Nguyễn Thị Lan", "title": "Công chức Tư pháp – Hộ tịch"}
        told = DeviceConfig.model_validate({**config, "rating": rating, "form": FORM, "server": server})
        hub.link.send(told, hub.link.topics.config("pad-1"))

    return opened


def test_what_was_touched_before_a_power_cut_is_told_once_and_whole(
    hub: Any, screen: Callable[..., Any], opens: Callable[..., None], wait_until: Callable[..., None]
) -> None:
    before = screen("pad", "pad-1", "", (1024, 600))
    opens("cutToken", lang="en")
    seen = before.page("rating")
    assert {"Very satisfied", "Dissatisfied", "Nguyễn Thị Lan"} <= set(seen["texts"])
    before.touch("score:1")
    before.page("reasons")
    before.touch("reason:cho-lau")
    before.until(lambda seen: "Send" in seen["texts"], "the reason is chosen")
    assert hub.of("rating/submit") == []
    before.process.send_signal(signal.SIGKILL)
    before.process.wait(10)
    after = screen("pad", "pad-1", "", (1024, 600))
    wait_until(lambda: hub.of("rating/submit"), "the rating is told", 30)
    after.page("idle")
    (told,) = hub.of("rating/submit")
    assert isinstance(told, RatingSubmit)
    assert (told.rate, told.score, told.scale, told.reasons) == ("cutToken", 1, 4, ["cho-lau"])
    assert (told.by, told.lang) == (Given.TOUCH, "en") and told.after_ms is not None and told.after_ms >= 600


def test_one_says_more_with_large_text_and_the_keeper_leaves_by_the_code(
    hub: Any, screen: Callable[..., Any], opens: Callable[..., None], tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    write_code(tmp_path / "keeper-code", CODE)
    window = screen("pad", "pad-1", "", (800, 480), keeper_code=tmp_path / "keeper-code")
    opens("moreToken")
    window.page("rating")
    window.touch("comfort:big", "comfort:contrast")
    window.touch("score:4")
    window.page("thanks")
    window.touch("more")
    window.page("indices")
    window.touch("index:total_time:2", "index:agency_time:1")
    window.touch("next")
    window.touch("send")
    window.page("thanks")
    wait_until(lambda: hub.of("rating/submit"), "the rating is told")
    (told,) = hub.of("rating/submit")
    assert told.criteria == {"total_time": 2, "agency_time": 1}
    window.page("idle")
    pointer = ["xdotool", "mousemove", "12", "12", "click", "1"]
    for _ in range(5):
        subprocess.run(pointer, check=True, env={**os.environ, "DISPLAY": window.display})
    window.until(lambda seen: any(one["name"] == "keeper:leave" for one in seen["targets"]), "the code is asked for")
    window.touch(*(f"keeper:{digit}" for digit in CODE), "keeper:leave")
    assert window.process.wait(20) == LEFT_BY_KEEPER
