"""A pad whose hub is away for a while: nothing given is lost, told twice, or asked for again."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.pad_part import Pad, host_of
from kiosk.pad_settings import PadSettings
from kiosk.pad_unseen import Unseen
from kiosk.presenters.pad_views import Host
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.codec import decode, encode
from lobby.contract.rating import Server
from lobby.contract.requests import RatingSubmit
from lobby.contract.roles import Role
from lobby.contract.states import DeviceConfig
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus
from lobby.settings.load import SettingsError, check

TOPICS = Topics("demo")
FIELDS = {"site": "demo", "device": "pad-1", "broker": {"password_file": "/none"}, "screen": "none"}
BUTTONS = {"panel": {"driver": "pipe", "path": "/none"}, "keys": {"KEY_1": 1, "KEY_2": 2, "KEY_3": 3}, "sound": False}

FORBIDDEN: dict[str, object] = {"ok": False, "error": {"code": "forbidden", "message": "Không được phép."}}


class Site:
    """A pad of buttons alone, with a hub that is there or not."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.broker, self.rev = folder, MemoryBroker(), 0
        self.clock = HandClock(datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE))
        self.hub = MemoryBus(self.broker)
        self.asked: list[RatingSubmit] = []
        self.hub_is_there = self.hub_knows_the_pad = True
        self.hub.subscribe(TOPICS.under("do/+/#"), self._take)
        self.hub.start()
        self.start()

    def start(self) -> None:
        """Switch the pad on, again after a power cut."""
        bus = MemoryBus(self.broker)
        link = DeviceLink(bus, TOPICS, "pad-1", Role.PAD, self.clock, self.folder)
        self.settings = check(PadSettings, {**FIELDS, "state": str(self.folder), "buttons": BUTTONS}, "pad")
        self.pad = Pad(self.settings, link, self.clock)
        self.unseen = Unseen(self.pad)
        self.pad.start()
        self.bus = bus

    def opens(self, rate: str, differs_s: float = 0) -> None:
        """Open a rating; the hub's clock `differs_s` from the pad's."""
        self.rev += 1
        now = self.clock.now() + timedelta(seconds=differs_s)
        rating = {"rate": rate, "number": "A012", "opened_at": now, "closes_at": now + timedelta(seconds=60)}
        config = {"rev": self.rev, "at": now, "device": "pad-1", "counter": "quay-1", "rating": rating}
        payload = encode(DeviceConfig.model_validate(config))
        self.hub.publish(TOPICS.config("pad-1"), payload, qos=1, retained=True)

    def passes(self, seconds: float) -> None:
        for _ in range(round(seconds * 2)):
            self.clock.forward(0.5)
            self.pad.step()
            self.unseen.step()

    def presses(self, score: int) -> None:
        self.passes(1.5)
        self.pad.pressed(score, self.clock.monotonic())
        self.passes(6)

    def _take(self, incoming: object) -> None:
        if self.hub_is_there:
            payload = incoming.payload  # type: ignore[attr-defined]
            request = decode(RatingSubmit, payload)
            self.asked.append(request)
            said = {"ok": True, "data": {}} if self.hub_knows_the_pad else FORBIDDEN
            answer = json.dumps({"v": 1, "id": request.id, **said}).encode()
            correlation = incoming.correlation  # type: ignore[attr-defined]
            self.hub.publish(TOPICS.reply("pad-1"), answer, qos=1, correlation=correlation)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_what_was_given_without_the_hub_is_told_in_order_once_it_is_back(site: Site) -> None:
    site.hub_is_there = False
    for place, rate in enumerate(("tokenA", "tokenB", "tokenC"), 1):
        site.opens(rate)
        site.presses(place)
    assert site.asked == []
    site.hub_is_there = True
    site.passes(60)
    assert [(one.rate, one.score) for one in site.asked] == [("tokenA", 1), ("tokenB", 2), ("tokenC", 3)]
    assert [one.at for one in site.asked] == sorted(one.at for one in site.asked)


@pytest.mark.parametrize("differs_s", [-7200, -61, 0, 7200])
def test_a_rating_opens_for_its_whole_time_whatever_the_pads_clock_says(site: Site, differs_s: float) -> None:
    site.opens("tokenA", differs_s)
    site.passes(59)
    assert site.pad.view().page == "rating"
    site.passes(2)
    assert site.pad.view().page == "idle"


def test_a_rating_that_the_broker_kept_while_the_pad_was_away_is_past_by_the_pads_clock(site: Site) -> None:
    site.bus.lose()
    site.opens("tokenA")
    site.clock.forward(61)
    site.bus.start()
    site.passes(1)
    assert site.pad.view().page == "idle"


def test_buttons_count_for_a_rating_that_follows_upon_one_that_nobody_gave(site: Site) -> None:
    site.opens("tokenA")
    site.passes(30)
    site.opens("tokenB")
    site.passes(4)
    site.presses(3)
    (given,) = site.asked
    assert given.rate == "tokenB"
    assert given.after_ms is not None and 4000 <= given.after_ms <= 6000, "as long as its own faces stood"


def test_what_was_given_while_the_hub_did_not_know_the_pad_is_told_later(site: Site) -> None:
    site.hub_knows_the_pad = False
    for rate in ("tokenA", "tokenB"):
        site.opens(rate)
        site.presses(3)
    site.passes(120)
    assert len(site.asked) <= 6, "it asks seldom meanwhile"
    site.hub_knows_the_pad = True
    site.asked.clear()
    site.passes(120)
    assert {one.rate for one in site.asked} == {"tokenA", "tokenB"} and len(site.asked) == 2


@pytest.mark.parametrize("forgets", [False, True])
def test_a_token_gives_one_rating_though_the_pad_is_switched_off_and_its_memory_lost(
    site: Site, tmp_path: Path, forgets: bool
) -> None:
    site.hub_is_there = False
    site.opens("tokenA")
    site.presses(1)
    if forgets:
        (tmp_path / "pad.json").unlink()
    site.bus.lose()
    site.start()
    site.presses(3)
    site.opens("tokenA")
    site.presses(2)
    site.hub_is_there = True
    site.passes(60)
    assert {(one.rate, one.score) for one in site.asked} == {("tokenA", 1)}
    assert len({one.id for one in site.asked}) == 1


def test_the_counter_is_the_hubs_to_say_and_remembered(site: Site) -> None:
    site.opens("tokenA")
    site.passes(1)
    site.bus.lose()
    site.broker.retained.clear()
    site.start()
    assert site.pad._presenter.counter == "quay-1"
    assert site.pad.view().page == "rating"


def test_a_damaged_memory_is_as_none(site: Site, tmp_path: Path) -> None:
    site.opens("tokenA")
    site.passes(1)
    site.bus.lose()
    (tmp_path / "pad.json").write_bytes(b'{"counter": "quay')
    site.broker.retained.clear()
    site.start()
    assert site.pad.view().page == "idle"


def test_a_photo_that_is_none_leaves_the_name() -> None:
    photo = base64.b64encode(b"jpeg").decode()
    assert host_of(Server(name="Lan", title="Công chức", photo=photo)) == Host("Lan", "Công chức", b"jpeg")
    assert host_of(Server(name="Lan", photo="không phải ảnh")) == Host("Lan")
    assert host_of(None) is None


@pytest.mark.parametrize("more", [{}, {"screen": {"width": 800, "height": 480}, "touch": False}])
def test_a_pad_that_nobody_could_rate_at_is_refused(tmp_path: Path, more: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="bảng nút bấm"):
        check(PadSettings, {**FIELDS, "state": str(tmp_path), **more}, "pad")
