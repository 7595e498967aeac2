"""Adds `--adapter` to pytest, wherever this package is installed; found by pytest's own entry point."""

from __future__ import annotations

import importlib

import pytest

OWN = {
    "rest": "backend_bridge.conformance.over_http:rest",
    "national": "backend_bridge.conformance.over_http:national",
    "files": "backend_bridge.conformance.dropped:files",
    "sql": "backend_bridge.conformance.in_sql:sql",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--adapter`."""
    told = f"the adapter to prove: {', '.join(OWN)}, or module:factory, where factory(folder) returns a Stand"
    parser.addoption("--adapter", default="rest", help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse an adapter that cannot be meant."""
    chosen = config.getoption("--adapter")
    if chosen not in OWN and ":" not in chosen:
        raise pytest.UsageError(
            f"--adapter {chosen}: one of {', '.join(OWN)}, or module:factory of your own stand, such as"
            " hang_x_stand:Stand (the stand, not the adapter)"
        )
    if chosen not in OWN:
        _load(chosen)


def _load(chosen: str) -> None:
    module, _, factory = chosen.partition(":")
    try:
        getattr(importlib.import_module(module), factory)
    except (ImportError, AttributeError) as fault:
        raise pytest.UsageError(
            f"--adapter {chosen}: {fault}. Start pytest as «python -m pytest» in the folder where {module} stands."
        ) from fault
