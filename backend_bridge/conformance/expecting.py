"""What the tests expect of an adapter whose backend is in trouble."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from backend_bridge.adapters.backend import Unreachable
from backend_bridge.conformance.stand import Trouble


@contextmanager
def unreachable(befalls: Trouble) -> Iterator[list[Unreachable]]:
    """Expect Unreachable, which is then in the list; where an answer came all the same, name who may be at fault."""
    told: list[Unreachable] = []
    try:
        yield told
    except Unreachable as fault:
        told.append(fault)
        return
    pytest.fail(
        f"no Unreachable under «{befalls}»: the adapter took what came for an answer, or the stand still answers"
        " (also on connections that were open before)"
    )
