"""Sends one picture to a printer the way that every thermal printer takes: a raster, a feed, a cut."""

from __future__ import annotations

from typing import Any

from PIL import Image

# Its paper is 576 dots wide, so pictures for 58 mm pass too; the library refuses what is wider than the profile.
PROFILE = "TM-T20II"
# Rows in one command: 17 kB, so that each write ends well within a cable's time-out while the paper moves.
_FRAGMENT = 240


def send_slip(escpos: Any, picture: Image.Image, cut: bool) -> None:
    """Reset the printer, send `picture` (1-bit) by `GS v 0`, feed it past the cutter, and cut where there is one.

    The cut leaves a corner, so that a slip nobody takes does not fall to the floor.
    """
    escpos.hw("INIT")
    escpos.image(picture, impl="bitImageRaster", fragment_height=_FRAGMENT)
    if cut:
        escpos.cut(mode="PART")
    else:
        escpos.print_and_feed(6)
