"""Who serves, as pads show it: told by the keeper, drawn small, and gone with the account."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from lobby.clock import HandClock
from lobby.contract.codec import decode_object
from ticketing.desk.portrait import BYTES_AT_MOST, SIZE
from ticketing.desk.web import LOOK_EVERY_S, WebPart

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

PAGE = "/admin/officers/lan.nt/face"
FIRST = "mat-khau-dau"


@pytest.fixture
def keeper(browser: Browser) -> Browser:
    browser.log_in("quantri", FIRST, "/admin")
    browser.send("/desk/password", old=FIRST, new="rieng-cua-ha", again="rieng-cua-ha", target="admin")
    browser.get(PAGE)
    return browser


def at_pad(site: Site, shown: str | None = None) -> dict[str, Any] | None:
    """Return whom the pad of counter 1 shows, where the office shows so much."""
    if shown is not None:
        rating = type(site.settings.rating).model_validate({"officers": shown})
        site.hub.change(site.door.settings.model_copy(update={"rating": rating}), ("rating.officers",))
    site.hub.flush()
    config = decode_object(site.broker.retained[site.link.topics.config("pad-1")])
    server = config.get("server")
    return dict(server) if isinstance(server, dict) else None


def noise(size: tuple[int, int] = (1600, 1200)) -> bytes:
    """Return a photograph that compresses badly, with a place in it."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.effect_noise(size, 90).convert("RGB").save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def upload(browser: Browser, content: bytes) -> tuple[int, dict[str, Any]]:
    headers = {"X-Form-Token": browser.form}
    begun = browser.client.post("/admin/notices/upload", json={"size": len(content)}, headers=headers).json or {}
    for start in range(0, len(content), begun["piece"]):
        address = f"/admin/notices/upload/{begun['token']}?offset={start}"
        piece = content[start : start + begun["piece"]]
        browser.client.post(address, data=piece, content_type="application/octet-stream", headers=headers)
    taken = browser.client.post(f"{PAGE}/photo", data={"token": begun["token"]}, headers=headers)
    return taken.status_code, taken.json or {}


@pytest.fixture
def serving(keeper: Browser, open_browser: Callable[[], Browser]) -> None:
    """Lan opens counter 1."""
    lan = open_browser()
    lan.enter()
    assert (lan.do("counter/open").json or {})["ok"]


@pytest.mark.usefixtures("serving")
def test_pads_show_as_much_of_an_officer_as_the_office_says(site: Site, keeper: Browser) -> None:
    assert "Đã lưu tên" in keeper.send(PAGE, shown="Chị  Lan", title="Công chức Hộ tịch").text
    assert at_pad(site) is None
    assert at_pad(site, "name") == {"name": "Chị Lan", "title": "Công chức Hộ tịch"}
    code, answer = upload(keeper, noise())
    assert (code, answer["go"]) == (200, f"{PAGE}?told=photo")
    assert "photo" not in (at_pad(site) or {})
    shown = (at_pad(site, "photo") or {})["photo"]
    drawn = base64.b64decode(shown)
    assert len(drawn) <= BYTES_AT_MOST
    with Image.open(io.BytesIO(drawn)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", SIZE, {})
    assert b"taken at home" not in drawn
    assert shown in keeper.get(PAGE).text
    keeper.send(f"{PAGE}/remove")
    assert "photo" not in (at_pad(site) or {})


@pytest.mark.usefixtures("serving")
def test_an_account_that_is_removed_leaves_no_face(site: Site, keeper: Browser) -> None:
    upload(keeper, noise((400, 400)))
    keeper.send(PAGE, shown="Lan", title="")
    assert (at_pad(site, "photo") or {})["name"] == "Lan"
    keeper.send("/admin/officers/lan.nt/remove")
    assert at_pad(site) is None
    assert site.store.rows("SELECT * FROM face") == []


@pytest.mark.usefixtures("serving")
def test_a_counter_that_closes_shows_nobody(site: Site, keeper: Browser, open_browser: Callable[[], Browser]) -> None:
    keeper.send(PAGE, shown="", title="")
    assert (at_pad(site, "name") or {})["name"] == "Nguyễn Thị Lan"
    minh = open_browser()
    minh.enter("minh.tv", "quay-1")
    assert (minh.do("counter/close").json or {})["ok"]
    assert at_pad(site) is None


def test_what_the_terminal_changes_reaches_the_pads(site: Site, web: WebPart, clock: HandClock) -> None:
    web.step()
    assert site.door.faces.of("lan.nt", "name").name == "Nguyễn Thị Lan"
    site.accounts.remove("lan.nt")
    clock.forward(LOOK_EVERY_S + 1)
    web.step()
    assert site.door.faces.of("lan.nt", "name") is None


def test_what_is_no_picture_is_refused_and_only_a_keeper_may(keeper: Browser, open_browser: Any) -> None:
    code, answer = upload(keeper, b"GIF89a" + b"\0" * 500)
    assert (code, "message" in answer) == (422, True)
    stranger = open_browser()
    assert stranger.get(PAGE).status_code == 303
    assert stranger.client.post(f"{PAGE}/photo", data={"token": "x"}).status_code == 403
    assert "không quá 60" in keeper.send(PAGE, shown="x" * 61, title="").text
