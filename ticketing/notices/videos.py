"""Judges whether televisions of the last eight years can play a video, by what its container says."""

from __future__ import annotations

import logging
from pathlib import Path

from ticketing.notices import words
from ticketing.notices.film import Endless, Film, Foreign, Unreadable
from ticketing.notices.mp4 import read_mp4
from ticketing.notices.webm import read_webm
from ticketing.notices.words import NoticeError

log = logging.getLogger(__name__)

LONGEST_SIDE, SHORTEST_SIDE = 1920, 1080
_READERS = {".mp4": read_mp4, ".webm": read_webm}
_PICTURES = {".mp4": {"avc1", "avc3"}, ".webm": {"V_VP8", "V_VP9"}}
_SOUNDS = {".mp4": {None, "mp4a"}, ".webm": {None, "A_OPUS", "A_VORBIS"}}


def judged(path: Path, suffix: str, minutes: int) -> Film:
    """Return what is in the video `path`, of the kind that `suffix` says; raises NoticeError where it may not play."""
    film = _read(path, suffix)
    for codec, known in ((film.video, _PICTURES[suffix]), (film.audio, _SOUNDS[suffix])):
        if codec not in known:
            raise NoticeError(words.WRONG_CODEC.format(codec=_plain(codec)))
    sides = sorted((film.width, film.height))
    if sides[0] <= 0:
        raise NoticeError(words.BROKEN_FILM)
    if sides[1] > LONGEST_SIDE or sides[0] > SHORTEST_SIDE + 8:  # coded heights are multiples of 16
        raise NoticeError(words.BIG_FILM.format(width=film.width, height=film.height))
    if film.seconds > minutes * 60:
        raise NoticeError(words.LONG_FILM.format(minutes=round(film.seconds / 60 + 0.49), most=minutes))
    return film


def _read(path: Path, suffix: str) -> Film:
    try:
        with path.open("rb") as file:
            return _READERS[suffix](file, path.stat().st_size)
    except Endless as fault:
        raise NoticeError(words.ENDLESS_FILM) from fault
    except Foreign as fault:
        raise NoticeError(words.OTHER_FILM) from fault
    except Unreadable as fault:
        log.info("video refused: %s", fault)
        raise NoticeError(words.BROKEN_FILM) from fault


def _plain(codec: str | None) -> str:
    kept = "".join(letter for letter in codec or "" if letter.isascii() and (letter.isalnum() or letter in "_-"))
    return kept[:16] or "lạ"
