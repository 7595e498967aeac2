"""Waiting for what a visit expects, with a deadline and a sentence for what did not come."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from demo.walkthrough.touching import NotSeen

T = TypeVar("T")


def await_some(find: Callable[[], T | None], what: str, within_s: float = 10.0) -> T:
    """Return what `find` finds, asked again until it finds something; raises NotSeen after `within_s` seconds."""
    deadline = time.monotonic() + within_s
    while True:
        found = find()
        if found:
            return found
        if time.monotonic() > deadline:
            raise NotSeen(what)
        time.sleep(0.05)


def expect(holds: object, what: str) -> None:
    """Raise NotSeen with `what` was expected, unless it holds."""
    if not holds:
        raise NotSeen(what)
