"""A dossier's stations on the screen: what is done has a tick, and nothing else has."""

from __future__ import annotations

import pytest

from kiosk.presenters.result_views import Milestone, When
from kiosk.screens.box import Box
from kiosk.screens.pieces import Panel, Tick
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import Theme
from kiosk.screens.timeline import draw_timeline
from lobby.look.tokens import tokens


def signs(when: When) -> list[tuple[type, int]]:
    """Return what is drawn for one station: whether it has a tick, and of how many shapes its sign is made."""
    sheet = Sheet(Theme(tokens(), 1920, 1080))
    draw_timeline((Milestone("Hẹn trả kết quả", "20/11/2026", when),), sheet, Box(0, 0, 1800, 170))
    drawn = [type(piece) for piece in sheet.pieces[1:] if isinstance(piece, Panel | Tick)]
    return [(kind, drawn.count(kind)) for kind in dict.fromkeys(drawn)]


def test_each_station_has_a_sign_of_its_own_shape() -> None:
    assert signs(When.PAST) == [(Tick, 1)]
    assert signs(When.NOW) == [(Panel, 1)]
    assert signs(When.COMING) == [(Panel, 2)]
    assert signs(When.OVERDUE) == [(Panel, 3)]


@pytest.mark.parametrize("when", [When.OVERDUE, When.REPLACED, When.COMING])
def test_a_day_that_is_no_step_done_has_no_tick(when: When) -> None:
    assert Tick not in dict(signs(when))
