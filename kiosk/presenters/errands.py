"""Requests that must be answered some time although nobody waits for them on the screen."""

from __future__ import annotations

from lobby.contract.replies import Reply
from lobby.contract.requests import Request


class Errands:
    """Asks the same request, with the same id, again until it is answered."""

    def __init__(self) -> None:
        self._open: dict[str, Request] = {}

    def add(self, request: Request) -> Request:
        """Remember `request` until it is answered; returns it to be asked."""
        self._open[request.id] = request
        return request

    def holds(self, request: Request) -> bool:
        """Tell whether `request` is one of these."""
        return request.id in self._open

    def replied(self, request: Request, reply: Reply | None) -> Request | None:
        """Take the reply; returns the request to ask again where none came."""
        if reply is None:
            return request
        self._open.pop(request.id, None)
        return None
