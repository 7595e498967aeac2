"""A better voice where a keeper installed one: the Piper program, started for each text, with the model it is given."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import tempfile
import threading
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from pydantic import Field

from lobby.settings.load import Strict
from lobby.speech.renderer import RenderFailed, Voice
from lobby.speech.sound import NotSound, Samples, read_wav

log = logging.getLogger(__name__)

UTTERANCE_S = 60.0  # the model is loaded each time; many seconds on a Pi that has other things to do
_NICENESS = 10
_TOLD_AT_MOST = 200


class PiperSettings(Strict):
    """`program` is Piper, `model` an `.onnx` with its `.onnx.json` beside it; `pace` 2 is twice as fast as its own."""

    program: Path
    model: Path
    pace: float = Field(default=1.0, ge=0.5, le=2)


class PiperRenderer:
    """One utterance at a time, at a low priority, killed when it hangs; works alike with every Piper there was.

    Piper is a program of its own, since its newer versions are under the GPL and older ones are no library.
    """

    def __init__(self, settings: PiperSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False

    @cached_property
    def voice(self) -> Voice:
        """The voice that speaks: another model, or a newer one in its place, is another voice."""
        model = self._settings.model
        try:
            known = model.stat()
            mark = f"{known.st_size}-{known.st_mtime_ns}"
        except OSError:
            mark = "missing"
        return Voice(f"piper {model} {mark}", round(100 * self._settings.pace))

    def render(self, text: str) -> Samples:
        with self._lock, tempfile.TemporaryDirectory(prefix="lobby-voice-") as folder:
            path = Path(folder) / "clip.wav"
            self._run(text, path)
            try:
                return read_wav(path)
            except (NotSound, OSError) as fault:
                raise RenderFailed(f"piper left no sound: {fault}") from fault

    def stop(self) -> None:
        self._stopped = True
        if (child := self._child) is not None:
            _kill(child)

    def _run(self, text: str, path: Path) -> None:
        own = self._settings
        command = [str(own.program), "--model", str(own.model), "--output_file", str(path)]
        command += ["--length_scale", f"{1 / own.pace:.3f}"]
        try:
            self._child = child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as fault:
            raise RenderFailed(f"piper does not start: {fault}") from fault
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, child.pid, _NICENESS)
        if self._stopped:
            _kill(child)
        self._await(child, text)

    def _await(self, child: subprocess.Popen[bytes], text: str) -> None:
        try:
            _, told = child.communicate(text.encode() + b"\n", UTTERANCE_S)
        except subprocess.TimeoutExpired as fault:
            _kill(child)
            child.communicate()
            raise RenderFailed(f"piper rendered nothing in {UTTERANCE_S} s") from fault
        finally:
            self._child = None
        if child.returncode != 0:
            raise RenderFailed(f"piper ended with {child.returncode}: {told.decode(errors='replace')[-_TOLD_AT_MOST:]}")


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End it with all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
