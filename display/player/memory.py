"""The browser's twin: takes commands without a screen, for tests."""

from __future__ import annotations

from typing import Any

from display.player.pipe import BrowserGone


class MemoryPipe:
    """The twin: `sent` is its memory; `answers` (a method's result) and `tell` (events) are its hand."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.starts = 0
        self.running = False
        self._told: list[dict[str, Any]] = []

    def start(self) -> None:
        self.starts += 1
        self.running = True
        self._told = []

    def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)
        if message["method"] in self.answers:
            self._told.append({"id": message["id"], "result": self.answers[message["method"]]})

    def receive(self) -> list[dict[str, Any]]:
        if not self.running:
            raise BrowserGone("the twin was ended")
        told, self._told = self._told, []
        return told

    def stop(self) -> None:
        self.running = False

    def tell(self, method: str, **params: Any) -> None:
        """Let an event come out of the browser."""
        self._told.append({"method": method, "params": params})

    def asked(self, method: str) -> int:
        """Return how often a method was asked for."""
        return sum(message["method"] == method for message in self.sent)
