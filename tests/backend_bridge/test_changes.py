"""The backend tells what changed: older answers stay true during an outage, and who waits for a result hears of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend_bridge.adapters.backend import Figures, Looked
from backend_bridge.adapters.rest import RestBackend
from backend_bridge.adapters.twin import TwinBackend
from lobby.clock import SystemClock
from lobby.contract.dossiers import DOSSIER_EXAMPLE, STATUS_TEXTS, Counts, Dossier, DossiersChanged
from lobby.contract.roles import Role
from lobby.link.device import link_device
from lobby.settings.device import DeviceSettings
from tests.backend_bridge.conftest import Stepped

CODE, OTHER = "H15.12-250701-0001", "H15.12-250701-0002"


def dossier(code: str, status: int = 4) -> dict[str, Any]:
    return {**DOSSIER_EXAMPLE, "code": code, "status": status, "status_text": STATUS_TEXTS[status]}


@pytest.fixture
def twin() -> TwinBackend:
    """A backend that tells of changes, of one that is long past first."""
    nothing = dict.fromkeys(Counts.model_fields, 0)
    twin = TwinBackend(Figures(as_of=datetime.now(UTC), source="sổ", counts=Counts(**nothing)))
    for code in (CODE, OTHER):
        looked = Looked(dossier=Dossier.model_validate(dossier(code)), as_of=datetime.now(UTC))
        twin.dossiers[code] = "", looked
    twin.changed = [dossier("H15.12-200101-0001")]
    twin.now = datetime.now(UTC)
    return twin


@pytest.fixture
def heard(broker: Any, tmp_path: Path, wait_until: Callable[..., None]) -> Iterator[list[str]]:
    """The codes that the telephone hears of."""
    codes: list[str] = []
    settings = DeviceSettings(site="demo", device="sms-1", state=tmp_path, broker=broker.settings("sms-1"))
    link = link_device(settings, Role.SMS, SystemClock())
    link.watch(DossiersChanged, link.topics.dossiers_changed(), lambda told: codes.extend(told.codes))
    stepped = Stepped([link])
    wait_until(lambda: link.bus.linked, "linked")
    yield codes
    stepped.stop()


@pytest.fixture
def start(start_bridge: Callable[..., Any], bridge_settings: Any, twin: TwinBackend) -> Callable[[], Any]:
    pace = bridge_settings.changes.model_copy(update={"every_s": 0.2, "wait_s": 0.0})
    return lambda: start_bridge(bridge_settings.model_copy(update={"changes": pace}), twin)


def changes(twin: TwinBackend, *records: Any) -> None:
    twin.now = datetime.now(UTC)
    assert twin.changed is not None
    twin.changed += records


def begun(twin: TwinBackend, wait_until: Callable[..., None]) -> None:
    """Wait until the bridge knows from where on changes are told to it."""
    wait_until(lambda: any(mark is not None for mark in twin.marks), "changes are asked for")


def away(twin: TwinBackend, kiosk: Any, wait_until: Callable[..., None]) -> None:
    twin.reachable = False
    unknown = "H15.12-250701-9999"
    wait_until(lambda: kiosk.find(unknown).error.code == "backend_unreachable", "the backend is away")


def test_what_changed_is_known_during_an_outage_though_nobody_looked(start, twin, kiosk, heard, wait_until):
    start()
    assert kiosk.find(CODE).data["dossier"]["status"] == 4
    begun(twin, wait_until)
    changes(twin, {**dossier(CODE, 9), "holder_masked": "N***** A", "steps": []}, dossier(OTHER, 10))
    wait_until(lambda: {CODE, OTHER} <= set(heard), "told of both")
    away(twin, kiosk, wait_until)
    told = kiosk.find(CODE).data
    assert (told["dossier"]["status"], told["fresh"]) == (9, False)
    assert "holder_masked" not in told["dossier"]
    assert kiosk.find(OTHER).data["dossier"]["status"] == 10


def test_what_changed_before_the_bridge_came_floods_nobody(start, twin, kiosk, heard, wait_until):
    changes(twin, *(dossier(f"H15.12-200101-{number:04d}", 9) for number in range(100)))
    start()
    begun(twin, wait_until)
    changes(twin, dossier(OTHER, 9))
    wait_until(lambda: OTHER in heard, "the next change is told")
    assert heard == [OTHER]


def test_what_changed_while_the_bridge_was_off_is_taken_when_it_is_back(start, twin, kiosk, heard, wait_until):
    first = start()
    begun(twin, wait_until)
    first.stop()
    twin.marks.clear()
    changes(twin, dossier(CODE, 9))
    start()
    wait_until(lambda: CODE in heard, "told after the restart")


def test_an_odd_change_is_left_out_alone_and_its_older_answer_forgotten(start, twin, kiosk, heard, wait_until):
    start()
    assert kiosk.find(CODE).ok
    begun(twin, wait_until)
    changes(twin, {**dossier(CODE), "status": 77}, 7, {"code": []}, dossier(OTHER, 9))
    wait_until(lambda: OTHER in heard, "the sound one beside them is told")
    away(twin, kiosk, wait_until)
    assert kiosk.find(CODE).error.code == "backend_unreachable"


def test_a_dossier_that_is_no_more_is_forgotten(start, twin, kiosk, heard, wait_until):
    start()
    assert kiosk.find(CODE).ok
    begun(twin, wait_until)
    twin.gone = (CODE.lower(),)
    changes(twin, dossier(OTHER, 9))
    wait_until(lambda: OTHER in heard, "the change is taken")
    away(twin, kiosk, wait_until)
    assert kiosk.find(CODE).error.code == "backend_unreachable"


def test_a_backend_that_lost_its_mark_is_followed_from_now_on(start, twin, kiosk, heard, wait_until):
    start()
    begun(twin, wait_until)
    changes(twin, dossier(OTHER, 9))
    wait_until(lambda: OTHER in heard, "the change is taken")
    twin.changed = []
    wait_until(lambda: twin.marks[-1] == "0", "the mark is one of the new count")
    changes(twin, dossier(CODE, 9))
    wait_until(lambda: CODE in heard, "what comes then is told")


def test_those_in_hand_are_not_told_to_anybody(start, twin, kiosk, heard, wait_until):
    start()
    begun(twin, wait_until)
    changes(twin, dossier(CODE, 5), dossier(OTHER, 9))
    wait_until(lambda: OTHER in heard, "the one that is done")
    assert CODE not in heard


def test_the_sandbox_answers_a_long_poll_as_soon_as_something_changed(office):
    backend = RestBackend(office.url, office.settings.token(), "demo", 3.0, SystemClock().monotonic)
    first = backend.changes(None, 0)
    assert first is not None and first.changes == []
    code, _ = office.of_status(4)
    office.sandbox.ledger.synchronise(office.sandbox.ledger.moves.of(code), "{}")
    told = backend.changes(first.next, 20)
    assert told is not None and [one["code"] for one in told.changes] == [code]
    assert not {"steps", "holder_masked"} & set(told.changes[0])
    assert backend.changes(told.next, 0.0).changes == []
