"""Keeps ratings on the disk until the hub has answered each, asking with the same id: no touch is lost."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from kiosk.rating_log import RatingLog
from lobby.clock import Clock
from lobby.contract.codec import decode, encode
from lobby.contract.errors import ErrorCode, Malformed
from lobby.contract.replies import Reply
from lobby.contract.requests import RatingSubmit

log = logging.getLogger(__name__)

AT_MOST = 10_000
"""Ratings that may wait: five weeks of a busy counter without the hub. With so many no other is to be opened."""
PATIENT_TIMES = 10
"""So often the hub may fail over one rating before the others pass it."""
# A pad that the hub's settings forgot, or that was just moved, may rate again once they are put right.
_COMES_AGAIN = frozenset({ErrorCode.TOO_MANY_REQUESTS, ErrorCode.INTERNAL, ErrorCode.FORBIDDEN})
_DRAFT, _WHOLE, _OVER = b"D ", b"W ", b"X "
_DEAD_LINES = 500
_TRIES_EVERY_S = 5.0


class RatingQueue:
    """A rating is first a draft (again each time the citizen adds to it), then whole; the hub is told the oldest first.

    A draft that an end of the program cut off is whole: nobody will add to it. What a failing disk does not take is
    held in memory, and written when it can be. Beside scores and one-time tokens a line holds what a citizen wrote.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._log = RatingLog(path)
        self._clock = clock
        self._drafts: dict[str, RatingSubmit] = {}
        self._waiting: dict[str, RatingSubmit] = {}
        self._since: dict[str, float] = {}
        self._failed: dict[str, int] = {}
        self._tries_at = 0.0

    def __len__(self) -> int:
        return len(self._waiting) + len(self._drafts)

    @property
    def full(self) -> bool:
        """Whether no other rating may be opened."""
        return len(self) >= AT_MOST

    @property
    def failing(self) -> bool:
        """Whether the disk does not take what is kept."""
        return self._log.failing

    def waited_s(self) -> float:
        """Return for how many seconds a whole rating has waited at most, as far as this run knows; 0 for none."""
        return self._clock.monotonic() - min(self._since.values()) if self._since else 0.0

    def open(self) -> None:
        """Read what an earlier run left; a line that is none, or was torn by a power cut, is logged and dropped."""
        for line in self._log.read():
            self._read(line)
        self._waiting |= self._drafts
        self._drafts = {}
        self._since = dict.fromkeys(self._waiting, self._clock.monotonic())
        self._log.rewrite(self._lines())

    def draft(self, rating: RatingSubmit) -> None:
        """Keep what a citizen has said so far, in the place of what the same one said before."""
        self._drafts[rating.id] = rating
        self._add(_DRAFT + encode(rating))

    def whole(self, rating: RatingSubmit) -> None:
        """Take that the citizen has finished: the hub is to hear it."""
        self._drafts.pop(rating.id, None)
        self._waiting[rating.id] = rating
        self._since[rating.id] = self._clock.monotonic()
        self._add(_WHOLE + encode(rating))

    def next(self) -> RatingSubmit | None:
        """Return the oldest whole rating that was not answered."""
        return next(iter(self._waiting.values()), None)

    def knows(self, rate: str) -> bool:
        """Tell whether a rating by the token `rate` is kept here."""
        return any(kept.rate == rate for kept in (*self._waiting.values(), *self._drafts.values()))

    def replied(self, rating: RatingSubmit, reply: Reply) -> None:
        """Let go of a rating that was accepted, or refused for good."""
        if reply.error is not None and reply.error.code in _COMES_AGAIN:
            self._later(rating, reply.error.code)
            return
        if not reply.ok:
            log.warning("rating refused: %s", reply.error.code if reply.error is not None else "no reason")
        self._waiting.pop(rating.id, None)
        self._since.pop(rating.id, None)
        self._failed.pop(rating.id, None)
        # Lost with a power cut it does no harm: the hub answers the same id alike.
        self._add(_OVER + rating.id.encode(), durable=False)
        if self._log.lines > 2 * len(self) + _DEAD_LINES:
            self._log.rewrite(self._lines())

    def step(self) -> None:
        """Write what a failing disk did not take."""
        if self._log.failing and self._clock.monotonic() >= self._tries_at:
            self._tries_at = self._clock.monotonic() + _TRIES_EVERY_S
            self._log.rewrite(self._lines())

    def _later(self, rating: RatingSubmit, code: ErrorCode) -> None:
        failed = self._failed.get(rating.id, 0) + (code is ErrorCode.INTERNAL)
        passed = failed >= PATIENT_TIMES or code is ErrorCode.FORBIDDEN
        if passed and rating.id in self._waiting:
            self._waiting[rating.id] = self._waiting.pop(rating.id)
            failed = 0
        self._failed[rating.id] = failed

    def _read(self, line: bytes) -> None:
        kind, said = line[:2], line[2:]
        if kind == _OVER:
            gone = said.decode("ascii", "replace")
            self._drafts.pop(gone, None)
            self._waiting.pop(gone, None)
            return
        try:
            # A line of an earlier version is the bare rating, whole.
            rating = decode(RatingSubmit, said if kind in (_DRAFT, _WHOLE) else line)
        except Malformed as fault:
            log.error("kept rating not understood: %s", fault.detail)
            return
        if kind == _DRAFT:
            self._drafts[rating.id] = rating
        else:
            self._drafts.pop(rating.id, None)
            self._waiting[rating.id] = rating

    def _lines(self) -> Iterator[bytes]:
        yield from (_WHOLE + encode(rating) for rating in self._waiting.values())
        yield from (_DRAFT + encode(rating) for rating in self._drafts.values())

    def _add(self, line: bytes, durable: bool = True) -> None:
        if self._log.failing:
            self.step()
        else:
            self._log.add(line, durable)


def is_forbidden(reply: Reply) -> bool:
    """Tell whether the hub does not let this pad rate."""
    return reply.error is not None and reply.error.code is ErrorCode.FORBIDDEN
