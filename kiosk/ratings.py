"""Keeps ratings in a small file until the hub has answered each, asking with the same id."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from lobby.contract.codec import decode, encode
from lobby.contract.errors import ErrorCode, Malformed
from lobby.contract.replies import Reply
from lobby.contract.requests import RatingSubmit

log = logging.getLogger(__name__)

AT_MOST = 200
_COMES_AGAIN = frozenset({ErrorCode.TOO_MANY_REQUESTS, ErrorCode.INTERNAL})


class RatingQueue:
    """One rating a line, oldest first. It holds one-time tokens and scores, nothing personal."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[RatingSubmit] = []

    def open(self) -> None:
        """Read what an earlier run left; a line that is not a rating is logged and dropped."""
        if not self._path.exists():
            return
        for line in self._path.read_bytes().splitlines():
            try:
                self._waiting.append(decode(RatingSubmit, line))
            except Malformed as fault:
                log.error("kept rating not understood: %s", fault.detail)

    def add(self, rating: RatingSubmit) -> None:
        """Keep a rating, on disk before this returns; the oldest give way beyond 200."""
        self._waiting = [*self._waiting, rating][-AT_MOST:]
        self._save()

    def next(self) -> RatingSubmit | None:
        """Return the oldest rating that was not answered."""
        return self._waiting[0] if self._waiting else None

    def replied(self, rating: RatingSubmit, reply: Reply) -> None:
        """Let go of a rating that was accepted, or refused for good."""
        if reply.error is not None and reply.error.code in _COMES_AGAIN:
            return
        if not reply.ok:
            log.warning("rating refused: %s", reply.error.code if reply.error is not None else "no reason")
        self._waiting = [kept for kept in self._waiting if kept.id != rating.id]
        self._save()

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with beside.open("wb") as out:
            out.write(b"".join(encode(rating) + b"\n" for rating in self._waiting))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self._path)
