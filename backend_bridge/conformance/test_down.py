"""What a backend tells of its own accord: dossiers that changed, and the agencies whose dossiers they are."""

from __future__ import annotations

import pytest

from backend_bridge.adapters.backend import Backend, Changes, Rejected
from backend_bridge.agencies import read_agencies
from backend_bridge.conformance.office import code_of, held
from backend_bridge.conformance.stand import Stand
from lobby.contract.dossiers import Dossier

MOST_PAGES = 50


def begin(backend: Backend) -> str:
    """Return the mark of this moment, where the backend tells of changes."""
    first = backend.changes(None, 0)
    if first is None:
        pytest.skip("this backend tells no changes")
    assert not first.changes and not first.gone, "what is long past floods the lobby"
    return first.next


def told_after(backend: Backend, mark: str) -> tuple[dict[str, Dossier], set[str], str]:
    """Return all that is told after `mark`: dossiers by code, codes that are no more, and the next mark."""
    dossiers: dict[str, Dossier] = {}
    gone: set[str] = set()
    for _ in range(MOST_PAGES):
        page = backend.changes(mark, 0)
        assert isinstance(page, Changes)
        mark = page.next
        if not page.changes and not page.gone:
            return dossiers, gone, mark
        changed = {one.code: one for one in map(Dossier.model_validate, page.changes)}
        dossiers |= changed
        gone = (gone | set(page.gone)) - set(changed)
    raise AssertionError("changes without end")


def test_changes_are_told_from_now_on(stand: Stand, backend: Backend) -> None:
    stand.put([held(4), held(5)])
    dossiers, gone, _ = told_after(backend, begin(backend))
    assert not dossiers and not gone


def test_a_dossier_that_changed_is_told_as_everyone_may_see_it(stand: Stand, backend: Backend) -> None:
    stand.put([held(4), held(5)])
    mark = begin(backend)
    stand.put([held(4, "Đăng ký kết hôn"), held(5)])
    dossiers, gone, _ = told_after(backend, mark)
    told = dossiers[code_of(4)]
    assert (told.procedure, told.holder_masked, told.steps) == ("Đăng ký kết hôn", None, None)
    assert not gone


def test_what_was_told_is_not_told_again(stand: Stand, backend: Backend) -> None:
    stand.put([held(4)])
    mark = begin(backend)
    stand.put([held(4), held(9)])
    first, _, mark = told_after(backend, mark)
    assert code_of(9) in first
    again, gone, _ = told_after(backend, mark)
    assert not again and not gone


def test_a_dossier_that_is_no_more_is_told_as_gone(stand: Stand, backend: Backend) -> None:
    stand.put([held(4), held(5)])
    mark = begin(backend)
    stand.put([held(5)])
    dossiers, gone, _ = told_after(backend, mark)
    assert gone == {code_of(4)} and code_of(4) not in dossiers


def test_a_mark_that_is_no_more_is_refused(stand: Stand, backend: Backend) -> None:
    stand.put([held()])
    begin(backend)
    with pytest.raises(Rejected):
        backend.changes("khong-co-moc-nay", 0)


def test_each_agency_is_told_with_its_code_and_name(stand: Stand, backend: Backend) -> None:
    told, holds = backend.agencies(), stand.agencies()
    if told is None or holds is None:
        assert told is None and holds is None, "agencies that nobody gave"
        pytest.skip("this backend gives no agencies")
    found, odd = read_agencies(told.agencies)
    assert not odd
    assert sorted(one.code for one in found) == sorted(holds)
    assert all(one.name for one in found)
