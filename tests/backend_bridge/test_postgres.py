"""The adapter `sql` on a real PostgreSQL: the whole suite, least rights, time-outs, a server that is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from backend_bridge.adapters.backend import Failed, Unreachable
from backend_bridge.adapters.sql_access import access
from backend_bridge.conformance.office import CHECK, code_of, entries, held
from lobby.settings.load import SettingsError
from tests.backend_bridge.papers import Papers
from tests.backend_bridge.postgres import PORT_OF, PostgresStand, Server, address, free_port, programs

ROOT = Path(__file__).parents[2]
LONGEST_S = 400
SUITE = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--pyargs", "backend_bridge.conformance"]
HERE = programs()
pytestmark = pytest.mark.skipif(HERE is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    assert HERE is not None
    server = Server(HERE, free_port())
    try:
        server.make()
        yield server
    finally:
        server.stop()


@pytest.fixture
def stand(server: Server, tmp_path: Path) -> Iterator[PostgresStand]:
    made = PostgresStand(tmp_path, server.port)
    made.start()
    yield made
    made.close()


def test_the_suite_that_ships_passes_on_it(server: Server, tmp_path: Path) -> None:
    run = subprocess.run(
        [*SUITE, "--adapter", "tests.backend_bridge.postgres:stand", f"--basetemp={tmp_path / 'base'}"],
        cwd=tmp_path, capture_output=True, text=True, timeout=LONGEST_S, check=False,
        env={**os.environ, PORT_OF: str(server.port), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]


def test_the_lobbys_role_needs_no_more_than_to_read_and_insert(stand: PostgresStand) -> None:
    stand.put([held()])
    backend = stand.open()
    assert backend.find(code_of(4), CHECK) is not None
    assert backend.send(entries(1, 2)) == 2
    way = access(address(stand.port), 5.0)
    for forbidden in (
        "DELETE FROM nhat_ky",
        "UPDATE nhat_ky SET kind = ''",
        "SELECT * FROM ho_so",
        "DROP VIEW mot_cua",
    ):
        said = f"SET LOCAL search_path = {stand.schema}; {forbidden}"
        with pytest.raises(Failed, match="InsufficientPrivilege"):
            way.write(lambda rows, said=said: rows.exec_driver_sql(said))


def test_what_the_database_lacks_is_told_to_the_keeper(stand: PostgresStand) -> None:
    backend = stand.open()
    cases = [
        ("REVOKE SELECT ON mot_cua FROM sanh", "quyền", "InsufficientPrivilege 42501"),
        ("DROP VIEW mot_cua", "bảng", "no view"),
        ("CREATE VIEW mot_cua AS SELECT mahoso FROM ho_so", "thiếu cột TenTTHC", "lacks TenTTHC"),
    ]
    for statement, says, detail in cases:
        stand.do(statement)
        with pytest.raises(Unreachable, match=detail) as told:
            backend.find(code_of(4), None)
        assert told.value.hint is not None and says in told.value.hint.detail


def test_reading_may_write_nothing_though_the_role_might(stand: PostgresStand) -> None:
    way = access(address(stand.port), 5.0)
    said = f"SET LOCAL search_path = {stand.schema}; INSERT INTO nhat_ky VALUES ('demo', 1)"  # noqa: S608
    with pytest.raises(Unreachable, match="ReadOnlySqlTransaction"):
        way.read(lambda rows: rows.exec_driver_sql(said))


def test_a_question_that_takes_too_long_is_ended_by_the_database_itself(stand: PostgresStand) -> None:
    way = access(address(stand.port), 0.5)
    with pytest.raises(Unreachable):
        way.read(lambda rows: rows.execute(text("SELECT pg_sleep(60)")))
    with psycopg.connect(address(stand.port).replace("+psycopg", ""), autocommit=True) as rows:
        found = rows.execute("SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%sleep(60)'")
        assert found.fetchone() == (0,)


def test_a_server_that_is_killed_is_asked_again_when_it_is_back(
    server: Server, stand: PostgresStand, wait_until: Callable[..., None]
) -> None:
    stand.put([held()])
    backend = stand.open()
    assert backend.find(code_of(4), None) is not None and backend.send(entries(1, 2)) == 2
    server.kill()
    with pytest.raises(Unreachable):
        backend.find(code_of(4), None)
    with pytest.raises(Unreachable):
        backend.send(entries(3, 4))
    server.start()
    wait_until(server.is_ready, "the server is back", 60.0)
    assert backend.find(code_of(4), None) is not None
    assert backend.send(entries(3, 4)) == 4
    assert stand.taken() == entries(1, 4)


def test_a_server_that_hangs_holds_nobody_for_long_and_is_asked_again(server: Server, stand: PostgresStand) -> None:
    stand.put([held()])
    backend = stand.open()
    assert backend.find(code_of(4), None) is not None
    with psycopg.connect(address(server.port).replace("+psycopg", "")) as rows:
        found = rows.execute("SELECT pid FROM pg_stat_activity WHERE usename = 'sanh' AND pid <> pg_backend_pid()")
        hanging = [server.pid, *(pid for (pid,) in found.fetchall())]
    for pid in hanging:
        os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(Unreachable, match=r"slow|Timeout|Operational"):
            backend.find(code_of(4), None)
    finally:
        for pid in hanging:
            os.kill(pid, signal.SIGCONT)
    assert backend.find(code_of(4), None) is not None


def test_a_wrong_password_is_told_apart_and_stands_nowhere(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    way = access(address(server.port).replace("m4t", "khac"), 5.0)
    with pytest.raises(Unreachable) as told:
        way.read(lambda rows: rows.execute(text("SELECT 1")))
    assert told.value.refused_us
    assert "khac" not in caplog.text + told.value.detail and "m4t" not in caplog.text


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_over_tls_both_sides_show_who_they_are(server: Server, tmp_path: Path) -> None:
    papers = Papers(tmp_path)
    server.speaks_tls(papers["server.pem"], papers["server.key"], papers["ca.pem"])
    shown = f"sslcert={papers['site.pem']}&sslkey={papers['site.key']}"

    def asks(query: str) -> int:
        way = access(f"{address(server.port, 'tls')}?{query}", 5.0)
        return int(way.read(lambda rows: rows.execute(text("SELECT 7"))).scalar())

    assert asks(f"sslmode=verify-full&sslrootcert={papers['ca.pem']}&{shown}") == 7
    for wrong in (
        f"sslmode=verify-full&sslrootcert={papers['other.pem']}&{shown}",
        f"sslmode=verify-full&sslrootcert={papers['ca.pem']}&sslcert=&sslkey=",
        f"sslmode=verify-full&sslrootcert={tmp_path / 'none.pem'}&{shown}",
    ):
        with pytest.raises(Unreachable) as told:
            asks(wrong)
        assert told.value.hint is not None and "url_file" in told.value.hint.remedy
        assert "certificate" in told.value.detail and "m4t" not in told.value.detail


@pytest.mark.parametrize("weak", ["disable", "prefer", "require"])
def test_over_a_network_only_the_right_server_is_spoken_to(weak: str) -> None:
    far = "postgresql+psycopg://sanh:b1mat@db.mot-cua.vn/x"
    assert access(far, 1.0).engine.url.query["sslmode"] == "verify-full"
    with pytest.raises(SettingsError, match="verify-full") as told:
        access(f"{far}?sslmode={weak}", 1.0)
    assert "b1mat" not in str(told.value)


def test_the_right_kind_of_each_column_is_the_offices_own(stand: PostgresStand) -> None:
    stand.put([held(9)])
    stand.do("CREATE TYPE tt AS ENUM ('Đã xử lý xong', 'khac')", "DROP VIEW mot_cua")
    shown = "SELECT mahoso AS \"MaHoSo\", tentthc, 'Đã xử lý xong'::tt AS trangthaihoso, ngaytiepnhan::date FROM ho_so"
    stand.do(f"CREATE VIEW mot_cua AS {shown}", "GRANT SELECT ON mot_cua TO sanh")
    backend: Any = stand.open()
    looked = backend.find(code_of(9), None)
    assert looked.dossier.status == 9
    assert [one.dossier for one in backend.results().ready] == [code_of(9)]
    stand.do("DROP VIEW mot_cua", "CREATE VIEW mot_cua AS SELECT mahoso FROM ho_so")
