"""A receipt has a code of its dossier, and often others: the citizen sees what became of the dossier."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.presenters.codes import read_code
from kiosk.scanners import decoder, zxing
from kiosk.scanners.beside import AWAITED_S, SAME_PAPER_S, Beside
from kiosk.scanners.camera import CameraReader
from kiosk.scanners.pictures import WAYS, to_gray
from kiosk.scanners.reading import Reads
from kiosk.scanners.tray import Tray
from kiosk.scanners.viewing import Viewing
from kiosk.scanners.zxing import Found, Outline
from kiosk.viewfinder import Viewfinder
from lobby.clock import HandClock

CODE, OTHER = "H29.16-261122-0001", "H29.16-261122-0777"
PORTAL, CHECKED = "https://dichvucong.gov.vn/", f"https://dichvucong.gov.vn/tra-cuu?MaHoSo={CODE}&check=7K2P"
ZALO, CARD = "https://zalo.me/123456", "001199000001|0123|Nguyễn Văn A|01011990|Nam|Sơn La|01012022"
READS: Reads = partial(read_code, site_hosts=("dichvucong.gov.vn",))
WIDE, HIGH = 1280, 720
MIDDLE, CORNER = (640, 360), (100, 100)


def seen(text: str, at: tuple[int, int] = MIDDLE) -> Found:
    x, y = at
    around: Outline = ((x - 9, y - 9), (x + 9, y - 9), (x + 9, y + 9), (x - 9, y + 9))
    return Found(text, "qr" if "/" in text or "|" in text else "code128", around)


@pytest.fixture
def chosen() -> Callable[..., str | None]:
    beside = Beside(READS)

    def choose(at: float, *found: Found) -> str | None:
        meant = beside.choose(found, WIDE, HIGH, at)
        return meant.text if meant is not None else None

    return choose


@pytest.mark.parametrize("foreign", [ZALO, PORTAL, CARD, "xin chào"])
def test_a_dossier_code_wins_over_whatever_is_printed_or_lies_beside_it(
    chosen: Callable[..., str | None], foreign: str
) -> None:
    assert chosen(1, seen(foreign), seen(CODE, CORNER)) == CODE
    assert chosen(1.1, seen(foreign)) is None, "the same paper, of which the bars are not read in each frame"
    assert chosen(1.2, seen(CODE), seen(foreign)) == CODE


def test_a_foreign_code_alone_is_told_of(chosen: Callable[..., str | None]) -> None:
    assert chosen(1, seen(CARD)) is None, "a dossier's code may be read in the next frame"
    assert chosen(1.1 + AWAITED_S, seen(CARD)) == CARD
    assert chosen(2, seen(CODE)) == CODE
    assert chosen(2 + SAME_PAPER_S, seen(CARD)) is None
    assert chosen(3 + SAME_PAPER_S, seen(CARD)) == CARD


def test_what_is_read_a_moment_before_the_dossiers_code_is_never_told_of(chosen: Callable[..., str | None]) -> None:
    assert [chosen(1 + n / 10, seen(ZALO)) for n in range(4)] == [None] * 4
    assert chosen(1.4, seen(ZALO), seen(CODE)) == CODE
    assert [chosen(1.5 + n / 10, seen(ZALO)) for n in range(60)] == [None] * 60


def test_a_foreign_code_that_is_held_there_anew_is_waited_beside_anew(chosen: Callable[..., str | None]) -> None:
    chosen(1, seen(CARD))
    assert chosen(1 + SAME_PAPER_S, seen(CARD)) is None


def test_a_foreign_code_beside_stays_ignored_as_long_as_it_is_held_there(chosen: Callable[..., str | None]) -> None:
    chosen(1, seen(CODE), seen(ZALO))
    assert [chosen(1 + n, seen(ZALO)) for n in range(1, 20)] == [None] * 19
    assert chosen(20 + SAME_PAPER_S, seen(ZALO)) is None
    assert chosen(21 + SAME_PAPER_S, seen(ZALO)) == ZALO, "it was taken away and is held there anew"


def test_of_two_receipts_the_one_in_the_middle_is_meant(chosen: Callable[..., str | None]) -> None:
    assert chosen(1, seen(OTHER, CORNER), seen(CODE)) == CODE
    assert chosen(2, seen(OTHER), seen(CODE, CORNER)) == OTHER


def test_a_receipt_laid_beside_one_that_was_forgotten_is_the_one_that_is_meant(
    chosen: Callable[..., str | None],
) -> None:
    assert [chosen(n, seen(CODE)) for n in range(10)] == [CODE] * 10
    assert [chosen(10 + n, seen(CODE), seen(OTHER, CORNER)) for n in range(5)] == [OTHER] * 5


def test_of_two_codes_of_one_dossier_the_one_with_the_check_code_is_meant(chosen: Callable[..., str | None]) -> None:
    assert chosen(1, seen(CODE), seen(CHECKED, CORNER)) == CHECKED
    assert chosen(2, seen(CHECKED, CORNER), seen(CODE), seen(OTHER, CORNER)) == CHECKED


def test_paper_that_lies_there_unread_is_still_the_same_paper(hand_clock: HandClock) -> None:
    beside = Beside(READS)
    beside.choose([seen(CODE), seen(ZALO)], WIDE, HIGH, 1)
    for at in range(2, 60):
        beside.keep(at)
    assert beside.choose([seen(ZALO)], WIDE, HIGH, 60) is None
    beside.lift()
    beside.choose([seen(ZALO)], WIDE, HIGH, 61)
    assert beside.choose([seen(ZALO)], WIDE, HIGH, 62) == seen(ZALO), "nothing was there any more"


@given(
    frames=st.lists(st.lists(st.sampled_from([CODE, CHECKED, ZALO, CARD]), unique=True), min_size=1),
    step=st.floats(0.05, 0.9),
)
def test_after_a_dossiers_code_nothing_foreign_is_ever_meant_while_both_are_there(
    frames: list[list[str]], step: float
) -> None:
    beside = Beside(READS)
    beside.choose([seen(CODE)], WIDE, HIGH, 0)
    for n, texts in enumerate(frames, 1):
        meant = beside.choose([seen(text) for text in [*texts, ZALO, CARD]], WIDE, HIGH, n * step)
        assert meant is None or meant.text in (CODE, CHECKED)


def joined(left: Any, right: Any) -> Any:
    """Return one frame with what stands in the middle of both, each half as wide."""
    middle = slice(290, 990)
    both = np.hstack([left[:, middle], right[:, middle]])
    return cv2.resize(both, (WIDE, HIGH), interpolation=cv2.INTER_AREA)


class Paper:
    """A camera before which a hand holds something: each frame is a new one."""

    lost = False

    def __init__(self, frame: Any) -> None:
        self.frame = frame

    def read(self) -> Any:
        return self.frame.copy()

    def close(self) -> None:
        """Nothing to let go of."""


class Counter:
    """A camera at the counter: paper is held before it, scans come out."""

    def __init__(self, paper: Paper, clock: HandClock) -> None:
        self.tray, self.texts = Tray("camera", clock), list[str]()
        self._clock, self._ended = clock, threading.Event()
        self._ended.set()
        self._reader = CameraReader(paper, 10, clock, Viewing(Viewfinder(clock)), reads=READS)

    def look(self, times: int) -> list[str]:
        for _ in range(times):
            self._reader.look(self.tray, self._ended)
            self._clock.forward(0.1)
        quiet: Any = type("NoFaults", (), {"clear": lambda *_: None, "stand": lambda *_: None})()
        self.tray.hand_over(lambda scan: self.texts.append(scan.text), quiet)
        return self.texts


@pytest.mark.parametrize("foreign", [ZALO, PORTAL])
def test_a_receipt_with_a_qr_code_beside_its_bars_is_scanned_as_its_dossier_and_nothing_else(
    receipts: Any, hand_clock: HandClock, foreign: str
) -> None:
    paper = Paper(joined(receipts.code128(CODE, 2), receipts.qr(foreign)))
    counter = Counter(paper, hand_clock)
    assert counter.look(30) == [CODE]
    paper.frame = joined(receipts.blank(), receipts.qr(foreign))
    assert counter.look(10) == [CODE], "a hand covers the bars"


def test_bars_that_are_hard_to_read_are_looked_for_beside_a_qr_code_that_is_not(
    receipts: Any, hand_clock: HandClock
) -> None:
    bars = receipts.dim(receipts.blurred(receipts.code128(CODE, 2), 1.3))
    counter = Counter(Paper(joined(bars, receipts.qr(ZALO))), hand_clock)
    assert counter.look(30)[-1] == CODE


def both_codes(left: Any, right: Any) -> Any:
    """Return two papers side by side, the first of them nearer the middle."""
    frame = joined(left, right)
    return np.roll(frame, 200, axis=1)


def test_the_next_citizens_receipt_is_scanned_beside_one_that_was_forgotten_and_that_one_never_again(
    receipts: Any, hand_clock: HandClock
) -> None:
    forgotten, next_one = receipts.qr(CODE), receipts.qr(OTHER)
    paper = Paper(both_codes(forgotten, receipts.blank()))
    counter = Counter(paper, hand_clock)
    assert counter.look(60) == [CODE]
    paper.frame = both_codes(forgotten, next_one)
    assert counter.look(60) == [CODE, OTHER]
    paper.frame = both_codes(forgotten, receipts.blank())
    assert counter.look(60) == [CODE, OTHER], "nobody is shown the forgotten one's dossier again"


def test_a_foreign_code_that_was_read_first_flashes_no_page(receipts: Any, hand_clock: HandClock) -> None:
    paper = Paper(joined(receipts.blank(), receipts.qr(ZALO)))
    counter = Counter(paper, hand_clock)
    counter.look(3)
    paper.frame = joined(receipts.qr(CODE), receipts.qr(ZALO))
    assert counter.look(30) == [CODE]


@pytest.mark.parametrize("way", [*WAYS[:2], *WAYS[3:5], WAYS[7]], ids=["plain", "blur", "twice", "even", "steep"])
def test_where_a_code_is_is_known_however_the_picture_was_prepared(
    receipts: Any, monkeypatch: pytest.MonkeyPatch, way: Callable[..., Any]
) -> None:
    gray = cv2.resize(to_gray(joined(receipts.qr(ZALO), receipts.qr(OTHER))), (800, 450), interpolation=cv2.INTER_AREA)
    exact = {code.text: box(code) for code in zxing.read(gray)}
    monkeypatch.setattr(decoder, "WAYS", (way,))
    monkeypatch.setattr(zxing, "read", lambda _: ())
    monkeypatch.setattr(zxing, "read_squares", lambda _: ())
    found = decoder.Decoder().read(gray)
    assert found
    for code in found:
        assert max(abs(mine - theirs) for mine, theirs in zip(box(code), exact[code.text], strict=True)) <= 8


def box(code: Found) -> tuple[int, int, int, int]:
    across, down = zip(*code.outline, strict=True)
    return min(across), min(down), max(across), max(down)
