"""The dispenser's printer breaks for a while: its paper cannot be written, whoever takes a number."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


class DeadPrinter:
    """Puts a file where the folder of printed slips is, which stands for the printer, and later the folder back."""

    def __init__(self, paper: Path) -> None:
        self._paper = paper
        self._aside = paper.with_name("paper-aside")

    def die(self) -> None:
        """Break the printer."""
        if self._paper.is_dir() and not self._aside.exists():
            self._paper.rename(self._aside)
            self._paper.touch()

    def live(self) -> None:
        """Mend it; nothing happens where it works."""
        if self._aside.exists():
            with suppress(FileNotFoundError):
                self._paper.unlink()
            self._aside.rename(self._paper)
