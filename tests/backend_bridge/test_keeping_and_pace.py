"""What the bridge keeps and how it paces: damaged files, bounds, wrong settings."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import backend_bridge
from backend_bridge.adapters.backend import Looked
from backend_bridge.app import main
from backend_bridge.pace import Backoff, Pace
from backend_bridge.sandbox.settings import SandboxSettings
from backend_bridge.settings import BridgeSettings
from backend_bridge.store.lookups import REPLIES_FOR, SCHEMA, Cache, LastFigures, Replies
from backend_bridge.store.outbox import SCHEMA as OUTBOX_SCHEMA
from backend_bridge.store.outbox import Kept, Outbox
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import refuse
from lobby.database import Database
from lobby.settings.load import SettingsError, check

NOON = datetime(2026, 11, 23, 12, tzinfo=OFFICE_ZONE)


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "lookups.db", SCHEMA, "NORMAL")
    database.start()
    yield database
    database.stop()


def looked(number: int, at: datetime = NOON) -> Looked:
    return Looked.model_validate(
        {"dossier": {**DOSSIER_EXAMPLE, "code": f"H15.12-250701-{number:04d}", "holder_masked": "N* A*"}, "as_of": at}
    )


def test_the_outbox_survives_a_power_cut_by_its_settings(tmp_path):
    database = Database(tmp_path / "outbox.db", OUTBOX_SCHEMA, "FULL")
    database.start()
    with database.transaction() as rows:
        assert rows.execute("SELECT 1 FROM head").fetchone() == (1,)
    assert database._open.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert database._open.execute("PRAGMA synchronous").fetchone() == (2,)
    database.stop()


def test_a_damaged_file_is_put_aside_and_a_new_one_begun(tmp_path):
    path = tmp_path / "outbox.db"
    path.write_bytes(b"\0" * 8192)
    database = Database(path, OUTBOX_SCHEMA, "FULL")
    database.start()
    assert Outbox(database).head() == 0
    assert database.set_aside is not None and database.set_aside.read_bytes() == b"\0" * 8192
    database.stop()


def test_a_failed_transaction_leaves_nothing_behind(tmp_path):
    database = Database(tmp_path / "outbox.db", OUTBOX_SCHEMA, "FULL")
    database.start()
    outbox = Outbox(database)
    with pytest.raises(sqlite3.IntegrityError):
        outbox.keep([Kept(1, "{}"), Kept(3, "{}")])
    assert (outbox.head(), outbox.waiting()) == (0, 0)
    assert outbox.keep([Kept(1, "{}")]) == 1
    database.stop()


def test_a_cached_dossier_holds_no_details_and_ends_with_its_time(database):
    cache = Cache(database, timedelta(days=7), 3)
    for number in range(5):
        cache.put(looked(number, NOON + timedelta(minutes=number)))
    assert cache.get("H15.12-250701-0004", NOON).dossier.holder_masked is None
    cache.prune(NOON)
    assert [n for n in range(5) if cache.get(f"H15.12-250701-{n:04d}", NOON)] == [2, 3, 4]
    assert cache.get("H15.12-250701-0004", NOON + timedelta(days=8)) is None
    cache.forget("H15.12-250701-0004")
    assert cache.get("H15.12-250701-0004", NOON) is None


def test_replies_are_kept_a_day_and_pruned_after_two(database):
    reply = refuse("5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11", Refused(ErrorCode.NOT_FOUND))
    Replies(database).remember("kiosk-1", reply, NOON)
    later = Replies(database)
    later.prune(NOON + timedelta(hours=24))
    assert later.known("kiosk-1", reply.id) == reply
    assert later.known("kiosk-2", reply.id) is None
    later.prune(NOON + REPLIES_FOR + timedelta(seconds=1))
    assert later.known("kiosk-1", reply.id) is None


def test_the_revision_of_figures_grows_even_when_the_clock_runs_back(database):
    figures = LastFigures(database)
    revs = [figures.next_rev(NOON), figures.next_rev(NOON - timedelta(days=400)), figures.next_rev(NOON)]
    assert revs == sorted(set(revs))


@given(st.lists(st.floats(0, 30), max_size=200))
def test_nobody_gets_more_than_the_pace_allows(pauses):
    pace, now, let = Pace(10), 0.0, 0
    for pause in pauses:
        now += pause
        let += pace.lets("kiosk-1", now)
    assert let <= 10 + now / 6 + 0.001


def test_devices_do_not_spend_each_others_pace():
    pace = Pace(1)
    assert pace.lets("kiosk-1", 0) and pace.lets("kiosk-2", 0)
    assert not pace.lets("kiosk-1", 1)
    assert pace.lets("kiosk-1", 61)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_waits_between_tries_stay_in_bounds(chances):
    chance = iter(chances)
    backoff = Backoff(1, 60, lambda: next(chance))
    waits = [backoff.failed() for _ in chances]
    assert all(0.5 <= wait <= 60 for wait in waits)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"url": "http://10.1.2.3:80"}, "https"),
        ({"url": "ftp://x"}, "https://"),
        ({"timeout": 3}, "timeout_s"),
        ({"adapter": "soap"}, "adapter"),
    ],
)
def test_wrong_settings_are_named(tmp_path, change, told):
    backend = {"url": "http://127.0.0.1:1", "token_file": tmp_path / "t", **change}
    fields = {"site": "demo", "device": "bridge", "state": tmp_path, "broker": {"password_file": tmp_path / "p"}}
    with pytest.raises(SettingsError, match=told):
        check(BridgeSettings, {**fields, "backend": backend}, "bridge.toml")


def test_a_missing_token_file_is_named_in_vietnamese(tmp_path):
    file = tmp_path / "bridge.toml"
    file.write_text(
        f'site = "demo"\ndevice = "bridge"\nstate = "{tmp_path}"\n[broker]\npassword_file = "{tmp_path}/p"\n'
        f'[backend]\nurl = "http://127.0.0.1:1"\ntoken_file = "{tmp_path}/khong-co"\n',
        encoding="utf-8",
    )
    with pytest.raises(SettingsError, match="Không đọc được tệp khóa truy cập"):
        main(["--settings", str(file)])


def test_the_examples_of_the_readme_are_settings_that_load():
    text = (Path(backend_bridge.__file__).parent / "README.md").read_text(encoding="utf-8")
    *bridges, sandbox = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    read = [check(BridgeSettings, tomllib.loads(bridge), "bridge.toml") for bridge in bridges]
    assert [one.backend.adapter for one in read] == ["rest", "national", "files", "sql"]
    assert read[0].lookup.per_device_per_minute == 30
    assert check(SandboxSettings, tomllib.loads(sandbox), "backend.toml").agency_code == "H15.12"
