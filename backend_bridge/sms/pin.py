"""The SIM's PIN, never given twice where it was refused: three wrong ones lock a SIM."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from lobby.settings.load import SettingsError
from lobby.settings.secret import read_secret, secret_file

_WHAT = "mã PIN của SIM"


class PinFile:
    """The PIN in `file` (None where the SIM wants none); `mark` remembers over restarts that it was tried.

    A file that was written again since is tried again; a credential when it is another PIN, since systemd lays it down
    anew at each start.
    """

    def __init__(self, file: Path | None, mark: Path) -> None:
        self._file = file
        self._mark = mark

    @property
    def refused(self) -> bool:
        """Whether the PIN that stands in the file was tried and not accepted."""
        return self._file is not None and self._tried() == self._version()

    def read(self) -> str | None:
        """Return the PIN that may be tried, None where there is none; raises SettingsError where it cannot be read."""
        if self._file is None or self.refused:
            return None
        pin = read_secret(self._file, _WHAT)
        return pin if pin.isascii() and pin.isdigit() else None

    def trying(self) -> None:
        """Remember that it is tried, before it is: a program killed in between must not try again."""
        self._mark.parent.mkdir(parents=True, exist_ok=True)
        self._mark.write_text(self._version(), encoding="ascii")

    def accepted(self) -> None:
        """Forget that it was tried."""
        self._mark.unlink(missing_ok=True)

    def _tried(self) -> str:
        with suppress(OSError):
            return self._mark.read_text(encoding="ascii")
        return ""

    def _version(self) -> str:
        assert self._file is not None
        try:
            file = secret_file(self._file, _WHAT)
            if file != self._file:
                return hashlib.sha256(file.read_bytes().strip()).hexdigest()
            return str(file.stat().st_mtime_ns)
        except (OSError, SettingsError):
            return "missing"
