"""Reads Code 128 and QR codes in frames: zxing-cpp on each, then, where a code may be, one step of a cascade."""

from __future__ import annotations

from collections import Counter

from kiosk.scanners import zbar, zxing
from kiosk.scanners.pictures import WAYS, Picture, coarse, fitted, to_gray
from kiosk.scanners.places import Place, corners, find_places
from kiosk.scanners.strips import LAYINGS, bands_of
from kiosk.scanners.zxing import Found

ROUND = 2 * len(WAYS)
"""Frames after which a still picture has been tried in every way, with the second read that Code 128 needs."""

_SMALL = 400_000
"""Pixels of a picture that is tried whole even where no place stands out; larger ones cost more than a frame has."""

_DOUBLED = 700_000
_LEAST_HALVED = 200
_MARGIN = 24
_COARSE_EVERY = 5
"""Frames of which one is also read coarsely as a whole."""

_LEAD = 2
"""Steps more than any other text's in which bars must be read alike: their check digit lets one misread in 103 pass."""


class Tally:
    """Counts in how many steps each text of bars was read; what is older than a round is forgotten."""

    def __init__(self) -> None:
        self._heard: dict[str, list[int]] = {}

    @property
    def any(self) -> bool:
        """Whether anything was read."""
        return bool(self._heard)

    @property
    def undisputed(self) -> bool:
        """Whether one text at most was read."""
        return len(self._heard) <= 1

    def hear(self, text: str, step: int) -> None:
        """Take that `text` was read in `step`; twice in one step counts once."""
        fresh = {one: [at for at in steps if step - at < ROUND] for one, steps in self._heard.items()}
        self._heard = {one: steps for one, steps in fresh.items() if steps}
        steps = self._heard.setdefault(text, [])
        if step not in steps:
            steps.append(step)

    def sure(self, text: str) -> bool:
        """Tell whether `text` leads all others by two steps."""
        others = [len(steps) for one, steps in self._heard.items() if one != text]
        return len(self._heard.get(text, ())) - max(others, default=0) >= _LEAD


class Decoder:
    """Reads frame after frame of one camera; bars seen only in prepared frames count at the second equal read."""

    def __init__(self) -> None:
        self._frame = 0
        self._looks = 0
        self._tally = Tally()

    def read(self, frame: Picture) -> tuple[Found, ...]:
        """Return the codes in `frame` (gray or BGR), the largest first; usually one or none."""
        gray = to_gray(frame)
        found = zxing.read(gray)
        if found:
            self._frame = 0
            self._looks = 0
            self._tally = Tally()
            return found
        self._looks += 1
        small = fitted(gray)
        if self._looks % _COARSE_EVERY == 2:
            found = _coarse_squares(small, gray.shape[1])
        return found or self._step(small, gray.shape[1])

    def read_still(self, picture: Picture) -> tuple[Found, ...]:
        """Return the codes in one picture, as if it were held before the camera until all was tried."""
        gray = to_gray(picture)
        found = zxing.read(gray)
        small = fitted(gray)
        found = found or _coarse_squares(small, gray.shape[1])
        places = () if found else find_places(small)
        while not found and self._frame < ROUND and self._hopeful(small, places):
            found = self._tried(small, places, gray.shape[1])
        return found

    def _hopeful(self, gray: Picture, places: tuple[Place, ...]) -> bool:
        first_round = self._frame < len(WAYS)
        return bool(places or gray.size <= _SMALL) and (first_round or self._tally.any)

    def _step(self, gray: Picture, width: int) -> tuple[Found, ...]:
        places = find_places(gray)
        return self._tried(gray, places, width) if places or gray.size <= _SMALL else ()

    def _tried(self, gray: Picture, places: tuple[Place, ...], width: int) -> tuple[Found, ...]:
        """Try the next step; a gray picture smaller than its frame of `width` has its outlines scaled back."""
        step = self._frame
        self._frame += 1
        found = self._in_bars(gray, places, step) or self._in_scope(gray, places, step)
        return tuple(_scaled(code, width / gray.shape[1]) for code in found)

    def _in_bars(self, gray: Picture, places: tuple[Place, ...], step: int) -> tuple[Found, ...]:
        for place in places:
            if place.kind != "bars":
                continue
            votes = Counter(filter(None, map(zxing.read_band, bands_of(gray, place, LAYINGS[step % len(LAYINGS)]))))
            found = [Found(text, "code128", corners(place)) for text in votes]
            sure = self._sure(found, step)
            if sure or (len(votes) == 1 and max(votes.values()) >= 2 and self._tally.undisputed):
                return sure or tuple(found)
        return ()

    def _in_scope(self, gray: Picture, places: tuple[Place, ...], step: int) -> tuple[Found, ...]:
        left, top, right, bottom = _scope(gray, places)
        part = gray[top:bottom, left:right]
        way = WAYS[step % len(WAYS)]
        prepared = way(part if part.size <= _DOUBLED // 4 else fitted(part, 1100))
        found = zbar.read(prepared)
        if step % len(WAYS):
            found += zxing.read(prepared)
        return self._sure([_scaled(code, part.shape[1] / prepared.shape[1], (left, top)) for code in found], step)

    def _sure(self, found: list[Found], step: int) -> tuple[Found, ...]:
        bars = {code.text for code in found if code.symbology != "qr"}
        for text in bars:
            self._tally.hear(text, step)
        return tuple(dict.fromkeys(code for code in found if code.text not in bars or self._tally.sure(code.text)))


def _coarse_squares(gray: Picture, width: int) -> tuple[Found, ...]:
    """Return the QR codes in all of `gray`, read at half its size; outlines are those of a frame of `width`."""
    if min(gray.shape) < _LEAST_HALVED:
        return ()
    small = coarse(gray)
    return tuple(_scaled(code, width / small.shape[1]) for code in zxing.read_squares(small))


def read_picture(picture: Picture) -> tuple[Found, ...]:
    """Return the codes in a picture (gray or BGR) that is tried in every way, the largest first."""
    return Decoder().read_still(picture)


def _scope(gray: Picture, places: tuple[Place, ...]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is tried in all ways: the likeliest place, all of a small picture."""
    high, wide = gray.shape
    if gray.size <= _SMALL or not places:
        return 0, 0, wide, high
    chosen = max(places, key=lambda place: place.along * place.across)
    points = corners(chosen)
    across, down = [x for x, _ in points], [y for _, y in points]
    pad = _MARGIN + max(across[1] - across[0], down[1] - down[0]) // 8
    return (
        max(0, min(across) - pad),
        max(0, min(down) - pad),
        min(wide, max(across) + pad),
        min(high, max(down) + pad),
    )


def _scaled(code: Found, scale: float, corner: tuple[int, int] = (0, 0)) -> Found:
    left, top = corner
    around = tuple((left + round(x * scale), top + round(y * scale)) for x, y in code.outline)
    return Found(code.text, code.symbology, around)
