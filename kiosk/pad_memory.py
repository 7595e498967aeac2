"""Keeps what a pad must know after a restart in a small file."""

from __future__ import annotations

import logging
from pathlib import Path

from pydantic import ValidationError

from kiosk.presenters.pad_remembered import Remembered
from lobby.files import write_private

log = logging.getLogger(__name__)


class PadMemory:
    """Written when something changed, whole or not at all; a file that cannot be read is as none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: Remembered | None = None

    def read(self) -> Remembered:
        """Return what an earlier run knew."""
        try:
            self._kept = Remembered.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return Remembered()
        except (OSError, ValidationError) as fault:
            log.error("what the pad knew is not understood: %s", type(fault).__name__)
            return Remembered()
        return self._kept

    def keep(self, known: Remembered) -> None:
        """Write `known` where it is news; a disk that takes nothing is tried again with the next news."""
        if known == self._kept:
            return
        self._kept = known
        try:
            write_private(self._path, known.model_dump_json(exclude_none=True).encode())
        except OSError as fault:
            log.error("what the pad knows is not kept: %s", fault)
