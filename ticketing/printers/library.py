"""Brings python-escpos in when it is first needed, without what its import leaves behind."""

from __future__ import annotations

import importlib
import logging
import os
import tempfile
from pathlib import Path
from types import ModuleType

log = logging.getLogger(__name__)

_PICKLES = "ESCPOS_CAPABILITIES_PICKLE_DIR"


def escpos_printers(state: Path) -> ModuleType:
    """Return the module `escpos.printer`; its table of printers, slow to parse, is kept below `state`.

    A table that was cut by a power loss is thrown away and made again: the library itself would not start any more.
    """
    folder = state / "escpos"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[_PICKLES] = str(folder)
    try:
        return _imported()
    except Exception:  # unpickling a torn file may raise nearly anything
        log.exception("printer table not readable, made again")
        for torn in folder.glob("*.pickle"):
            torn.unlink()
        return _imported()


def _imported() -> ModuleType:
    # The library makes a temporary folder at import even where it is told of another.
    with tempfile.TemporaryDirectory() as spare:
        before, tempfile.tempdir = tempfile.tempdir, spare
        try:
            return importlib.import_module("escpos.printer")
        finally:
            tempfile.tempdir = before
