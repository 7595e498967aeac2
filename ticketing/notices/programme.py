"""The keeper's notices: added, ordered, changed and taken away, and the boards told of each change."""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lobby.clock import Clock
from lobby.contract.notices import NoticeKind
from lobby.health import Faults
from ticketing.notices import words
from ticketing.notices.arriving import Arriving
from ticketing.notices.item import Item, Plan, notice_of
from ticketing.notices.limits import Limits, limits_of
from ticketing.notices.receiving import received
from ticketing.notices.settings import NoticesSettings
from ticketing.notices.shelf import Shelf
from ticketing.notices.store import NoticeStore
from ticketing.notices.texts import lines_of, name_of, text_of
from ticketing.notices.told import Told, fits, told
from ticketing.notices.words import NoticeError

log = logging.getLogger(__name__)

ITEMS_AT_MOST = 40
_FAULT = "notices_failed"


class Programme:
    """One for a hub, safe from any thread; `changed` is called with the names of what changed once it is durable.

    Where the files cannot be opened the fault stands and the queue goes on with the settings' own notices.
    """

    def __init__(self, folder: Path, clock: Clock, faults: Faults) -> None:
        self.shelf = Shelf(folder / "notices")
        self.arriving = Arriving(folder / "notices" / "arriving", self.shelf, clock)
        self._store = NoticeStore(folder)
        self._faults = faults
        self._lock = threading.RLock()
        # Held while a file is on its way to the shelf, or off it; never while boards wait to be told.
        self._shelving = threading.Lock()
        self._items: tuple[Item, ...] = ()
        self._ticker: tuple[str, ...] = ()
        self._settings = NoticesSettings()
        self.changed: Callable[[tuple[str, ...]], None] = lambda _names: None

    def start(self) -> None:
        """Read what is kept; never raises, for the queue needs no notices."""
        try:
            self.shelf.start()
            self.arriving.start()
            self._store.start()
            self._items, self._ticker = self._store.items(), self._store.ticker()
            if self._store.set_aside is None:
                self._throw_away()
        except (OSError, sqlite3.Error, ValueError) as fault:
            log.error("notices cannot be read: %s", fault)
            self._stand()
        if self._store.set_aside is not None:
            self._stand()

    def stop(self) -> None:
        self._store.stop()

    @property
    def items(self) -> tuple[Item, ...]:
        """The keeper's playlist in order."""
        return self._items

    @property
    def ticker(self) -> tuple[str, ...]:
        """The keeper's lines of the ticker."""
        return self._ticker

    @property
    def limits(self) -> Limits:
        """How much may be uploaded."""
        return limits_of(self._settings)

    def told(self, settings: NoticesSettings, sms: str | None = None) -> Told:
        """Return what boards are told, with the notices of `settings`, which count from now on, and the number for
        short messages."""
        with self._lock:
            self._settings = settings
            ticker = (*self._ticker, *(line.format(number=sms) for line in words.SMS if sms))
            return told(settings, [notice_of(item) for item in self._items if item.on], ticker)

    def add_text(self, text: str, plan: Plan) -> Item:
        """Add a text to the end of the playlist; raises NoticeError, sqlite3.Error."""
        return self._add(Item(secrets.token_hex(6), NoticeKind.TEXT, text_of(text), plan))

    def add_media(self, owner: str, token: str, text: str, plan: Plan) -> Item:
        """Add the picture or video that `owner` sent; raises NoticeError, OSError, sqlite3.Error."""
        name = name_of(text)
        with self._shelving:
            try:
                kind, media = received(self.arriving.finish(owner, token), self.shelf, self.limits)
                return self._add(Item(secrets.token_hex(6), kind, name, plan, media))
            except (NoticeError, sqlite3.Error):
                self._throw_away()
                raise

    def edit(self, id_: str, text: str, plan: Plan) -> None:
        """Give an item another text and plan; raises NoticeError, sqlite3.Error."""
        with self._lock:
            item = self._found(id_)
            said = text_of(text) if item.kind is NoticeKind.TEXT else name_of(text)
            self._put([replace(item, text=said, plan=plan) if one.id == id_ else one for one in self._items])

    def turn(self, id_: str, on: bool) -> None:
        """Have an item shown or not; raises NoticeError, sqlite3.Error."""
        with self._lock:
            item = self._found(id_)
            self._put([replace(item, on=on) if one.id == id_ else one for one in self._items])

    def move(self, id_: str, by: int) -> None:
        """Move an item `by` places towards the end; raises NoticeError, sqlite3.Error."""
        with self._lock:
            item = self._found(id_)
            place = self._items.index(item)
            others = [one for one in self._items if one.id != id_]
            others.insert(max(0, min(len(others), place + by)), item)
            self._put(others)

    def remove(self, id_: str) -> None:
        """Take an item away, and its file where nothing else shows it; raises NoticeError, sqlite3.Error."""
        with self._shelving:
            with self._lock:
                self._found(id_)
                self._put([one for one in self._items if one.id != id_])
            self._throw_away()

    def put_ticker(self, lines: Sequence[str]) -> None:
        """Have `lines` run at the foot of boards; empty ones are dropped. Raises NoticeError, sqlite3.Error."""
        kept = lines_of(lines)
        with self._lock:
            self._check_weight(self._items, kept)
            self._store.put_ticker(kept)
            self._ticker = kept
        self.changed(("notices.ticker",))

    def _add(self, item: Item) -> Item:
        with self._lock:
            if len(self._items) >= ITEMS_AT_MOST:
                raise NoticeError(words.TOO_MANY.format(most=ITEMS_AT_MOST))
            self._put([*self._items, item])
        return item

    def _found(self, id_: str) -> Item:
        found = next((item for item in self._items if item.id == id_), None)
        if found is None:
            raise NoticeError(words.GONE)
        return found

    def _put(self, items: Sequence[Item]) -> None:
        self._check_weight(items, self._ticker)
        self._store.put_items(items)
        self._items = tuple(items)
        self.changed(("notices.playlist",))

    def _check_weight(self, items: Sequence[Item], ticker: Sequence[str]) -> None:
        # Those that are off count too: they may be turned on again at any time.
        shown = tuple(notice_of(item) for item in items)
        whole = Told((*self._settings.playlist, *shown), (*self._settings.ticker, *ticker))
        if not fits(whole) and len(items) >= len(self._items):
            raise NoticeError(words.TOO_MUCH_TEXT)

    def _throw_away(self) -> None:
        # A file that stays behind costs disk alone; the next start tries again.
        with suppress(OSError):
            self.shelf.keep_only(item.media.name for item in self._items if item.media is not None)

    def _stand(self) -> None:
        self._faults.stand(
            _FAULT,
            "Không đọc được danh sách thông báo, ảnh, phim của bảng; cấp và gọi số vẫn chạy.",
            "Kiểm tra dung lượng và tình trạng thẻ nhớ hoặc ổ đĩa của hub, rồi thêm lại thông báo ở trang quản trị.",
        )
