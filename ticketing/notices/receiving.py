"""Takes an uploaded file in: tells what it is, checks it, and puts what may be shown on the shelf."""

from __future__ import annotations

import math
from pathlib import Path

from lobby.contract.notices import NoticeKind
from ticketing.notices import words
from ticketing.notices.item import Media
from ticketing.notices.limits import Limits, megabytes
from ticketing.notices.pictures import redrawn
from ticketing.notices.shelf import Shelf
from ticketing.notices.sniffing import HEAD_BYTES, sniff
from ticketing.notices.videos import judged
from ticketing.notices.words import NoticeError


def received(path: Path, shelf: Shelf, limits: Limits) -> tuple[NoticeKind, Media]:
    """Return what the file `path` is, now on the shelf; the file itself is gone in any case.

    Raises NoticeError, OSError.
    """
    try:
        with path.open("rb") as file:
            kind, suffix = sniff(file.read(HEAD_BYTES))
        return kind, (_picture if kind is NoticeKind.IMAGE else _video)(path, suffix, shelf, limits)
    finally:
        path.unlink(missing_ok=True)


def _picture(path: Path, suffix: str, shelf: Shelf, limits: Limits) -> Media:
    size = path.stat().st_size
    if size > limits.picture:
        raise NoticeError(words.PICTURE_LARGE.format(size=megabytes(size), most=megabytes(limits.picture)))
    drawn = path.with_suffix(suffix)
    try:
        width, height = redrawn(path, drawn)
        weight = drawn.stat().st_size
        return Media(shelf.put(drawn, suffix), weight, width, height)
    finally:
        drawn.unlink(missing_ok=True)


def _video(path: Path, suffix: str, shelf: Shelf, limits: Limits) -> Media:
    size = path.stat().st_size
    if size > limits.video:
        raise NoticeError(words.UPLOAD_LARGE.format(size=megabytes(size), most=megabytes(limits.video)))
    film = judged(path, suffix, limits.minutes)
    return Media(shelf.put(path, suffix), size, film.width, film.height, max(1, math.ceil(film.seconds)))
