"""What a page of the desk may load: nothing from elsewhere, and the broker's WebSocket on the work screen alone."""

from __future__ import annotations

_STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src {connect}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def policy(websocket: str | None = None) -> str:
    """Return the Content-Security-Policy of a page that may also speak to `websocket` (ws://host:port/...)."""
    connect = "'self'" if websocket is None else f"'self' {websocket}"
    return _STRICT.format(connect=connect)
