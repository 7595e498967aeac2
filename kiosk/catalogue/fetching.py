"""A catalogue's file on its way here: a part a question, kept on the disk, so that a cut goes on where it was."""

from __future__ import annotations

import base64
import binascii
import logging
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from lobby.contract.procedures import PART_BYTES, Procedures, ProceduresBytes
from lobby.contract.replies import Reply

log = logging.getLogger(__name__)


class WrongPart(Exception):
    """A reply that is no part of the file; the text is for the log."""


class PartFile:
    """The bytes of one version that have come so far; methods raise OSError."""

    def __init__(self, catalogue: Path, told: Procedures) -> None:
        self._told = told
        self.path = catalogue.with_name(f"{catalogue.stem}-{told.version[:16]}.jsonl.gz")
        self.have = 0

    def open(self) -> None:
        """Go on with what an earlier run has; the files of other versions are removed."""
        for other in self.path.parent.glob(f"{self.path.name.rpartition('-')[0]}-*.jsonl.gz"):
            if other != self.path:
                other.unlink(missing_ok=True)
        self.have = self.path.stat().st_size if self.path.exists() else 0
        if self.have > self._told.size:
            self.drop()

    @property
    def version(self) -> str:
        """Which version these are the bytes of."""
        return self._told.version

    @property
    def whole(self) -> bool:
        """Whether all bytes are there; that they are the right ones is found when the file is taken."""
        return self.have == self._told.size

    def take(self, reply: Reply) -> None:
        """Keep the part in `reply`; raises WrongPart."""
        data = self._bytes(reply)
        with self.path.open("ab") as file:
            file.write(data)
        self.have += len(data)

    def drop(self) -> None:
        """Throw away what is there."""
        with suppress(FileNotFoundError):
            self.path.unlink()
        self.have = 0

    def _bytes(self, reply: Reply) -> bytes:
        try:
            part = ProceduresBytes.model_validate(reply.data)
            data = base64.b64decode(part.data, validate=True)
        except (ValidationError, binascii.Error) as fault:
            raise WrongPart(f"not a part: {type(fault).__name__}") from fault
        if (part.version, part.offset) != (self._told.version, self.have):
            raise WrongPart("a part of another file or place")
        if not 0 < len(data) <= min(PART_BYTES, self._told.size - self.have):
            raise WrongPart(f"{len(data)} bytes where {self._told.size - self.have} are left")
        return data
