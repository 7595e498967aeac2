"""The keeper's way out before a window: where the fingers must be, the page, and whether the program is to end."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from kiosk.keeping.code import KeeperCode, read_code
from kiosk.presenters.way_out import WayOut
from kiosk.screens.code_page import CORNER, draw_code
from kiosk.screens.pieces import Piece
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from lobby.settings.device import ScreenSettings
from lobby.settings.load import SettingsError

log = logging.getLogger(__name__)

LEFT_BY_KEEPER = 77
"""Exit code that the units do not start again after (RestartPreventExitStatus)."""


class KeeperGate:
    """Shut for good where the settings name no code, or its file is not one: citizens are served all the same."""

    def __init__(self, screen: ScreenSettings) -> None:
        code = _code(screen.keeper_code_file)
        self._way_out = WayOut(code.is_right) if code is not None else None

    @property
    def leaves(self) -> bool:
        """Whether the keeper's code was given."""
        return self._way_out is not None and self._way_out.leaves

    def finger(self, touch: Any, theme: Theme) -> bool:
        """Take where a finger came down, of Kivy's touch; tells whether it was in the corner."""
        side = CORNER * min(theme.width, theme.height)
        if self._way_out is None or touch.x > side or theme.height - touch.y > side:
            return False
        self._way_out.corner(monotonic())
        return True

    def takes(self, name: str, at: float) -> bool:
        """Take a touch of the page that asks for the code; False where that page is not open."""
        if self._way_out is None or self._way_out.view(at) is None:
            return False
        self._way_out.touch(name, at)
        return True

    def pieces(self, theme: Theme) -> Sequence[Piece] | None:
        """Return the page that asks for the code, None where it is not open."""
        view = self._way_out.view(monotonic()) if self._way_out is not None else None
        if view is None:
            return None
        sheet = Sheet(theme)
        draw_code(view, sheet)
        return sheet.pieces


def _code(file: Path | None) -> KeeperCode | None:
    if file is None:
        return None
    try:
        return read_code(file)
    except SettingsError as fault:
        log.error("no way out for the keeper: %s", fault)
        return None
