"""The camera's side of the live view: makes pictures while somebody looks and something moves, and judges the sight."""

from __future__ import annotations

from kiosk.scanners import glimpses
from kiosk.scanners.advice import Advice
from kiosk.scanners.pictures import Picture
from kiosk.scanners.sight import judge, measure
from kiosk.scanners.stillness import Attention
from kiosk.scanners.zxing import Outline
from kiosk.viewfinder import Viewfinder

_JUDGED_EVERY_S = 0.25
_RENEWED_S = 1.0
"""Seconds for which movement keeps the view live, and after which a still one is made anew."""

_HELD_S = 10.0
"""Seconds after a movement in which what is like paper is held by somebody; a poster in sight never moves."""

_NEAR = 0.3
"""Share of the frame's width that paper spans where somebody holds it to the camera, and does not pass by."""


class Viewing:
    """Times are monotonic seconds."""

    def __init__(self, viewfinder: Viewfinder, *, mirrored: bool = True) -> None:
        self._viewfinder = viewfinder
        self._mirrored = mirrored
        self._advice = Advice()
        self._judged_at = self._shown_at = float("-inf")

    def found(self, frame: Picture, outline: Outline) -> None:
        """A code was read in `frame`, within `outline`."""
        self._advice.drop()
        whole = glimpses.widened(frame, outline)
        glimpses.show(frame, self._viewfinder, mirrored=self._mirrored, outline=whole)

    def see(self, frame: Picture, at: float, attention: Attention) -> None:
        """Show and judge `frame`, where that is due."""
        still_s = at - attention.moved_at
        if self._viewfinder.wanted() and (still_s < _RENEWED_S or at - self._shown_at >= _RENEWED_S):
            self._shown_at = at
            glimpses.show(frame, self._viewfinder, mirrored=self._mirrored)
        if at - self._judged_at >= _JUDGED_EVERY_S:
            self._judged_at = at
            self._judge(frame, at, moved=still_s < _HELD_S, read=attention.held)

    def nothing(self, *, lost: bool) -> None:
        """There is no frame: nothing is before the camera, or it is `lost`."""
        self._advice.drop()
        self._viewfinder.nothing(lost=lost)

    def _judge(self, frame: Picture, at: float, *, moved: bool, read: bool) -> None:
        sight = measure(frame) if moved and not read else None
        near = sight is not None and sight.reach >= _NEAR
        self._viewfinder.judge(self._advice.take(judge(sight), at), paper=near)
