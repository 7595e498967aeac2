"""The table [pages.board] of the hub's settings: the way to the broker, and how each board looks."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, IPvAnyNetwork

from lobby.contract.base import CounterId, DeviceId, ServiceId
from lobby.settings.device import ClockSettings
from lobby.settings.lenient import lenient
from lobby.settings.load import SettingsError, Strict, check

TABLE = "pages.board"
_INSIDE = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
_REQUIRED = ("id", "title", "password_file")
_NO_COUNTER = "«{place}.counter»: bảng kiểu plate treo trên một quầy, cần ghi mã của quầy đó; tạm hiện kiểu call"
_NO_SUCH_COUNTER = "«{place}»: cơ quan không có quầy «{given}»"


class Layout(StrEnum):
    """What a board shows: see templates/layouts."""

    CALL = "call"
    TABLE = "table"
    PLATE = "plate"
    RESULTS = "results"
    SPLIT = "split"


class Language(StrEnum):
    """A language of the board."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


class Contrast(StrEnum):
    """Which of the house's colours a board wears."""

    NORMAL = "normal"
    HIGH = "high"


class BoardLook(Strict):
    """How one board looks: `counter` is that of a plate, `counters` those shown where not all are; `officer` is the
    name on a plate, where the site wants one to be read there."""

    layout: Layout = Layout.CALL
    counter: CounterId | None = None
    counters: tuple[CounterId, ...] = ()
    languages: tuple[Language, ...] = Field(default=(Language.VIETNAMESE,), min_length=1, max_length=2)
    contrast: Contrast = Contrast.NORMAL
    results_old_minutes: int = Field(default=30, ge=1, le=1440)
    officer: str | None = Field(default=None, min_length=1, max_length=60)


class EnglishNames(Strict):
    """What fields and counters are called in English; «Quầy số 3» needs no entry."""

    services: dict[ServiceId, str] = Field(default_factory=dict)
    counters: dict[CounterId, str] = Field(default_factory=dict)


class BoardSettings(Strict):
    """One TV board: its id is its user name at the broker; `faults` are sentences about what its table has wrong."""

    id: DeviceId
    title: str = Field(min_length=1, max_length=120)
    password_file: Path
    look: BoardLook = BoardLook()
    faults: tuple[str, ...] = ()

    def password(self) -> str:
        """Return the board's password; raises SettingsError where the file cannot be read."""
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            raise SettingsError(
                f"Không đọc được tệp mật khẩu {self.password_file} của bảng {self.id}: {fault}"
            ) from fault


class BoardPages(Strict):
    """The table of the boards' pages in the hub's settings; `networks` may fetch a board's password, `clock` is that of
    a simulated day."""

    websocket_port: int = Field(ge=1, le=65535)
    websocket_url: str | None = Field(default=None, pattern=r"^wss?://")
    networks: tuple[IPvAnyNetwork, ...] = tuple(ipaddress.ip_network(text) for text in _INSIDE)
    boards: tuple[BoardSettings, ...] = ()
    english: EnglishNames = EnglishNames()
    clock: ClockSettings | None = None


def read(table: Mapping[str, Any], known: Collection[str] | None = None) -> tuple[BoardPages, list[str]]:
    """Return the pages that `table` describes, and a Vietnamese sentence for each value that was left out.

    `known` are the office's counters: a board of one that is not there would stay empty. None leaves that open.

    Raises SettingsError where no board could work: the way to the broker and who may fetch a password stand here.
    """
    rest = {key: value for key, value in table.items() if key not in ("boards", "english")}
    rest, wrong = _networks(rest)
    pages = check(BoardPages, rest, TABLE)
    english, unnamed = lenient(EnglishNames, table.get("english", {}), f"{TABLE}.english")
    boards, left_out = _boards(table.get("boards", ()), known)
    return pages.model_copy(update={"boards": boards, "english": english}), [*wrong, *unnamed, *left_out]


def _networks(table: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    # A network that is misspelt lets nobody in: those spelt right stay, and never does the wider default come instead.
    listed = table.get("networks")
    if not isinstance(listed, list):
        return table, []
    right = [one for one in listed if _is_network(one)]
    wrong = [f"«{TABLE}.networks»: {one!r} không phải là mạng, viết như 192.168.1.0/24" for one in listed]
    return {**table, "networks": right}, [line for line, one in zip(wrong, listed, strict=True) if one not in right]


def _is_network(text: object) -> bool:
    try:
        ipaddress.ip_network(str(text))
    except ValueError:
        return False
    return True


def _boards(listed: object, known: Collection[str] | None) -> tuple[tuple[BoardSettings, ...], list[str]]:
    if not isinstance(listed, list | tuple):
        return (), [f"«{TABLE}.boards»: phải là các bảng, mỗi bảng dưới một dòng [[{TABLE}.boards]]"]
    boards, wrong = list[BoardSettings](), list[str]()
    for place, entry in enumerate(listed, 1):
        try:
            board = _board(entry, f"{TABLE}.boards {place}", known)
        except SettingsError as fault:
            wrong.append(str(fault))
        else:
            boards.append(board)
            wrong += board.faults
    return tuple(boards), wrong


def _board(entry: object, place: str, known: Collection[str] | None) -> BoardSettings:
    if not isinstance(entry, Mapping):
        raise SettingsError(f"«{place}»: phải là một bảng các mục")
    board = check(BoardSettings, {key: entry[key] for key in _REQUIRED if key in entry}, place)
    place = f"{TABLE}.boards «{board.id}»"
    look, wrong = lenient(BoardLook, {key: entry[key] for key in entry if key not in _REQUIRED}, place)
    if known is not None:
        look, missing = _of_this_office(look, known, place)
        wrong += missing
    if look.layout is Layout.PLATE and look.counter is None:
        wrong.append(_NO_COUNTER.format(place=place))
        look = look.model_copy(update={"layout": Layout.CALL})
    return board.model_copy(update={"look": look, "faults": tuple(wrong)})


def _of_this_office(look: BoardLook, known: Collection[str], place: str) -> tuple[BoardLook, list[str]]:
    """Return `look` without counters that are not among `known`, and a sentence for each of them."""
    asked = [("counter", look.counter)] if look.counter is not None else []
    asked += [("counters", one) for one in look.counters]
    told = [_NO_SUCH_COUNTER.format(place=f"{place}.{key}", given=one) for key, one in asked if one not in known]
    counter = look.counter if look.counter in known else None
    left = tuple(one for one in look.counters if one in known)
    return look.model_copy(update={"counter": counter, "counters": left}), told
