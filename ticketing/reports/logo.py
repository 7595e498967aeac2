"""Reads an office's logo for its reports; one that cannot be read is named and left out."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from ticketing.reports.form_settings import TABLE, FormSettings
from ticketing.reports.pdf.content.form import Form

_MOST_BYTES = 2_000_000
_MOST_SIDE = 4000
_SIDE = 600
_WRONG = f"«{TABLE}.logo»: không đọc được ảnh {{path}} (PNG hoặc JPEG, không quá 2 MB); báo cáo không có biểu trưng"


def form_of(settings: FormSettings) -> tuple[Form, tuple[str, ...]]:
    """Return the form with its logo, and a Vietnamese sentence for each value that was not taken."""
    if settings.logo is None:
        return settings.form(), settings.wrong
    picture = read(settings.logo)
    if picture is None:
        return settings.form(), (*settings.wrong, _WRONG.format(path=settings.logo))
    return settings.form(picture), settings.wrong


def read(path: Path) -> bytes | None:
    """Return the picture at `path` as a small PNG on white; None where it is none, too large, or not there."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return None
        with Image.open(path, formats=("PNG", "JPEG")) as picture:
            return _small(picture) if max(picture.size) <= _MOST_SIDE else None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _small(picture: Image.Image) -> bytes:
    picture.thumbnail((_SIDE, _SIDE))
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    out = io.BytesIO()
    ground.convert("RGB").save(out, "PNG")
    return out.getvalue()
