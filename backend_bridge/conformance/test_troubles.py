"""A backend in trouble is told as out of reach, soon, and is asked again as if nothing had been."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from backend_bridge.adapters.backend import Backend, Looked, Unreachable
from backend_bridge.conformance.expecting import unreachable
from backend_bridge.conformance.office import CHECK, code_of, held
from backend_bridge.conformance.stand import Stand, Trouble

PATIENCE_S = 20.0
"""No citizen waits longer; the adapter's own time-out is far shorter, but the machine that tests may be busy."""
SILENT = [Trouble.AWAY, Trouble.SLOW, Trouble.FAILING, Trouble.CUT]


@pytest.mark.parametrize("befalls", SILENT, indirect=True)
def test_no_answer_is_unreachable_and_never_not_found(stand: Stand, backend: Backend, befalls: Trouble) -> None:
    stand.put([held()])
    stand.trouble(befalls)
    begun = time.monotonic()
    with unreachable(befalls) as told:
        backend.find(code_of(4), CHECK)
    assert time.monotonic() - begun < PATIENCE_S
    assert CHECK not in f"{told[0]} {told[0].detail}", "a check code stands where logs are written from"


@pytest.mark.parametrize("befalls", SILENT, indirect=True)
def test_figures_and_procedures_fail_alike(stand: Stand, backend: Backend, befalls: Trouble) -> None:
    gives_figures, gives_procedures = stand.counts() is not None, stand.procedures() is not None
    stand.trouble(befalls)
    if gives_figures:
        with unreachable(befalls):
            backend.results()
    if gives_procedures:
        with unreachable(befalls):
            backend.procedures(None, None)


@pytest.mark.parametrize("befalls", [Trouble.WRONG], indirect=True)
def test_an_answer_of_another_form_is_no_dossier(stand: Stand, backend: Backend, befalls: Trouble) -> None:
    stand.put([held()])
    before = _found(backend)
    stand.trouble(befalls)
    for _ in range(3):
        with suppress(Unreachable):
            # What was good and is still held may be told, with the time that it is of.
            assert _found(backend) == before
        for ask in (backend.results, lambda: backend.procedures(None, None)):
            with suppress(Unreachable):
                ask()


@pytest.mark.parametrize("befalls", [*SILENT, Trouble.WRONG], indirect=True)
def test_who_is_back_is_asked_as_before(stand: Stand, backend: Backend, befalls: Trouble) -> None:
    stand.put([held()])
    stand.trouble(befalls)
    with suppress(Unreachable):
        backend.find(code_of(4), None)
    stand.trouble(None)
    assert _found(backend).dossier.status == 4


def _found(backend: Backend) -> Looked:
    looked = backend.find(code_of(4), None)
    assert looked is not None
    return looked
