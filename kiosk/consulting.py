"""Answers what the procedures' pages ask of the catalogue, on a thread of its own: the screen never waits for it."""

from __future__ import annotations

import logging
import sqlite3
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from kiosk.catalogue.importing import SHIPPED, SHIPPED_SOURCE, came_shipped, import_file, shipped
from kiosk.catalogue.records import UnreadableFile
from kiosk.catalogue.scoring import Office
from kiosk.catalogue.shelf import Shelf
from kiosk.catalogue.store import Catalogue, CatalogueError, open_catalogue
from kiosk.presenters.procedures.wishes import Answer, Unusable, Wish
from lobby.clock import Clock
from lobby.health import Faults

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 5.0
"""Seconds after which a catalogue that was replaced, or mended, is taken even when nobody asks."""
_ENDS_S = 5.0
_FAULT = "catalogue"
_UNUSABLE = (CatalogueError, UnreadableFile, OSError, sqlite3.Error, ValueError)


class Consulting:
    """A part of the program. `answered` is called on its thread; of searches that wait, only the newest is done."""

    def __init__(
        self, file: Path, office: Office, faults: Faults, clock: Clock, answered: Callable[[Wish, Answer], None]
    ) -> None:
        self._file = file
        self._office = office
        self._faults = faults
        self._clock = clock
        self._answered = answered
        self._shelf: Shelf | None = None
        self._stands_in = False
        self._trouble: str | None = None
        self._waiting: list[Wish] = []
        self._ends = False
        self._woken = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="catalogue", daemon=True)

    @property
    def usable(self) -> bool:
        """Whether a catalogue is open to be read."""
        return self._shelf is not None

    def start(self) -> None:
        self._thread.start()

    def step(self) -> None:
        trouble = self._trouble
        if trouble is None:
            self._faults.clear(_FAULT)
        else:
            remedy = "Nhập lại danh mục: lobby catalogue import TỆP --catalogue " + str(self._file)
            self._faults.stand(_FAULT, f"Không xem được danh mục thủ tục; tra cứu hồ sơ vẫn chạy. {trouble}", remedy)

    def stop(self) -> None:
        with self._woken:
            self._ends = True
            self._woken.notify()
        if self._thread.ident is not None:
            self._thread.join(_ENDS_S)

    def ask(self, wish: Wish) -> None:
        """Have `wish` answered soon; it takes the place of what waits, since only the newest question counts."""
        with self._woken:
            self._waiting = [wish]
            self._woken.notify()

    def _run(self) -> None:
        self._look()
        while True:
            with self._woken:
                self._woken.wait_for(lambda: self._ends or self._waiting, LOOKS_EVERY_S)
                if self._ends:
                    break
                wishes, self._waiting = self._waiting, []
            self._look()
            for wish in wishes:
                self._answered(wish, self._answer(wish))
        if self._shelf is not None:
            self._shelf.close()

    def _answer(self, wish: Wish) -> Answer:
        if self._shelf is None:
            return Unusable()
        try:
            return self._shelf.answer(wish)
        except (sqlite3.Error, ValueError) as fault:
            # A file that was whole when it was opened and is not now: a failing disk.
            log.error("the catalogue does not answer: %s", fault)
            self._shelf.close()
            self._shelf, self._trouble = None, str(fault)
            return Unusable()
        except Exception as fault:  # noqa: BLE001 - the thread's boundary: one odd record must not end all answers
            # Without the exception's text, which may hold what a citizen typed.
            place = traceback.extract_tb(fault.__traceback__)[-1]
            log.error(
                "%s not answered: %s at %s:%s", type(wish).__name__, type(fault).__name__, place.name, place.lineno
            )
            return Unusable()

    def _look(self) -> None:
        """Open the catalogue, or the one that stands in its place now; the first time, put the shipped one there.

        What is open goes on answering where the new one cannot be used; where nothing is open, the procedures shipped.
        """
        if self._shelf is not None and not self._stands_in and not self._shelf.replaced:
            return
        try:
            shelf = Shelf(self._opened(), self._office)
        except _UNUSABLE as fault:
            if self._trouble != str(fault):
                log.error("the catalogue cannot be used: %s", fault)
            self._trouble = str(fault)
            if self._shelf is None:
                self._stand_in()
            return
        if self._shelf is not None:
            self._shelf.close()
        self._shelf, self._stands_in, self._trouble = shelf, False, None

    def _opened(self) -> Catalogue:
        """Open the file; one that is not there, or was shipped with a version of another form, is made anew."""
        try:
            if self._file.exists():
                return open_catalogue(self._file)
        except CatalogueError:
            if not came_shipped(self._file):
                raise
        import_file(SHIPPED, self._file, SHIPPED_SOURCE, self._clock.now())
        return open_catalogue(self._file)

    def _stand_in(self) -> None:
        try:
            self._shelf, self._stands_in = Shelf(shipped(self._clock.now()), self._office), True
        except _UNUSABLE as fault:
            log.error("the procedures shipped cannot be used: %s", fault)
