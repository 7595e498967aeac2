"""A citizen looks a dossier up: kiosk, broker, bridge, HTTP and the sandbox backend, all real."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from backend_bridge.adapters.backend import Figures, Looked
from backend_bridge.adapters.twin import TwinBackend
from lobby.contract.dossiers import DOSSIER_EXAMPLE, STATUS_TEXTS, Counts, Dossier, Results
from lobby.contract.requests import DossierFind


@pytest.fixture
def bridge(start_bridge, hub):
    return start_bridge()


def test_each_of_the_ten_states_is_told_in_words(bridge, office, kiosk):
    for status, text in STATUS_TEXTS.items():
        code, _ = office.of_status(status)
        reply = kiosk.find(code)
        assert reply.ok, reply
        dossier = reply.data["dossier"]
        assert (dossier["code"], dossier["status"], dossier["status_text"]) == (code, status, text)
        assert reply.data["fresh"] is True
        assert ("fee_due" in dossier) == (status == 6)


def test_only_the_check_code_of_the_receipt_opens_the_details(bridge, office, kiosk):
    code, check = office.of_status(5)
    wrong = "".join("3" if letter == "2" else "2" for letter in check)
    assert "steps" not in kiosk.find(code).data["dossier"]
    shut = kiosk.find(code, wrong).data["dossier"]
    assert "steps" not in shut and "holder_masked" not in shut
    opened = kiosk.find(code, check.lower()).data["dossier"]
    assert opened["holder_masked"].count("*") >= 3
    assert len(opened["steps"]) >= 2


def test_a_code_in_small_letters_is_found_and_a_wrong_one_named(bridge, office, kiosk):
    code, _ = office.of_status(4)
    assert kiosk.find(code.lower()).data["dossier"]["code"] == code
    assert kiosk.find("H15.12-250101-9999").error.code == "not_found"
    odd = kiosk.find("ABC/../../etc")
    assert odd.error.code == "bad_request"
    assert "H15.12-250701-0001" in odd.error.message


def test_while_the_backend_is_away_the_last_known_state_is_told_as_such(bridge, office, kiosk, wait_until):
    code, check = office.of_status(9)
    first = kiosk.find(code, check)
    office.stop()
    later = kiosk.find(code, check)
    assert later.ok and later.data["fresh"] is False
    assert later.data["as_of"] == first.data["as_of"]
    assert "steps" not in later.data["dossier"] and "holder_masked" not in later.data["dossier"]
    unseen, _ = office.of_status(4)
    assert kiosk.find(unseen).error.code == "backend_unreachable"
    office.back()
    wait_until(lambda: kiosk.find(unseen).ok, "the backend is asked again", 12.0)
    assert kiosk.find(code).data["fresh"] is True


def test_the_same_request_gets_the_same_reply_also_after_a_restart(bridge, start_bridge, office, kiosk):
    request_id = str(uuid.uuid4())
    code, _ = office.of_status(4)
    other, _ = office.of_status(10)
    first = kiosk.find(code, None, request_id)
    assert kiosk.find(other, None, request_id) == first
    bridge.stop()
    start_bridge()
    assert kiosk.find(other, None, request_id) == first


def test_nothing_personal_is_written_to_disk(bridge, office, kiosk, bridge_settings):
    code, check = office.of_status(4)
    holder = kiosk.find(code, check).data["dossier"]["holder_masked"]
    bridge.stop()
    for file in bridge_settings.state.iterdir():
        assert holder.encode() not in file.read_bytes(), file.name


def test_a_device_that_asks_without_end_is_held_back(start_bridge, bridge_settings, office, kiosk):
    pace = bridge_settings.lookup.model_copy(update={"per_device_per_minute": 3})
    start_bridge(bridge_settings.model_copy(update={"lookup": pace}))
    code, _ = office.of_status(4)
    replies = [kiosk.find(code) for _ in range(5)]
    assert [reply.ok for reply in replies] == [True, True, True, False, False]
    assert replies[-1].error.code == "too_many_requests"
    assert replies[-1].error.message


def test_a_slow_backend_holds_up_neither_the_journal_nor_those_who_ask_too_late(
    start_bridge, bridge_settings, kiosk, hub, wait_until
):
    slow = TwinBackend()
    slow.hold()
    pool = bridge_settings.lookup.model_copy(update={"workers": 1, "queue": 1})
    start_bridge(bridge_settings.model_copy(update={"lookup": pool}), slow)
    replies: list[object] = []
    for number in range(4):
        code = f"H15.12-250101-{number:04d}"
        kiosk.link.ask(DossierFind(id=str(uuid.uuid4()), code=code), replies.append)
    hub.happen(5)
    wait_until(lambda: hub.taken == 5, "the journal goes on")
    wait_until(lambda: len(replies) >= 2, "those beyond the queue are told at once")
    assert {reply.error.code for reply in replies} == {"too_many_requests"}
    slow.release()
    wait_until(lambda: len(replies) == 4, "the others are answered")


def test_nobody_waits_for_a_backend_that_is_away_where_something_is_known(
    start_bridge, bridge_settings, kiosk, hub, wait_until
):
    figures = Figures(
        as_of=datetime.now(UTC),
        source="sổ",
        counts=Counts(received=0, processing=0, on_time=0, overdue=0, supplement=0, ready=0, returned=0),
    )
    twin, code = TwinBackend(figures), str(DOSSIER_EXAMPLE["code"])
    twin.dossiers[code] = ("", Looked(dossier=Dossier.model_validate(DOSSIER_EXAMPLE), as_of=datetime.now(UTC)))
    pace = bridge_settings.lookup.model_copy(update={"per_device_per_minute": 6000, "workers": 1})
    start_bridge(bridge_settings.model_copy(update={"lookup": pace}), twin)
    assert kiosk.find(code).data["fresh"] is True
    twin.reachable = False
    assert kiosk.find(code).data["fresh"] is False
    twin.hold()
    asked = len(twin.asked)
    wait_until(lambda: not kiosk.find(code).data["fresh"] and len(twin.asked) > asked, "it looks again", 12.0)
    assert kiosk.find(code).data["fresh"] is False, "the backend still holds its answer; nobody waits for it"
    twin.reachable = True
    twin.release()
    wait_until(lambda: kiosk.find(code).data["fresh"], "the backend is back", 12.0)


def test_the_results_board_gets_the_offices_own_figures(bridge, office, kiosk, start_bridge, wait_until):
    seen: list[Results] = []
    kiosk.link.watch(Results, kiosk.link.topics.results(), seen.append)
    wait_until(lambda: seen, "figures")
    told = Figures.model_validate(office.client.get(office.url + "/v1/results").json())
    assert (seen[0].counts, seen[0].source) == (told.counts, told.source)
    assert all(ready.counter == "quay-7" for ready in seen[0].ready)
    bridge.stop()
    start_bridge()
    wait_until(lambda: seen[-1].rev > seen[0].rev, "a later figure has a higher rev")
