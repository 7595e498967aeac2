"""Moves one dossier of the sandbox every so often, the same way for the same seed and moments."""

from __future__ import annotations

import logging
import sqlite3
from random import Random

from backend_bridge.sandbox.invented import Office
from backend_bridge.sandbox.moves import Moves
from backend_bridge.sandbox.moving import come_in, go_on, working_moment
from lobby.clock import Clock

log = logging.getLogger(__name__)

NEW_ONE_IN = 4
FIRST_SERIAL = 5001
"""Numbers of the day from here on are those of dossiers that came in while it ran; the invented ones' are lower."""


class Mover:
    """One move each `every_s` seconds, none where that is 0; what was missed while it was off is not made up for."""

    def __init__(self, moves: Moves, office: Office, seed: int, every_s: float, clock: Clock) -> None:
        self._moves = moves
        self._office = office
        self._seed = seed
        self._every_s = every_s
        self._clock = clock
        self._next: float | None = None

    def step(self) -> None:
        """Move what is due."""
        now = self._clock.monotonic()
        if self._next is not None and self._every_s and now >= self._next:
            try:
                self.move()
            except sqlite3.Error as fault:
                log.error("no dossier moved: %s", fault)
        if self._next is None or now >= self._next:
            self._next = now + self._every_s

    def move(self) -> None:
        """Let one dossier move, or a new one come in; raises sqlite3.Error."""
        number, now = self._moves.made() + 1, self._clock.now()
        last = self._moves.last_serial(f"{self._office.code}-{working_moment(now):%y%m%d}-")
        chance = Random(f"{self._seed}:{number}")
        codes = self._moves.movable()
        if codes and chance.randrange(NEW_ONE_IN):
            move = go_on(self._moves.of(chance.choice(codes)), self._office, chance, now)
        else:
            move = come_in(self._office, max(FIRST_SERIAL, last + 1), chance, now)
        self._moves.keep(number, move, now)
        log.info("a dossier moved: %s to %s", move.was or "new", move.made.dossier.status)
