"""The bank of clips: a site's own recordings first, then what was rendered once and kept, then the renderer."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from lobby.speech.renderer import Renderer, RenderFailed
from lobby.speech.sound import NotSound, Samples, levelled, read_wav, to_wav, trimmed

log = logging.getLogger(__name__)

_UNSAFE = re.compile(r"[^\w]+")
_LONGEST_NAME = 60
_CLIPS_AT_MOST = 2000


def file_name(text: str) -> str:
    """Return the file name, without ending, under which a site records `text` (`đến_quầy_số`)."""
    return _UNSAFE.sub("_", unicodedata.normalize("NFC", text).lower()).strip("_")[:_LONGEST_NAME]


class ClipBank:
    """Clips by text, each trimmed and levelled, kept in memory once used. Any thread may ask."""

    def __init__(self, folder: Path, recordings: Path, renderer: Renderer) -> None:
        self._folder = folder
        self._recordings = recordings
        self._renderer = renderer
        self._clips: dict[str, Samples] = {}
        self._lock = threading.Lock()

    def clip(self, text: str) -> Samples:
        """Return the clip of `text`, rendering it now where nothing else has it; raises RenderFailed."""
        known = self._clips.get(text)
        if known is not None:
            return known
        with self._lock:
            if text not in self._clips:
                self._remember(text, self._made(text))
            return self._clips[text]

    def prepare(self, texts: Iterable[str]) -> list[str]:
        """Have each of `texts` ready in memory; returns those that could not be made."""
        missing: list[str] = []
        for text in texts:
            try:
                self.clip(text)
            except RenderFailed as fault:
                log.error("clip %r not made: %s", text, fault)
                missing.append(text)
        return missing

    def stop(self) -> None:
        """Let go of the renderer."""
        self._renderer.stop()

    def _remember(self, text: str, samples: Samples) -> None:
        if len(self._clips) >= _CLIPS_AT_MOST:
            self._clips.clear()
        self._clips[text] = samples

    def _made(self, text: str) -> Samples:
        for source in (self._recorded, self._kept):
            found = source(text)
            if found is not None:
                return found
        return self._rendered(text)

    def _recorded(self, text: str) -> Samples | None:
        wanted = file_name(text)
        for path in self._recordings.glob("*.wav") if self._recordings.is_dir() else ():
            # Names are compared composed: a copy from another system may have them decomposed.
            if file_name(path.stem) == wanted and (own := self._read(path)) is not None:
                return levelled(trimmed(own))
        return None

    def _kept(self, text: str) -> Samples | None:
        path = self._place(text)
        return self._read(path) if path.is_file() else None

    def _read(self, path: Path) -> Samples | None:
        try:
            samples = read_wav(path)
        except (NotSound, OSError) as fault:
            log.error("clip %s not used: %s", path.name, fault)
            return None
        return samples if samples.size else None

    def _rendered(self, text: str) -> Samples:
        samples = levelled(trimmed(self._renderer.render(text)))
        if samples.size == 0:
            raise RenderFailed(f"{text!r} came out silent")
        self._keep(text, samples)
        return samples

    def _keep(self, text: str, samples: Samples) -> None:
        path = self._place(text)
        part = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(to_wav(samples))
            part.replace(path)
        except OSError as fault:
            log.error("clip %s not kept: %s", path.name, fault)

    def _place(self, text: str) -> Path:
        voice = self._renderer.voice
        mark = hashlib.sha256(f"{text}\0{voice.id}\0{voice.rate}".encode()).hexdigest()[:12]
        return self._folder / f"{file_name(text)}.{mark}.wav"
