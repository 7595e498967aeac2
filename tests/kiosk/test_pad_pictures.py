"""Pictures of the office's notices: fetched from the hub once, checked, shown from the pad's own disk."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from kiosk.pad_pictures import PictureShelf
from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.notices import Notices
from lobby.health import Faults


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1600, 900), colour).save(out, "JPEG")
    return out.getvalue()


def address(data: bytes) -> str:
    return f"/notices/{hashlib.sha256(data).hexdigest()}.jpg"


class Web:
    """A hub's web server: what it has, and what was asked of it."""

    def __init__(self) -> None:
        self.has: dict[str, bytes] = {}
        self.asked: list[str] = []
        web = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                found = web.has.get(self.path)
                self.send_response(200 if found is not None else 404)
                self.send_header("Content-Length", str(len(found or b"")))
                self.end_headers()
                self.wfile.write(found or b"")

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def web() -> Iterator[Web]:
    one = Web()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def faults() -> Faults:
    return Faults(SystemClock())


@pytest.fixture
def start(tmp_path: Path, faults: Faults) -> Iterator[Callable[[str | None], PictureShelf]]:
    running: list[PictureShelf] = []

    def started(url: str | None) -> PictureShelf:
        shelf = PictureShelf(tmp_path / "notices", url, None, (800, 480), faults, SystemClock())
        shelf.start()
        running.append(shelf)
        return shelf

    yield started
    for shelf in running:
        shelf.stop()


def notices(*urls: str) -> Notices:
    playlist = [{"kind": "image", "url": url} for url in urls]
    return Notices.model_validate({"rev": 1, "at": datetime.now(OFFICE_ZONE), "playlist": playlist})


def test_a_picture_is_fetched_once_made_small_and_still_there_without_the_hub(
    start: Callable[[str | None], PictureShelf], web: Web, wait_until: Callable[..., None]
) -> None:
    data = picture("green")
    web.has[address(data)] = data
    shelf = start(web.url)
    assert shelf.path_of(address(data)) is None
    shelf.want(notices(address(data), address(data)))
    wait_until(lambda: shelf.path_of(address(data)) is not None, "the picture is here")
    path = shelf.path_of(address(data))
    assert path is not None and Image.open(path).size == (800, 450)
    again = start(None)
    assert again.path_of(address(data)) == path
    shelf.want(notices(address(data)))
    assert web.asked == [address(data)]


def test_what_is_not_the_picture_that_was_told_is_not_kept(
    start: Callable[[str | None], PictureShelf], web: Web, faults: Faults, wait_until: Callable[..., None]
) -> None:
    wanted, broken, good = address(picture("red")), b"no picture", picture("blue")
    web.has |= {wanted: picture("black"), address(broken): broken, address(good): good}
    shelf = start(web.url)
    shelf.want(notices(wanted, address(broken), "http://elsewhere/notices/x.jpg", address(good)))

    def told() -> bool:
        shelf.step()
        return [one.code for one in faults.standing()] == ["notice_pictures"]

    wait_until(told, "the keeper is told")
    assert shelf.path_of(wanted) is None and shelf.path_of(address(broken)) is None
    assert shelf.path_of(address(good)) is not None


def test_pictures_of_no_notice_are_thrown_away(
    start: Callable[[str | None], PictureShelf], web: Web, wait_until: Callable[..., None]
) -> None:
    old, new = picture("green"), picture("blue")
    web.has |= {address(old): old, address(new): new}
    shelf = start(web.url)
    shelf.want(notices(address(old)))
    wait_until(lambda: shelf.path_of(address(old)) is not None, "the first is here")
    shelf.want(notices(address(new)))
    wait_until(lambda: shelf.path_of(address(new)) is not None, "the second is here")
    assert shelf.path_of(address(old)) is None


@pytest.mark.parametrize("url", ["/notices/../../etc/passwd", "//elsewhere/notices/x.jpg", "/notices/ABC.jpg"])
def test_no_other_place_is_ever_looked_at(start: Callable[[str | None], PictureShelf], url: str) -> None:
    assert start(None).path_of(url) is None
