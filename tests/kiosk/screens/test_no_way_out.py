"""Nothing of the system behind is reachable from the screen; the keeper leaves by a code, and the program ends."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.keeping.code import write_code
from kiosk.screens.keeper_gate import LEFT_BY_KEEPER

pytestmark = pytest.mark.journey

CODE = "482915"
KEYS = (
    "Escape", "alt+F4", "alt+Tab", "super", "super+d", "ctrl+alt+F2", "ctrl+alt+Delete", "ctrl+alt+BackSpace", "ctrl+q",
    "ctrl+w", "ctrl+c", "alt+space", "Menu", "Print", *(f"F{number}" for number in range(1, 13)), "shift+F12", "ctrl+e",
)  # fmt: skip


def pointer(window: Any, *arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True, env={**os.environ, "DISPLAY": window.display})


def test_no_key_and_no_button_of_the_mouse_leads_anywhere(hub: Any, screen: Callable[..., Any]) -> None:
    window = screen("kiosk", "kiosk-1", "")
    before = window.until(lambda seen: any("Mã hồ sơ in cạnh" in text for text in seen["texts"]), "the linked door")
    for key in KEYS:
        pointer(window, "key", key)
    for button in ("2", "3", "4", "5", "8", "9"):
        pointer(window, "mousemove", "640", "400", "click", button)
    for _ in range(7):
        pointer(window, "mousemove", "20", "20", "click", "1")
    after = window.look()
    assert (after["page"], after["size"]) == ("welcome", before["size"])
    assert told(after) == told(before), "nothing is typed, nothing has come before the page"
    assert window.process.poll() is None


def test_the_keeper_leaves_by_five_touches_and_the_code(hub: Any, screen: Callable[..., Any], tmp_path: Path) -> None:
    write_code(tmp_path / "keeper-code", CODE)
    window = screen("kiosk", "kiosk-1", "", keeper_code=tmp_path / "keeper-code")
    window.page("welcome")
    for _ in range(5):
        pointer(window, "mousemove", "20", "20", "click", "1")
    window.until(lambda seen: any(one["name"] == "keeper:leave" for one in seen["targets"]), "the code is asked for")
    window.touch(*(f"keeper:{digit}" for digit in "000000"), "keeper:leave")
    window.until(lambda seen: "Mã chưa đúng." in seen["texts"], "a wrong code is told")
    window.touch(*(f"keeper:{digit}" for digit in CODE), "keeper:leave")
    assert window.process.wait(20) == LEFT_BY_KEEPER


def told(seen: dict[str, Any]) -> list[str]:
    """Return what stands on the page but the clock, which goes on."""
    return [text for text in seen["texts"] if "/20" not in text]
