"""What happened in the lobby reaches the office once, in order."""

from __future__ import annotations

import pytest

from backend_bridge.adapters.backend import Backend, Failed, Rejected
from backend_bridge.conformance.expecting import unreachable
from backend_bridge.conformance.office import entries, entry
from backend_bridge.conformance.stand import Stand, Trouble


def test_who_has_sent_nothing_is_told_so(backend: Backend) -> None:
    assert backend.send([]) == 0


def test_entries_arrive_whole_and_in_order(stand: Stand, backend: Backend) -> None:
    assert backend.send(entries(1, 3)) == 3
    assert backend.send(entries(4, 4)) == 4
    assert stand.taken() == entries(1, 4)
    assert backend.send([]) == 4


def test_what_is_sent_again_is_taken_once(stand: Stand, backend: Backend) -> None:
    backend.send(entries(1, 3))
    assert backend.send(entries(1, 3)) == 3
    assert backend.send(entries(2, 5)) == 5
    assert backend.send(entries(1, 1)) == 5
    assert stand.taken() == entries(1, 5)


def test_nothing_is_taken_beyond_a_gap(stand: Stand, backend: Backend) -> None:
    backend.send(entries(1, 2))
    assert backend.send(entries(4, 6)) == 2
    assert backend.send([entry(3), entry(5)]) == 3
    assert stand.taken() == entries(1, 3)


def test_a_site_that_was_away_for_long_hands_over_many(stand: Stand, backend: Backend) -> None:
    through = 0
    while through < 500:
        told = backend.send(entries(through + 1, min(through + 100, 500)))
        assert told > through, "nothing more is taken"  # a part is enough: the bridge sends the rest again
        through = told
    assert [one["seq"] for one in stand.taken()] == list(range(1, 501))


def test_a_restart_forgets_nothing_that_was_taken(stand: Stand, backend: Backend) -> None:
    backend.send(entries(1, 3))
    again = stand.open()
    assert again.send([]) == 3
    assert again.send(entries(2, 4)) == 4
    assert stand.taken() == entries(1, 4)


@pytest.mark.parametrize("befalls", [Trouble.REJECTS], indirect=True)
def test_what_cannot_be_taken_is_told_apart_from_an_outage(stand: Stand, backend: Backend, befalls: Trouble) -> None:
    backend.send(entries(1, 1))
    stand.trouble(befalls)
    with pytest.raises(Rejected):
        backend.send(entries(2, 3))
    stand.trouble(None)
    assert stand.taken() == entries(1, 1)
    assert backend.send(entries(2, 3)) == 3


@pytest.mark.parametrize("befalls", [Trouble.FALLS_OVER], indirect=True)
def test_a_failure_over_what_is_sent_is_told_and_mended(stand: Stand, backend: Backend, befalls: Trouble) -> None:
    stand.trouble(befalls)
    with pytest.raises(Failed):
        backend.send(entries(1, 2))
    stand.trouble(None)
    assert backend.send(entries(1, 2)) == 2
    assert stand.taken() == entries(1, 2)


@pytest.mark.parametrize("befalls", [Trouble.AWAY, Trouble.SLOW, Trouble.FAILING, Trouble.CUT], indirect=True)
def test_after_an_outage_all_is_there_once(stand: Stand, backend: Backend, befalls: Trouble) -> None:
    backend.send(entries(1, 2))
    stand.trouble(befalls)
    with unreachable(befalls):
        backend.send(entries(3, 4))
    stand.trouble(None)
    assert backend.send(entries(3, 4)) == 4
    assert stand.taken() == entries(1, 4)
