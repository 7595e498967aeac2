"""A citizen asks to be told of a result, is told once when it is there, and may take that back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from backend_bridge.adapters.backend import Looked
from backend_bridge.adapters.twin import TwinBackend
from backend_bridge.sms import outgoing, store, wishes
from backend_bridge.sms.wishes import Wish, Wishes
from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE, Dossier
from lobby.database import Database
from lobby.settings.device import ClockSettings

CITIZEN = "+84912345678"
CODE = "H15.12-250701-0001"
WITHIN_S = 40.0
NOW = datetime(2026, 11, 23, 9, tzinfo=OFFICE_ZONE)


@pytest.fixture
def backend():
    twin = TwinBackend()
    stands(twin, 4)
    return twin


def stands(backend, status):
    dossier = Dossier.model_validate({**DOSSIER_EXAMPLE, "status": status})
    backend.dossiers[CODE] = ("", Looked(dossier=dossier, as_of=SystemClock().now()))


@pytest.fixture
def at_nine(sms_settings):
    """The telephone's settings on a day on which it is nine in the morning."""
    return _at(sms_settings, 9)


def _at(settings, hour, days=0):
    now = SystemClock().now()
    clock = ClockSettings(start=now.replace(hour=hour, minute=0) + timedelta(days=days), speed=1, since=now)
    return settings.model_copy(update={"clock": clock, "looks_every_s": 1.0, "patience_s": 60.0})


def test_a_citizen_is_told_once_when_the_result_is_ready(
    start_bridge, start_telephone, at_nine, backend, modem, ask, wait_until
):
    start_bridge(backend=backend)
    start_telephone(at_nine)
    ask(f"BAO {CODE}")
    wait_until(lambda: modem.sent, "confirmed", WITHIN_S)
    assert modem.sent[0][1] == f"Se nhan tin bao khi HS {CODE} co ket qua. Soan HUY de thoi nhan tin. DT 02123855555"
    wait_until(lambda: backend.asked.count(CODE) >= 2, "it was looked at, and is not ready", WITHIN_S)
    stands(backend, 9)
    wait_until(lambda: len(modem.sent) == 2, "told", WITHIN_S)
    assert modem.sent[1][0] == CITIZEN and "Da xu ly xong. Moi den nhan ket qua" in modem.sent[1][1]
    ask("HUY")
    wait_until(lambda: len(modem.sent) == 3, "nothing between", WITHIN_S)
    assert modem.sent[2][1].startswith("Da huy")


def test_a_result_that_the_backend_tells_of_is_told_on_at_once(
    start_bridge, bridge_settings, start_telephone, at_nine, backend, modem, ask, wait_until
):
    backend.changed = []
    pace = bridge_settings.changes.model_copy(update={"every_s": 0.2, "wait_s": 0.0})
    start_bridge(bridge_settings.model_copy(update={"changes": pace}), backend)
    start_telephone(at_nine.model_copy(update={"looks_every_s": 1800.0}))
    ask(f"BAO {CODE}")
    wait_until(lambda: modem.sent and any(backend.marks), "confirmed", WITHIN_S)
    wait_until(lambda: backend.asked.count(CODE) >= 2, "it was looked at, and is not ready", WITHIN_S)
    stands(backend, 9)
    backend.changed += [{**DOSSIER_EXAMPLE, "status": 9}]
    wait_until(lambda: len(modem.sent) == 2, "told, half an hour before the next look", WITHIN_S)
    assert "Da xu ly xong" in modem.sent[1][1]


def test_who_takes_it_back_is_not_told(start_bridge, start_telephone, at_nine, backend, modem, ask, wait_until):
    start_bridge(backend=backend)
    start_telephone(at_nine)
    ask(f"Báo {CODE}")
    ask("Hủy")
    wait_until(lambda: len(modem.sent) == 2, "both confirmed", WITHIN_S)
    stands(backend, 9)
    before = len(backend.asked)
    ask(f"BAO {CODE}")
    wait_until(lambda: len(modem.sent) == 3, "a result that is there is told at once", WITHIN_S)
    assert "Da xu ly xong" in modem.sent[2][1] and len(backend.asked) <= before + 2


