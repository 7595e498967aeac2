"""How many codes the kiosk's decoder reads, in photographs and in drawn hard receipts, beside single decoders."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import median

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

from bench.receipts.levels import Sight, alone, empty, ladder
from bench.table import Figure
from kiosk.scanners.decoder import Decoder, read_picture
from kiosk.scanners.glimpses import show
from kiosk.scanners.pictures import Picture, load_picture, to_gray
from kiosk.scanners.sight import measure as measure_sight
from kiosk.viewfinder import Viewfinder
from lobby.clock import SystemClock

WITH_MS, WITHOUT_MS = 33.0, 20.0
EACH, EMPTY = 4, 24
_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode])
_SYMBOLS = [pyzbar.ZBarSymbol.CODE128, pyzbar.ZBarSymbol.QRCODE]
Reader = Callable[[Picture], set[str]]
Row = tuple[str, str, Picture]


def _kiosk(picture: Picture) -> set[str]:
    return {code.text for code in read_picture(picture)}


def _zxing(picture: Picture) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(picture, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)}


def _pyzbar(picture: Picture) -> set[str]:
    return {code.data.decode("utf-8", "replace") for code in pyzbar.decode(picture, symbols=_SYMBOLS)}


def _opencv(picture: Picture) -> set[str]:
    found: set[str] = set()
    for detector in (cv2.QRCodeDetector().detectAndDecodeMulti, cv2.barcode.BarcodeDetector().detectAndDecodeMulti):
        try:
            found |= set(detector(picture)[1])
        except (cv2.error, UnicodeDecodeError):
            continue
    return found - {""}


READERS: dict[str, Reader] = {"the kiosk": _kiosk, "zxing-cpp": _zxing, "pyzbar": _pyzbar, "OpenCV": _opencv}


def measure(folder: Path | None) -> list[Figure]:
    """Return read rates and times; `folder` holds folders of photographs, each beside a .txt with its text."""
    cv2.setNumThreads(1)
    figures = _compared("photographs", _photographs(folder)) if folder else [_missing()]
    sights = list(ladder(EACH))
    figures += _compared("drawn receipts", ((sight.kind, sight.text, sight.frame) for sight in sights))
    for named in (sights, list(alone(EACH))):
        figures += _by_level(named)
    return figures + _times(sights)


def _missing() -> Figure:
    return Figure("photographs: none given, name their folder by --barcodes", 0, "", None)


def _photographs(folder: Path) -> Iterator[Row]:
    for place in sorted(folder.glob("*/*.png")):
        picture = load_picture(place)
        truth = place.with_suffix(".txt")
        if picture is not None and truth.exists():
            with truth.open(encoding="utf-8", newline="") as file:
                yield place.parent.name.partition("-")[0], file.read(), to_gray(picture)


def _compared(what: str, rows: Iterable[Row]) -> list[Figure]:
    """Count a row as read where its text is among what was read, as wrong where only other texts are."""
    read: Counter[tuple[str, str]] = Counter()
    wrong: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for kind, text, picture in rows:
        kinds[kind] += 1
        for name, reader in READERS.items():
            texts = reader(picture)
            read[name, kind] += text in texts
            wrong[name] += bool(texts) and text not in texts
    count = sum(kinds.values())
    if not count:
        return [Figure(f"{what}: none found", 0, "", 1, at_least=True)]
    rates = {name: 100 * sum(read[name, kind] for kind in kinds) / count for name in READERS}
    best = max(rate for name, rate in rates.items() if name != "the kiosk")
    figures = [Figure(f"{what}, wrong texts of the kiosk", wrong["the kiosk"], "", 0)]
    for name, rate in rates.items():
        notes = ", ".join(f"{kind} {read[name, kind]} of {number}" for kind, number in kinds.items())
        wanted = best if name == "the kiosk" else None
        figures.append(Figure(f"{what}, {name}", rate, "%", wanted, f"{notes}; {wrong[name]} wrong", at_least=True))
    return figures


def _by_level(sights: list[Sight]) -> list[Figure]:
    figures = []
    for level in dict.fromkeys(sight.level for sight in sights):
        chosen = [sight for sight in sights if sight.level == level]
        ours, theirs = (sum(s.text in reader(s.frame) for s in chosen) for reader in (_kiosk, _zxing))
        note = f"{ours} of {len(chosen)}; zxing-cpp alone {theirs}"
        figures.append(Figure(f"  drawn receipts, {level}", 100 * ours / len(chosen), "%", None, note))
    return figures


def _times(sights: list[Sight]) -> list[Figure]:
    coded = [sight.frame for sight in sights if sight.size == (1280, 720)]
    bare = list(empty(EMPTY))
    return [
        Figure("1280×720 with a code, live, median", _live_ms(coded, 1), "ms", WITH_MS, "first frame of each"),
        Figure("1280×720 with a code, live, all frames", _live_ms(coded, 7), "ms", WITH_MS, "seven frames of each"),
        Figure("1280×720 without a code, live, median", _live_ms(bare, 7), "ms", WITHOUT_MS, "seven frames of each"),
        Figure("1280×720 with a code, all ways", _median_ms(read_picture, coded), "ms", WITH_MS, "as `lobby scan`"),
        Figure(
            "1280×720 without a code, all ways", _median_ms(read_picture, bare), "ms", WITHOUT_MS, "as `lobby scan`"
        ),
        Figure("  1280×720, one picture of the live view", _median_ms(_glimpsed, coded), "ms", None, "ten a second"),
        Figure("  1280×720, judging for hints", _median_ms(measure_sight, coded), "ms", None, "four a second"),
    ]


def _glimpsed(frame: Picture) -> None:
    show(np.dstack([frame] * 3), Viewfinder(SystemClock()), mirrored=True)


def _live_ms(frames: list[Picture], looks: int) -> float:
    samples = []
    for frame in frames:
        decoder = Decoder()
        samples += [_spent_ms(decoder.read, frame) for _ in range(looks)]
    return median(samples)


def _median_ms(read: Callable[[Picture], object], frames: list[Picture]) -> float:
    return median(_spent_ms(read, frame) for frame in frames)


def _spent_ms(read: Callable[[Picture], object], frame: Picture) -> float:
    begun = time.thread_time()
    read(frame)
    return (time.thread_time() - begun) * 1000
