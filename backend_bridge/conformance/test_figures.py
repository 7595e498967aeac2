"""The office's own figures and its procedures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend_bridge.adapters.backend import Backend
from backend_bridge.conformance.office import DONE, code_of, held
from backend_bridge.conformance.stand import Stand
from backend_bridge.records import sorted_out
from lobby.contract.dossiers import STATUS_TEXTS

MOST_PAGES = 1000
CLOCKS_DIFFER = timedelta(minutes=5)


def test_the_figures_are_the_offices_own_and_name_their_source(stand: Stand, backend: Backend) -> None:
    stand.put([held(status) for status in STATUS_TEXTS])
    told, says = backend.results(), stand.counts()
    if told is None or says is None:
        assert told is None and says is None, "figures that nobody gave"
        pytest.skip("this backend gives no figures")
    assert told.counts == says
    assert told.source.strip()
    assert told.as_of.utcoffset() is not None
    assert told.as_of < datetime.now(UTC) + CLOCKS_DIFFER, "figures of a time to come: local time read as UTC?"


def test_only_what_is_done_can_be_collected(stand: Stand, backend: Backend) -> None:
    stand.put([held(status) for status in STATUS_TEXTS])
    told = backend.results()
    if told is None:
        pytest.skip("this backend gives no figures")
    if not told.ready:
        pytest.skip("this backend names no results that can be collected")
    assert [one.dossier for one in told.ready] == [code_of(DONE)]


def test_all_procedures_come_page_by_page(stand: Stand, backend: Backend) -> None:
    holds = stand.procedures()
    page = backend.procedures(None, None)
    if page is None or holds is None:
        assert page is None and holds is None, "procedures that nobody gave"
        pytest.skip("this backend gives no procedures")
    records: list[Any] = list(page.procedures)
    for _ in range(MOST_PAGES):
        if page.next is None:
            break
        page = backend.procedures(None, page.next)
        assert page is not None
        records += page.procedures
    sound, broken = sorted_out(records)
    assert not broken
    assert sorted(one.code for one in sound) == sorted(holds)
