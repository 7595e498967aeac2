"""Reads tokens.toml for Python drawers and writes it as CSS custom properties for pages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
_BODY_WEIGHTS = {"regular": 400, "medium": 500, "semibold": 600, "bold": 700, "extrabold": 800}


@dataclass(frozen=True)
class Tokens:
    """The design tokens. Colours are `#RRGGBB`; sizes are px at `size["base_height"]`; `type` names font files."""

    colour: dict[str, str]
    size: dict[str, int]
    type: dict[str, str]
    far: tuple[tuple[str, str], ...]
    near: tuple[tuple[str, str], ...]
    high_contrast: Mapping[str, str] = field(default_factory=dict)

    def in_high_contrast(self) -> Tokens:
        """Return the tokens with the colours for eyes that need more."""
        return replace(self, colour={**self.colour, **self.high_contrast})

    def rgba(self, name: str) -> tuple[float, float, float, float]:
        """Return a colour as four floats in 0..1, as Kivy takes it."""
        red, green, blue = self.rgb(name)
        return red / 255, green / 255, blue / 255, 1.0

    def rgb(self, name: str) -> tuple[int, int, int]:
        """Return a colour as three ints in 0..255, as Pillow takes it."""
        digits = self.colour[name].removeprefix("#")
        return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)

    def font(self, weight: str) -> Path:
        """Return the TTF of a weight: regular, medium, semibold, bold, extrabold."""
        return FONTS / self.type[weight]

    def contrast(self, ink: str, ground: str) -> float:
        """Return the contrast ratio of two colours, 1..21 (WCAG 2.2, 1.4.3)."""
        lights = sorted((_luminance(self.rgb(ink)), _luminance(self.rgb(ground))))
        return (lights[1] + 0.05) / (lights[0] + 0.05)

    def css(self, fonts_url: str) -> str:
        """Return `:root` custom properties (`--colour-ink`, `--size-text` in px) and the `@font-face` rules."""
        lines = [f"  --colour-{name.replace('_', '-')}: {value};" for name, value in self.colour.items()]
        lines += [f"  --size-{name.replace('_', '-')}: {value}px;" for name, value in self.size.items()]
        lines.append(f'  --family: "{self.type["family"]}", "Noto Sans", sans-serif;')
        faces = [
            f'@font-face {{ font-family: "{self.type["family"]}"; font-weight: {weight}; font-display: swap;'
            f' src: url("{fonts_url}/{self.type[name]}") format("truetype"); }}'
            for name, weight in _BODY_WEIGHTS.items()
        ]
        return "\n".join([*faces, ":root {", *lines, "}", ""])


@cache
def tokens() -> Tokens:
    """Return the product's tokens."""
    fields = tomllib.loads((HERE / "tokens.toml").read_text(encoding="utf-8"))
    pairs = {name: tuple((ink, ground) for ink, ground in told) for name, told in fields["contrast"].items()}
    return Tokens(
        fields["colour"],
        fields["size"],
        fields["type"],
        pairs["far"],
        pairs["near"],
        fields["high_contrast"],
    )


def _luminance(rgb: tuple[int, int, int]) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in rgb)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)
