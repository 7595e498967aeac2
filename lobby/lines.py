"""Cuts a stream of bytes into lines of a bounded length, for pipes that programs talk over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line without its end; `whole` is False where it was too long and only its head is kept."""

    content: bytes
    whole: bool = True


class LineCutter:
    """Takes bytes as they come and gives lines; a line above `longest` bytes is given once, cut, and the rest of it
    dropped."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._held = b""
        self._dropping = False

    def feed(self, data: bytes) -> list[Line]:
        """Return the lines that `data` completes."""
        *ended, self._held = (self._held + data).split(b"\n")
        lines = [line for content in ended if (line := self._line(content)) is not None]
        if len(self._held) > self._longest:
            if not self._dropping:
                lines.append(Line(self._held[: self._longest], whole=False))
            self._dropping = True
            self._held = b""
        return lines

    def _line(self, content: bytes) -> Line | None:
        if self._dropping:
            self._dropping = False
            return None
        if len(content) > self._longest:
            return Line(content[: self._longest], whole=False)
        return Line(content.rstrip(b"\r"))
