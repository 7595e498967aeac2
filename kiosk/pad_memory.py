"""Keeps what a pad must know after a restart in a small file."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from pydantic import ValidationError

from kiosk.presenters.pad_remembered import Remembered
from lobby.files import synchronise

log = logging.getLogger(__name__)

_PRIVATE = 0o600


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
        self._kept, beside = known, self._path.with_suffix(".new")
        try:
            beside.unlink(missing_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as out:
                out.write(known.model_dump_json(exclude_none=True).encode())
            synchronise(beside)
            beside.replace(self._path)
        except OSError as fault:
            log.error("what the pad knows is not kept: %s", fault)
