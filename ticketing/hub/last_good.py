"""The last settings file that was right, kept for a start after a power cut that finds a wrong one."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

from lobby.settings.load import SettingsError, load
from ticketing.hub.settings import HubSettings

log = logging.getLogger(__name__)

FILE = "hub.toml.last"
_STATE = re.compile(r"""^\s*state\s*=\s*["'](.+?)["']""", re.MULTILINE)


def keep(path: Path, folder: Path) -> None:
    """Keep a copy of the settings file `path` in `folder`; where that cannot be, the queue goes on without."""
    kept, draft = folder / FILE, folder / f"{FILE}.new"
    try:
        text = path.read_bytes()
        if kept.exists() and kept.read_bytes() == text:
            return
        with draft.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # It may have been saved again since it was found to be right.
        load(HubSettings, draft)
        draft.replace(kept)
    except (OSError, SettingsError) as fault:
        log.error("the settings were not kept for the next start: %s", fault)


def recall(path: Path) -> HubSettings | None:
    """Return the settings that were right last, where the wrong file `path` still says in which folder they are."""
    try:
        found = _STATE.search(path.read_text(encoding="utf-8", errors="replace"))
        known = load(HubSettings, Path(found[1]) / FILE) if found is not None else None
    except (OSError, SettingsError):
        return None
    return known
