"""A small site whose clock and ids a test moves by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.history.play import Play


@pytest.fixture
def play() -> Play:
    return Play()


@pytest.fixture(scope="session")
def new_play() -> Callable[..., Play]:
    return Play
