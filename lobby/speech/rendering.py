"""The child process in which pyttsx3 renders: one JSON request a line in, one JSON answer a line out."""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import IO, Any


def main() -> int:
    """Serve requests `{text, path, voice, rate}` until standard input ends; answers `{voice}` or `{error}`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to take; this ends with its input
    answers = _own_output()
    engine: Any = None
    for line in sys.stdin:
        try:
            engine = engine or _engine()
            answer = _render(engine, json.loads(line))
        # The boundary to pyttsx3, whose drivers raise whatever they meet; the parent decides what to do.
        except Exception as fault:  # noqa: BLE001
            answer = {"error": f"{type(fault).__name__}: {fault}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    return 0


def _own_output() -> IO[str]:
    """Keep standard output for answers alone: pyttsx3 prints «Audio saved to» into it."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    return answers


def _engine() -> Any:
    import pyttsx3  # noqa: PLC0415 - loads espeak-ng, so a broken one is answered instead of ending the child

    return pyttsx3.init("espeak")


def _settle() -> None:
    """Wait for espeak-ng's own thread.

    pyttsx3 2.99 lets runAndWait return while its callback still writes the file and is about to end the loop: read
    then, the file is empty, and an utterance begun then is ended by the one before.
    """
    from pyttsx3.drivers import _espeak  # noqa: PLC0415

    _espeak.Synchronize()


def _render(engine: Any, request: dict[str, Any]) -> dict[str, object]:
    engine.setProperty("voice", request["voice"])
    engine.setProperty("rate", request["rate"])
    # pyttsx3 keeps one slot: a second save_to_file before runAndWait loses the first.
    engine.save_to_file(request["text"], request["path"])
    engine.runAndWait()
    _settle()
    # Properties are queued until runAndWait, so only now does this tell the voice that spoke.
    return {"voice": engine.getProperty("voice")}


if __name__ == "__main__":
    sys.exit(main())