@pytest.mark.parametrize(
    "limit", [{"per_number_per_hour": 1}, {"per_number_per_hour": 1, "per_day": 2}, {"per_day": 1}]
)
def test_who_has_had_all_answers_takes_it_back_all_the_same(
    start_bridge, start_telephone, at_nine, tmp_path, backend, modem, ask, wait_until, limit
):
    start_bridge(backend=backend)
    limits = at_nine.limits.model_copy(update=limit)
    start_telephone(at_nine.model_copy(update={"limits": limits}))
    ask(f"BAO {CODE}")
    wait_until(lambda: modem.sent, "confirmed", WITHIN_S)
    ask("HUY")
    wait_until(lambda: wished(tmp_path) == [], "taken back", WITHIN_S)
    if limits.per_day > 1:
        wait_until(lambda: len(modem.sent) == 2, "and told so, in place of that it was too often", WITHIN_S)
        assert modem.sent[1][1].startswith("Da huy")


def wished(tmp_path):
    with closing(sqlite3.connect(tmp_path / "sms/sms.db")) as rows:
        return rows.execute("SELECT * FROM wish").fetchall()


def test_nobody_is_told_at_night(start_bridge, start_telephone, sms_settings, backend, modem, ask, wait_until):
    start_bridge(backend=backend)
    night = start_telephone(_at(sms_settings, 22))
    ask(f"BAO {CODE}")
    wait_until(lambda: modem.sent, "confirmed, since it was asked", WITHIN_S)
    stands(backend, 9)
    ask("HS 1", "+84987654321")
    wait_until(lambda: len(modem.sent) == 2, "others are answered", WITHIN_S)
    night.stepped.stop()
    assert [number for number, _ in modem.sent] == [CITIZEN, "+84987654321"]
    start_telephone(_at(sms_settings, 9, days=1))
    wait_until(lambda: len(modem.sent) == 3, "told in the morning, by whoever started next", WITHIN_S)


@pytest.fixture
def kept(tmp_path):
    file = Database(tmp_path / "sms.db", store.SCHEMA + outgoing.SCHEMA + wishes.SCHEMA, "FULL")
    file.start()
    yield file
    file.stop()


def keep(file, number, code, at=NOW):
    with file.transaction() as rows:
        wishes.keep(rows, Wish(number, code), at)


def test_one_number_waits_for_five_dossiers_at_most(kept):
    for turn in range(5):
        keep(kept, CITIZEN, f"H15.12-250701-000{turn}")
    assert not Wishes(kept).has_room(Wish(CITIZEN, "H15.12-250701-0009"))
    assert Wishes(kept).has_room(Wish(CITIZEN, "H15.12-250701-0000"))
    assert Wishes(kept).has_room(Wish("+84987654321", "H15.12-250701-0009"))


def test_a_number_that_is_blocked_later_is_told_nothing_more(kept):
    keep(kept, CITIZEN, CODE)
    keep(kept, "+84987654321", CODE)
    Wishes(kept).prune(NOW, [CITIZEN])
    assert kept.rows("SELECT number FROM wish") == [("+84987654321",)]


def test_a_number_is_gone_when_it_was_told_and_after_half_a_year(kept):
    keep(kept, CITIZEN, CODE)
    wanted = Wishes(kept)
    assert wanted.fulfil(Wish(CITIZEN, CODE), "HS: Da xu ly xong.", NOW)
    assert not wanted.fulfil(Wish(CITIZEN, CODE), "HS: Da xu ly xong.", NOW)
    keep(kept, CITIZEN, CODE)
    wanted.prune(NOW + timedelta(days=181))
    store.Store(kept).prune(NOW + timedelta(days=3))
    assert kept.rows("SELECT number FROM wish UNION SELECT number FROM outgoing") == []
