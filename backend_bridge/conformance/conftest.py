"""Gives each test a stand, as `--adapter` names it, and the adapter on it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend_bridge.adapters.backend import Backend
from backend_bridge.conformance.plugin import OWN
from backend_bridge.conformance.stand import NEEDED, Stand, Trouble


@pytest.fixture
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    """Give the stand that `--adapter` names, in a folder of its own."""
    chosen = request.config.getoption("--adapter")
    module, _, factory = OWN.get(chosen, chosen).partition(":")
    made: Stand = getattr(importlib.import_module(module), factory)(tmp_path)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def backend(stand: Stand) -> Backend:
    """Give the adapter to be proven."""
    return stand.open()


@pytest.fixture
def befalls(stand: Stand, request: pytest.FixtureRequest) -> Trouble:
    """Give the trouble that the test is about, where the stand can make it; to be made by `stand.trouble`."""
    kind: Trouble = request.param
    if kind not in stand.troubles:
        assert kind not in NEEDED, f"every stand must be able to make «{kind}»"
        pytest.skip(f"this backend knows no «{kind}»")
    return kind


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the adapter that was proven, so that nobody takes ours for their own."""
    chosen = config.getoption("--adapter")
    ours = ", one of ours; your own: --adapter module:factory of its stand" if chosen in OWN else ""
    terminalreporter.write_line(f"adapter proven: {chosen}{ours}")
