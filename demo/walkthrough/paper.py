"""Reads a printed ticket back from the picture that was drawn from the printer's bytes."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image

from demo.walkthrough.touching import NotSeen


def newest_ticket(paper: Path, known: set[str]) -> str | None:
    """Return the number of a ticket whose bytes and picture both lie in `paper` and which is not in `known`."""
    for picture in sorted(paper.glob("*.png")):
        if picture.stem not in known and picture.with_suffix(".escpos").exists():
            return picture.stem
    return None


def track_url(paper: Path, number: str) -> str:
    """Return the address in the QR of a printed ticket; raises NotSeen where none can be read."""
    with Image.open(paper / f"{number}.png") as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"))
    if not found:
        raise NotSeen(f"mã QR đọc được trên phiếu {number}")
    return str(found[0].text)
