"""Why a demo does not come up."""

from __future__ import annotations


class CannotRun(Exception):
    """The demo cannot run here; the text says in one Vietnamese line what is wrong and what to do."""


class StoppedEarly(Exception):
    """The demo was told to stop before all parts were up."""
