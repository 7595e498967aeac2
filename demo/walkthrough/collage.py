"""One picture of the running lobby, put together from the screens that the visit left."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from lobby.look.tokens import tokens

_SIZE = (1920, 1240)
_GAP = 24
# name, left, top, width; heights follow the pictures' own shapes.
_PLACES = [
    ("board-called", 24, 24, 1240),
    ("dispenser-confirm", 1288, 24, 608),
    ("pad-rating", 1288, 428, 608),
    ("kiosk-qrcode", 24, 746, 830),
    ("desk-called", 878, 817, 640),
    ("led-1", 878, 733, 300),
]
_SLIP = (1619, 817, 399)


def compose(screens: Path, slip: Path) -> Path:
    """Write `lobby.png` into `screens` from its pictures and the printed `slip`; returns where it is."""
    ground = Image.new("RGB", _SIZE, tokens().rgb("line"))
    for name, left, top, width in _PLACES:
        ground.paste(_scaled(screens / f"{name}.png", width), (left, top))
    left, top, height = _SLIP
    with Image.open(slip) as paper:
        width = round(paper.width * height / paper.height)
    ground.paste(_scaled(slip, width), (left, top))
    whole = screens / "lobby.png"
    ground.quantize(128, dither=Image.Dither.NONE).save(whole, optimize=True)
    return whole


def _scaled(path: Path, width: int) -> Image.Image:
    with Image.open(path) as picture:
        height = round(picture.height * width / picture.width)
        return picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
