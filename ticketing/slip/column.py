"""Stacks marks from the top of a slip to its bottom, centred between the margins."""

from __future__ import annotations

import segno

from ticketing.slip.marks import Box, CodeMark, Mark, RuleMark, Sheet, TextMark
from ticketing.slip.style import SlipStyle
from ticketing.slip.type import Face, fitting

_QUIET = 4  # modules around a QR code, ISO/IEC 18004
_MODULE = 6  # dots a module; scanners want no less than 3 at arm's length


class Column:
    """Grows downwards; lengths and type sizes are given for 80 mm paper and scaled to the style's."""

    def __init__(self, style: SlipStyle) -> None:
        self._style = style
        self._top = style.scaled(12)
        self._marks: list[Mark] = []

    def space(self, dots: int) -> None:
        """Leave `dots` free."""
        self._top += self._style.scaled(dots)

    def text(self, text: str, weight: str, size: int) -> None:
        """Set `text` in as many centred lines as it needs."""
        face = Face(weight, self._style.type(size))
        for line in face.balance(text, self._style.width):
            self._line(line, face, self._centred(face.length(line)))
            self._top += face.height(line)

    def large(self, text: str, size: int) -> None:
        """Set `text` in one line as large as fits, in a box as high as its ink."""
        face = fitting("extrabold", self._style.scaled(size), text, self._style.width)
        left, top, right, bottom = (int(edge) for edge in face.font.getbbox(text, anchor="ls"))
        x = self._centred(right - left) - left
        box = Box(x + left, self._top, x + right, self._top + bottom - top)
        self._marks.append(TextMark(box, text, face, x, self._top - top))
        self._top = box.bottom

    def badge(self, text: str, size: int) -> None:
        """Set `text` white in a black box."""
        face = Face("bold", self._style.type(size))
        pad = self._style.scaled(20)
        length = face.length(text)
        x = self._centred(length)
        box = Box(x - pad, self._top, x + length + pad, self._top + face.height(text))
        self._marks.append(TextMark(box, text, face, x, self._top + face.ascent(text), inverse=True))
        self._top = box.bottom

    def row(self, label: str, value: str, size: int) -> None:
        """Set `label` at the left and `value` at the right, below it where both do not fit in one line."""
        style = self._style
        plain, bold = Face("regular", style.type(size)), Face("semibold", style.type(size))
        self._line(label, plain, style.margin)
        if plain.length(label) + bold.length(value) + style.scaled(16) > style.width:
            self._top += plain.height(label)
        self._line(value, bold, style.dots - style.margin - bold.length(value))
        self._top += max(plain.height(label), bold.height(value))

    def item(self, lead: str, text: str, weight: str, size: int) -> None:
        """Set `text` from the left in as many lines as it needs, all behind `lead`, which may be empty; no text, no
        lead."""
        if not text:
            return
        style = self._style
        face = Face(weight, style.type(size))
        indent = style.margin + (face.length(lead + " ") + style.scaled(4) if lead else 0)
        if lead:
            box = Box(style.margin, self._top, style.margin + face.length(lead), self._top + face.height(text))
            self._marks.append(TextMark(box, lead, face, style.margin, self._top + face.ascent(text)))
        for line in face.wrap(text, style.dots - style.margin - indent):
            self._line(line, face, indent)
            self._top += face.height(line)

    def rule(self, thick: int, dashed: bool = False) -> None:
        """Draw a line from margin to margin."""
        style = self._style
        box = Box(style.margin, self._top, style.dots - style.margin, self._top + thick)
        self._marks.append(RuleMark(box, dashed))
        self._top = box.bottom

    def code(self, content: str) -> None:
        """Set `content` as a QR code, as large as six dots a module or what the paper admits."""
        symbol = segno.make_qr(content, error="m", boost_error=False, eci=not content.isascii())
        rows = tuple(tuple(bool(module) for module in row) for row in symbol.matrix)
        modules = len(rows) + 2 * _QUIET
        module = min(_MODULE, self._style.width // modules)
        side = modules * module
        left = self._centred(side)
        self._marks.append(CodeMark(Box(left, self._top, left + side, self._top + side), rows, module))
        self._top += side

    def sheet(self) -> Sheet:
        """Return what was stacked."""
        return Sheet(tuple(self._marks), self._top + self._style.scaled(12))

    def _line(self, text: str, face: Face, x: int) -> None:
        box = Box(x, self._top, x + face.length(text), self._top + face.height(text))
        self._marks.append(TextMark(box, text, face, x, self._top + face.ascent(text)))

    def _centred(self, length: int) -> int:
        return (self._style.dots - length) // 2
