"""The clips of one language: a site's own recordings, a better voice that renders ahead, the voice always there."""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from lobby.speech.kept import KeptClips
from lobby.speech.recordings import Recordings, file_name
from lobby.speech.remembered import Clip, Remembered
from lobby.speech.renderer import Renderer, RenderFailed
from lobby.speech.sound import Samples, levelled, trimmed

log = logging.getLogger(__name__)

KEEPS_MB = 64
REST_S = 300.0  # how long a better voice that failed is left alone
_MIB = 1024 * 1024


class ClipBank:
    """Clips by text, each trimmed and levelled. Any thread may ask.

    `renderer` is the voice that is always there; `better` one that is slower and sounds better. That one works in
    `prepare` alone, so that no call waits for it; `better_failed` is told why it failed, and None when it speaks
    again. `folder` keeps up to `keeps_mb` of what was rendered. `now` is monotonic, in seconds.
    """

    def __init__(
        self,
        folder: Path,
        recordings: Path,
        renderer: Renderer,
        *,
        better: Renderer | None = None,
        better_failed: Callable[[str | None], None] = lambda _reason: None,
        keeps_mb: float = KEEPS_MB,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kept = KeptClips(folder, round(keeps_mb * _MIB))
        self._recordings = Recordings(recordings)
        self._renderer = renderer
        self._better = better
        self._better_failed = better_failed
        self._better_rests_until = -math.inf
        self._now = now
        self._clips = Remembered[str, Clip]()

    def clip(self, text: str) -> Samples:
        """Return the clip of `text`, rendering it at once where nothing else has it; raises RenderFailed."""
        ready = self.ready(text)
        return ready if ready is not None else self._rendered(text, self._renderer)

    def ready(self, text: str) -> Samples | None:
        """Return the clip of `text` where nothing has to render it."""
        known = self._clips.get(text)
        if known is not None:
            return known.samples
        recorded = self._recordings.clip(text)
        if recorded is not None:
            return self._clips.put(text, Clip(recorded, best=True))
        for voice in (self._better, self._renderer):
            kept = self._kept.get(_name(text, voice)) if voice is not None else None
            if kept is not None:
                return self._clips.put(text, Clip(kept, best=voice is self._best))
        return None

    def prepare(self, texts: Iterable[str]) -> list[str]:
        """Have each of `texts` ready, in the best voice there is; returns those that could not be made."""
        missing: list[str] = []
        for text in texts:
            try:
                self._prepare(text)
            except RenderFailed as fault:
                log.error("clip %r not made: %s", text, fault)
                missing.append(text)
        return missing

    @property
    def speaks_phrases(self) -> bool:
        """Whether whole phrases sound better than their words put together: only a better voice makes them so."""
        return self._better is not None

    def recorded(self, text: str) -> bool:
        """Tell whether the site recorded `text` itself."""
        return self._recordings.has(text)

    def stop(self) -> None:
        """Let go of the voices."""
        for voice in (self._better, self._renderer):
            if voice is not None:
                voice.stop()

    @property
    def _best(self) -> Renderer:
        return self._renderer if self._better is None else self._better

    def _prepare(self, text: str) -> None:
        ready = self.ready(text)
        known = self._clips.get(text)
        if known is not None and known.best:
            return
        if self._by_better(text) is None and ready is None:
            self._rendered(text, self._renderer)

    def _by_better(self, text: str) -> Samples | None:
        """Return `text` in the better voice; None where there is none, or it rests after a failure."""
        if self._better is None or self._now() < self._better_rests_until:
            return None
        try:
            samples = self._rendered(text, self._better)
        except RenderFailed as fault:
            log.error("the better voice failed, the other one speaks for it: %s", fault)
            self._better_rests_until = self._now() + REST_S
            self._better_failed(str(fault))
            return None
        self._better_failed(None)
        return samples

    def _rendered(self, text: str, voice: Renderer) -> Samples:
        samples = levelled(trimmed(voice.render(text)))
        if samples.size == 0:
            raise RenderFailed(f"{text!r} came out silent")
        self._kept.put(_name(text, voice), samples)
        return self._clips.put(text, Clip(samples, best=voice is self._best))


def _name(text: str, renderer: Renderer) -> str:
    voice = renderer.voice
    mark = hashlib.sha256(f"{text}\0{voice.id}\0{voice.rate}".encode()).hexdigest()[:12]
    return f"{file_name(text)}.{mark}.wav"
