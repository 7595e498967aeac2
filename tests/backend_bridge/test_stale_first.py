"""While the backend answers slowly: what is known at once, then what it answers, each asked once for all who ask."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backend_bridge.adapters.backend import Figures, Looked
from backend_bridge.adapters.twin import TwinBackend
from lobby.contract.dossiers import DOSSIER_EXAMPLE, STATUS_TEXTS, Counts, Dossier
from lobby.contract.replies import Reply
from lobby.contract.requests import DossierFind

CHECK = "K7V8"
STEPS = [{"at": "2026-11-20T08:00:00+07:00", "what": "Tiếp nhận hồ sơ", "unit": "Bộ phận Một cửa"}]


def code_of(number: int) -> str:
    return f"H15.12-250701-{number:04d}"


@pytest.fixture
def twin() -> TwinBackend:
    """A backend that holds forty dossiers."""
    nothing = dict.fromkeys(Counts.model_fields, 0)
    twin = TwinBackend(Figures(as_of=datetime.now(UTC), source="sổ", counts=Counts(**nothing)))
    for number in range(40):
        become(twin, number, 4)
    return twin


def become(twin: TwinBackend, number: int, status: int) -> None:
    fields = {"code": code_of(number), "status": status, "status_text": STATUS_TEXTS[status], "steps": STEPS}
    dossier = Dossier.model_validate({**DOSSIER_EXAMPLE, **fields, "holder_masked": "N***** T** Ư**"})
    twin.dossiers[code_of(number)] = CHECK, Looked(dossier=dossier, as_of=datetime.now(UTC))


@pytest.fixture
def bridge(start_bridge: Callable[..., Any], bridge_settings: Any, twin: TwinBackend) -> Any:
    limits = bridge_settings.lookup.model_copy(update={"workers": 2})
    return start_bridge(bridge_settings.model_copy(update={"lookup": limits}), twin)


def ask(kiosk: Any, number: int, **more: Any) -> list[Reply]:
    """Ask without waiting; return the list that the reply comes to stand in."""
    replies: list[Reply] = []
    kiosk.link.ask(DossierFind(id=str(uuid.uuid4()), code=code_of(number), **more), replies.append)
    return replies


def test_what_is_known_comes_at_once_and_what_the_backend_answers_after_it(bridge, twin, kiosk, wait_until):
    assert kiosk.find(code_of(1)).data["fresh"] is True
    become(twin, 1, 9)
    twin.hold()
    stale = kiosk.find(code_of(1)).data
    assert (stale["fresh"], stale["coming"], stale["dossier"]["status"]) == (False, True, 4)
    again = ask(kiosk, 1, fresh=True)
    twin.release()
    wait_until(lambda: again, "the backend's answer")
    assert (again[0].data["fresh"], again[0].data["dossier"]["status"]) == (True, 9)
    assert "coming" not in again[0].data
    assert twin.asked.count(code_of(1)) == 2, "the second question joined the one under way"


def test_an_answer_that_was_there_before_it_was_asked_for_again_is_not_fetched_twice(bridge, twin, kiosk, wait_until):
    kiosk.find(code_of(1))
    twin.hold()
    assert kiosk.find(code_of(1)).data["coming"] is True
    twin.release()
    wait_until(lambda: kiosk.find(code_of(2)).ok, "the askers go on")
    assert kiosk.find(code_of(1)).data["fresh"] is True
    assert twin.asked.count(code_of(1)) == 2


def test_the_check_code_of_the_first_question_opens_the_answer_that_comes(bridge, twin, kiosk, wait_until):
    kiosk.find(code_of(1), CHECK)
    twin.hold()
    stale = kiosk.find(code_of(1), CHECK).data
    assert stale["coming"] is True and "steps" not in stale["dossier"]
    opened, shut = ask(kiosk, 1, check=CHECK, fresh=True), ask(kiosk, 1, fresh=True)
    twin.release()
    wait_until(lambda: opened and shut, "both are answered")
    assert opened[0].data["dossier"]["steps"] and "steps" not in shut[0].data["dossier"]


def test_a_backend_that_hangs_costs_nobody_a_wait_where_something_is_known(bridge, twin, kiosk, wait_until):
    for number in range(20):
        assert kiosk.find(code_of(number)).ok
    twin.hold()
    unknown = [ask(kiosk, number) for number in range(30, 34)]
    known = [ask(kiosk, number) for number in range(20)]
    wait_until(lambda: all(known), "twenty are told what is known")
    assert {reply.data["fresh"] for (reply,) in known} == {False}
    assert not any(unknown), "more ask than there are workers, and still wait"
    twin.release()
    wait_until(lambda: all(unknown), "the others are answered")
    assert all(reply.ok for (reply,) in unknown)


def test_where_no_fresh_answer_comes_that_is_told_too(bridge, twin, kiosk, wait_until):
    kiosk.find(code_of(1))
    twin.hold()
    assert kiosk.find(code_of(1)).data["coming"] is True
    again = ask(kiosk, 1, fresh=True)
    twin.reachable = False
    twin.release()
    wait_until(lambda: again, "it is told that nothing came")
    assert again[0].data["fresh"] is False and "coming" not in again[0].data


def test_one_code_asked_by_many_is_one_question(bridge, twin, kiosk, wait_until):
    twin.hold()
    asked = [ask(kiosk, 7) for _ in range(5)] + [ask(kiosk, 8)]
    wait_until(lambda: code_of(8) in twin.asked, "all were heard: the last of them is asked")
    twin.release()
    wait_until(lambda: all(asked), "all are answered")
    assert twin.asked.count(code_of(7)) == 1


def test_who_guesses_check_codes_gains_nothing_by_asking_while_the_backend_is_slow(bridge, twin, kiosk, wait_until):
    kiosk.find(code_of(1))
    twin.hold()
    tried = [ask(kiosk, 1, check=f"AAA{letter}", fresh=True) for letter in "ABCDEFGH"]
    twin.release()
    wait_until(lambda: all(tried), "all are answered")
    assert not any("steps" in reply.data["dossier"] for (reply,) in tried)
    assert "steps" not in kiosk.find(code_of(1), CHECK).data["dossier"], "five a minute were tried"


@pytest.mark.parametrize("fresh", [None, True])
def test_nothing_personal_that_was_fetched_late_is_written_to_disk(
    bridge, twin, kiosk, wait_until, bridge_settings, fresh
):
    kiosk.find(code_of(1))
    twin.hold()
    late = ask(kiosk, 1, check=CHECK, fresh=fresh)
    wait_until(lambda: len(twin.asked) == 2, "the backend is asked")
    twin.release()
    wait_until(lambda: late, "an answer")
    assert kiosk.find(code_of(1), CHECK).data["dossier"]["steps"]
    bridge.stop()
    for file in bridge_settings.state.iterdir():
        if file.is_file():
            assert "N***** T** Ư**".encode() not in file.read_bytes(), file.name
