"""How long tests of boards wait, and where pictures are left for people to look at."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PATIENCE_MS = 30_000


@pytest.fixture(autouse=True, scope="session")
def _patience() -> None:
    """A page may take its time on a busy machine; what it must become is the same."""
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Leave a PNG in the folder LOBBY_PICTURES, where that is set."""
    folder = os.environ.get("LOBBY_PICTURES")

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return take
