"""Keeps the address of a citizen's page, which is the right to the ticket, from being told to anybody."""

from __future__ import annotations

from flask import Response


def private(answer: Response) -> Response:
    """Return the answer with headers that keep its address from other sites and from search engines."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Vary"] = "Accept-Language"
    return answer
