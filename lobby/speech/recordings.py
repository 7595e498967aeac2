"""A site's own recordings: which file holds which words, and whether it can be used."""

from __future__ import annotations

import logging
import re
import unicodedata
from enum import StrEnum
from pathlib import Path

from lobby.speech.sound import NotSound, Samples, levelled, read_wav, trimmed

log = logging.getLogger(__name__)

LARGEST_BYTES = 10 * 1024 * 1024  # a minute of studio sound; a clip is a second or two
_UNSAFE = re.compile(r"[^\w]+")
_LONGEST_NAME = 60


def file_name(text: str) -> str:
    """Return the file name, without ending, under which a site records `text` (`đến_quầy_số`)."""
    return _UNSAFE.sub("_", unicodedata.normalize("NFC", text).lower()).strip("_")[:_LONGEST_NAME]


class Recorded(StrEnum):
    """How a recording stands."""

    READY = "ready"
    MISSING = "missing"
    UNUSABLE = "unusable"


class Recordings:
    """WAV files in `folder`, of one language."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, text: str) -> Path:
        """Return where the recording of `text` belongs."""
        return self._folder / f"{file_name(text)}.wav"

    def has(self, text: str) -> bool:
        """Tell whether there is a file for `text`, usable or not."""
        return self._find(text) is not None

    def clip(self, text: str) -> Samples | None:
        """Return `text` as it was recorded, trimmed and levelled; None where it is missing or unusable."""
        try:
            return self._read(text)
        except (NotSound, OSError) as fault:
            log.error("recording not used: %s", fault)
            return None

    def state(self, text: str) -> Recorded:
        """Return how the recording of `text` stands."""
        try:
            return Recorded.MISSING if self._read(text) is None else Recorded.READY
        except (NotSound, OSError):
            return Recorded.UNUSABLE

    def _read(self, text: str) -> Samples | None:
        path = self._find(text)
        if path is None:
            return None
        if path.stat().st_size > LARGEST_BYTES:
            raise NotSound(f"{path.name}: larger than {LARGEST_BYTES} bytes")
        samples = levelled(trimmed(read_wav(path)))
        if samples.size == 0:
            raise NotSound(f"{path.name}: silent")
        return samples

    def _find(self, text: str) -> Path | None:
        wanted = file_name(text)
        for path in sorted(self._folder.iterdir()) if self._folder.is_dir() else ():
            # Names are compared composed: a copy from another system may have them decomposed, or end in .WAV.
            if path.suffix.lower() == ".wav" and file_name(path.stem) == wanted:
                return path
        return None
