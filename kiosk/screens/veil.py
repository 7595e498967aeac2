"""A page as a picture may keep it: everything in its place, nothing that can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.screens.pieces import Panel, Piece, Target, Words

_BLOT = "line"
_RADIUS = 6.0


def veiled(pieces: Sequence[Piece]) -> list[Piece]:
    """Return `pieces` with a blot where words were; targets keep their names, which are the program's own."""
    return [_veiled(piece) for piece in pieces]


def _veiled(piece: Piece) -> Piece:
    match piece:
        case Words():
            return Panel(piece.box, _BLOT, _RADIUS)
        case Target():
            return replace(piece, text="")
    return piece
