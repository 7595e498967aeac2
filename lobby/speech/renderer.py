"""Renders words to sound: the protocol, and pyttsx3 over espeak-ng in a child process with a time-out."""

from __future__ import annotations

import json
import logging
import select
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lobby.speech.numbers import Region
from lobby.speech.sound import RATE, NotSound, Samples, read_wav, silence

log = logging.getLogger(__name__)

UTTERANCE_S = 5.0
FIRST_UTTERANCE_S = 20.0  # Python, pyttsx3 and espeak-ng load first; seconds on a cold SD card
# pyttsx3 2.99 now and then (1 of 100 measured) writes a file without a sample, taking the end of the utterance
# before for its own; never a part of one, and the next try is whole.
TRIES = 5
SHORTEST_S = 0.05
_CHILD = "lobby.speech.rendering"

# Central Vietnamese is left out: its six tones come out nearly flat in espeak-ng 1.51.
VOICES: dict[Region, str] = {Region.NORTH: "aav/vi", Region.SOUTH: "aav/vi-vn-x-south"}


class RenderFailed(Exception):
    """A text could not be rendered; the text says why, for the log."""


@dataclass(frozen=True)
class Voice:
    """What a clip depends on beside its text: espeak-ng's voice id and the speed in words a minute."""

    id: str
    rate: int


class Renderer(Protocol):
    """Something that makes speech."""

    @property
    def voice(self) -> Voice:
        """The voice that speaks."""

    def render(self, text: str) -> Samples:
        """Return `text` spoken, untrimmed, at `sound.RATE`; raises RenderFailed."""

    def stop(self) -> None:
        """Let go of what renders."""


class EspeakRenderer:
    """One utterance at a time in a child that is killed when it hangs and started again when needed.

    What is said may be a citizen's own: the log has its length alone.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def voice(self) -> Voice:
        return self._voice

    def render(self, text: str) -> Samples:
        with self._lock:
            for _ in range(TRIES):
                samples = self._render_once(text)
                if samples.size >= SHORTEST_S * RATE:
                    return samples
                # The engine may have come into a state in which all that follows is empty too.
                log.info("%d letters came out empty, rendered again by a new engine", len(text))
                self._end_child()
        raise RenderFailed(f"{len(text)} letters came out empty {TRIES} times")

    def stop(self) -> None:
        with self._lock:
            self._end_child()

    def _render_once(self, text: str) -> Samples:
        try:
            with tempfile.TemporaryDirectory(prefix="lobby-voice-") as folder:
                path = Path(folder) / "clip.wav"
                self._render_to(path, text)
                return read_wav(path)
        except (NotSound, OSError) as fault:
            log.info("no sound for %d letters: %s", len(text), fault)
            return silence(0)

    def _render_to(self, path: Path, text: str) -> None:
        answer = self._ask({"text": text, "path": str(path), "voice": self._voice.id, "rate": self._voice.rate})
        # espeak-ng takes an unknown voice id in silence and goes on in the voice it had.
        if answer.get("voice") != self._voice.id:
            raise RenderFailed(f"espeak-ng speaks as {answer.get('voice')!r}, not as {self._voice.id!r}")

    def _ask(self, request: dict[str, object]) -> dict[str, object]:
        patience = UTTERANCE_S if self._child is not None else FIRST_UTTERANCE_S
        try:
            answer = self._exchange(self._running_child(), json.dumps(request).encode() + b"\n", patience)
        except (OSError, ValueError) as fault:
            self._end_child()
            raise RenderFailed(f"the renderer failed: {fault}") from fault
        if "error" in answer:
            self._end_child()
            raise RenderFailed(f"the renderer failed: {answer['error']}")
        return answer

    def _exchange(self, child: subprocess.Popen[bytes], line: bytes, patience: float) -> dict[str, object]:
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(line)
        child.stdin.flush()
        ready, _, _ = select.select([child.stdout], [], [], patience)
        if not ready:
            raise TimeoutError(f"nothing rendered in {patience} s")
        answer = json.loads(child.stdout.readline() or b"null")
        if not isinstance(answer, dict):
            raise ValueError("the renderer ended")
        return answer

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            log.warning("the renderer had ended with %s, started again", self._child.returncode)
            self._end_child()
        if self._child is None:
            command = [sys.executable, "-m", _CHILD]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._child

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not yet sent cannot be sent to a dead child
                    pipe.close()
