"""Keeps the pictures of the office's notices on the pad's disk: fetched from the hub, checked, and small enough."""

from __future__ import annotations

import hashlib
import logging
import re
import ssl
import threading
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from urllib.request import Request, urlopen

from PIL import Image, UnidentifiedImageError

from lobby.clock import Clock
from lobby.contract.notices import NoticeKind, Notices
from lobby.health import Faults

log = logging.getLogger(__name__)

_ADDRESS = re.compile(r"/notices/([0-9a-f]{64})\.jpg")
LARGEST = 20_000_000
MOST_PIXELS = 50_000_000
MOST = 60
"""Pictures that are kept; a playlist with more shows the first of them."""
AGAIN_S = 60.0
_WAITS_S, _JOIN_S = 10.0, 3.0
_FAULT = "notice_pictures"


class PictureShelf:
    """A thread of its own fetches what is missing from `web`, the hub's address; None fetches nothing.

    A picture is named by the hash of what it holds, which is checked; it is kept no larger than `size`, the screen's.
    """

    def __init__(
        self, folder: Path, web: str | None, ca: Path | None, size: tuple[int, int], faults: Faults, clock: Clock
    ) -> None:
        self._folder = folder
        self._web = web.rstrip("/") if web is not None else None
        self._ca = ca
        self._size = size
        self._faults = faults
        self._clock = clock
        self._wanted: tuple[str, ...] = ()
        self._news = threading.Event()
        self._ended = False
        self._missing = False
        self._thread = threading.Thread(target=self._run, name="notice-pictures", daemon=True)

    def path_of(self, address: str) -> Path | None:
        """Return where the picture of a notice's `url` lies, None while it is not here."""
        named = _ADDRESS.fullmatch(address)
        path = self._place(named[1]) if named is not None else None
        return path if path is not None and path.is_file() else None

    def want(self, notices: Notices) -> None:
        """Take which pictures the office shows now; those of no notice are thrown away."""
        urls = (one.url for one in notices.playlist if one.kind is NoticeKind.IMAGE and one.url)
        named = [found[1] for url in urls if (found := _ADDRESS.fullmatch(url)) is not None]
        self._wanted = tuple(dict.fromkeys(named))[:MOST]
        self._news.set()

    def start(self) -> None:
        if self._web is not None:
            self._thread.start()

    def step(self) -> None:
        """Tell the keeper where pictures cannot be had."""
        if self._missing:
            self._faults.stand(
                _FAULT,
                "Bảng đánh giá không tải được ảnh thông báo; các thông báo chữ vẫn hiện.",
                "Kiểm tra mục web trong tệp cấu hình của bảng (địa chỉ trang của máy chủ) và mạng.",
            )
        else:
            self._faults.clear(_FAULT)

    def stop(self) -> None:
        self._ended = True
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        while not self._ended:
            self._news.wait(AGAIN_S if self._missing else None)
            self._news.clear()
            if not self._ended:
                self._fetch_all(self._wanted)

    def _fetch_all(self, wanted: tuple[str, ...]) -> None:
        missing = False
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._throw_away(wanted)
        except OSError as fault:
            log.warning("pictures of notices cannot be kept: %s", fault)
        for name in wanted:
            if self._ended or self._wanted != wanted:
                return
            try:
                self._fetch(name)
            except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as fault:
                # Pillow tells of broken files by any of these.
                log.warning("picture %s of a notice not fetched: %s", name[:8], fault)
                missing = True
        self._missing = missing

    def _fetch(self, name: str) -> None:
        place = self._place(name)
        if place.is_file():
            return
        with urlopen(Request(f"{self._web}/notices/{name}.jpg"), timeout=_WAITS_S, context=self._context()) as answer:
            data = answer.read(LARGEST + 1)
        if len(data) > LARGEST or hashlib.sha256(data).hexdigest() != name:
            raise ValueError("not the picture that was told")
        beside = place.with_suffix(".new")
        shrunk(data, self._size).save(beside, format="JPEG", quality=88)
        beside.replace(place)

    def _context(self) -> ssl.SSLContext | None:
        https = self._web is not None and self._web.startswith("https:")
        return ssl.create_default_context(cafile=self._ca) if https else None

    def _place(self, name: str) -> Path:
        return self._folder / f"{name}.jpg"

    def _throw_away(self, wanted: Iterable[str]) -> None:
        kept = {self._place(name) for name in wanted}
        for path in self._folder.iterdir():
            if path not in kept:
                path.unlink(missing_ok=True)


def shrunk(data: bytes, size: tuple[int, int]) -> Image.Image:
    """Return the picture in `data`, no larger than `size`; raises what Pillow does, ValueError where it has too many
    pixels."""
    picture = Image.open(BytesIO(data), formats=("JPEG",))
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError("too many pixels")
    picture.draft("RGB", size)
    whole = picture.convert("RGB")
    whole.thumbnail(size)
    return whole
