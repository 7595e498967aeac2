"""Adds `--adapter` to pytest, wherever this package is installed; found by pytest's own entry point."""

from __future__ import annotations

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
        raise pytest.UsageError(f"--adapter {chosen}: one of {', '.join(OWN)}, or module:factory")
