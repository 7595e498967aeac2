# ruff: noqa: S608 (names of the tests' own alone)
"""A real PostgreSQL of the tests' own, and on it the stand of the adapter `sql` for the suite that ships."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import psycopg
import psycopg.conninfo

from backend_bridge.adapters import sql as sql_adapter
from backend_bridge.adapters.adapter import Around
from backend_bridge.adapters.backend import Backend
from backend_bridge.adapters.flat import Columns
from backend_bridge.adapters.sql_settings import SqlSettings
from backend_bridge.conformance.dropped import COUNTS, row_of
from backend_bridge.conformance.stand import Held, Stand, Trouble
from backend_bridge.conformance.troubled import private_file
from lobby.clock import SystemClock
from lobby.contract.dossiers import Counts

SITE = "demo"
PASSWORD = "m4t-kh@u/doc"
PORT_OF = "LOBBY_TEST_POSTGRES_PORT"
TIMEOUT_S = 1.5
STARTS_WITHIN_S = 60
_TIMES = frozenset({"received_at", "due_at", "new_due_at", "done_at", "returned_at"})
NAMES = Columns().model_dump()


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where it is not installed."""
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    found = next(map(str, beside), None) or shutil.which("initdb")
    return Path(found).parent if found else None


class Server:
    """PostgreSQL in a temporary folder; it refuses to run as root, so that another user runs it there."""

    def __init__(self, bin_folder: Path, port: int) -> None:
        self._bin = bin_folder
        self.port = port
        self._user = "postgres" if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="lobby-pg-", dir=_open_to_all()))
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        word = self.folder / "password"
        word.write_text(PASSWORD, encoding="utf-8")
        word.chmod(0o644)
        self._run("initdb", "-D", str(self.data), "-U", "admin", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C",
                  "--no-sync", f"--pwfile={word}")  # fmt: skip
        self.start()
        self._await_ready()
        with self.admin() as rows:
            rows.execute(f"CREATE ROLE sanh LOGIN PASSWORD '{PASSWORD}'")

    def speaks_tls(self, certificate: Path, key: Path, authority: Path) -> None:
        """Show that certificate from now on; the role `tls` must show one of that authority, too."""
        for name, file in (("server.crt", certificate), ("server.key", key), ("ca.crt", authority)):
            copy = self.data / name
            shutil.copy(file, copy)
            copy.chmod(0o600)
            if self._user is not None:
                shutil.chown(copy, self._user)
        rules = self.data / "pg_hba.conf"
        first = "hostssl all tls 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\nhost all tls all reject\n"
        rules.write_text(first + rules.read_text(encoding="utf-8"), encoding="utf-8")
        with self.admin() as rows:
            rows.execute(f"CREATE ROLE tls LOGIN PASSWORD '{PASSWORD}'")
            rows.execute("ALTER SYSTEM SET ssl_ca_file = 'ca.crt'")
            rows.execute("ALTER SYSTEM SET ssl = on")
            rows.execute("SELECT pg_reload_conf()")
            while rows.execute("SHOW ssl").fetchone() != ("on",):
                rows.execute("SELECT pg_sleep(0.05)")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        options = ["-k", str(self.folder), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        command = [str(self._bin / "postgres"), "-D", str(self.data), "-p", str(self.port), *options]
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(command, user=self._user, stdout=log, stderr=log, cwd=self.folder)

    def is_ready(self) -> bool:
        try:
            psycopg.connect(admin_address(self.port), connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True

    def _await_ready(self) -> None:
        ends = time.monotonic() + STARTS_WITHIN_S
        while not self.is_ready():
            assert time.monotonic() < ends, (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
            threading.Event().wait(0.1)

    def kill(self) -> None:
        """Kill the server and all that it started, as a power cut does."""
        assert self._process is not None
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()
        for pid in [self.pid, *map(int, children)]:
            os.kill(pid, 9)
        self._process.wait(30)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(3)  # SIGQUIT: at once
            self._process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def admin(self) -> psycopg.Connection[Any]:
        return admin(self.port)

    def _run(self, program: str, *words: str) -> None:
        subprocess.run([self._bin / program, *words], user=self._user, cwd=self.folder, check=True,
                       capture_output=True, timeout=120)  # fmt: skip


def admin_address(port: int) -> str:
    return psycopg.conninfo.make_conninfo(
        host="127.0.0.1", port=port, user="admin", password=PASSWORD, dbname="postgres"
    )


def admin(port: int) -> psycopg.Connection[Any]:
    return psycopg.connect(admin_address(port), autocommit=True, connect_timeout=30)


def address(port: int, role: str = "sanh") -> str:
    """Return the address as it stands in `url_file`."""
    return f"postgresql+psycopg://{role}:m4t-kh%40u%2Fdoc@127.0.0.1:{port}/postgres"


class PostgresStand:
    """A schema of an office's: small letters, times, numbers and JSON as such; the lobby's role may read and insert."""

    troubles: Collection[Trouble] = frozenset(
        {Trouble.AWAY, Trouble.WRONG, Trouble.SLOW, Trouble.FAILING, Trouble.FALLS_OVER}
    )

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self.port = port
        self.schema = f"s{uuid.uuid4().hex[:12]}"
        self._kind: Trouble | None = None
        self._locking: psycopg.Connection[Any] | None = None
        self._view = f"CREATE VIEW mot_cua AS SELECT {', '.join(NAMES.values())} FROM ho_so ORDER BY thu_tu"
        spoilt = ", ".join(f"'xong' AS {name}" if key == "status" else name for key, name in NAMES.items())
        self._wrong = f"CREATE VIEW mot_cua AS SELECT {spoilt} FROM ho_so"
        self._figures = (
            f"CREATE VIEW so_lieu AS SELECT {', '.join(f'{n} AS {k}' for k, n in COUNTS.model_dump().items())}"
        )

    def start(self) -> None:
        kinds = {"status": "smallint", **dict.fromkeys(_TIMES, "timestamptz")}
        columns = ", ".join(f"{name} {kinds.get(key, 'text')}" for key, name in NAMES.items())
        self.do(
            f"CREATE SCHEMA {self.schema}",
            f"CREATE TABLE ho_so (thu_tu serial, {columns})",
            self._view,
            self._figures,
            "CREATE TABLE nhat_ky (site text, seq bigint, at timestamptz, kind text, counter text, officer text, "
            "body jsonb, PRIMARY KEY (site, seq))",
            f"GRANT USAGE ON SCHEMA {self.schema} TO sanh",
            "GRANT SELECT, INSERT ON nhat_ky TO sanh",
        )
        self._grant()

    def open(self) -> Backend:
        """See Stand."""
        settings = SqlSettings(
            url_file=private_file(self._folder, "url", address(self.port)),
            view=f"{self.schema}.mot_cua",
            figures_view=f"{self.schema}.so_lieu",
            journal=f"{self.schema}.nhat_ky",
            timeout_s=TIMEOUT_S,
        )
        return sql_adapter.ADAPTER.open(settings, Around(SITE, self._folder / "bridge", SystemClock()))

    def put(self, held: Sequence[Held]) -> None:
        """See Stand."""
        with admin(self.port) as rows:
            rows.execute(f"TRUNCATE {self.schema}.ho_so")
            for one in held:
                row = row_of(one)
                marks = ", ".join(["%s"] * len(row))
                rows.execute(f"INSERT INTO {self.schema}.ho_so ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    def counts(self) -> Counts | None:
        """See Stand."""
        return COUNTS

    def procedures(self) -> Collection[str] | None:
        """See Stand."""
        return None

    def agencies(self) -> Collection[str] | None:
        """See Stand."""
        return None

    def reported(self) -> list[dict[str, Any]] | None:
        """See Stand."""
        return None

    def taken(self) -> list[dict[str, Any]]:
        """See Stand."""
        with admin(self.port) as rows:
            return [body for (body,) in rows.execute(f"SELECT body FROM {self.schema}.nhat_ky ORDER BY seq").fetchall()]

    def trouble(self, kind: Trouble | None) -> None:
        """See Stand."""
        self._mend()
        self._kind = kind
        if kind is Trouble.AWAY:
            self.do("ALTER ROLE sanh NOLOGIN", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE usename = 'sanh'")  # fmt: skip
        elif kind is Trouble.SLOW:
            self._locking = psycopg.connect(admin_address(self.port))
            self._locking.execute(f"LOCK {self.schema}.ho_so, {self.schema}.nhat_ky, {self.schema}.so_lieu")
        elif kind is Trouble.FAILING:
            self.do("DROP VIEW mot_cua", "DROP VIEW so_lieu", "ALTER TABLE nhat_ky RENAME TO nhat_ky_cu")
        elif kind is Trouble.WRONG:
            self.do("DROP VIEW mot_cua", self._wrong)
            self._grant()
        elif kind is Trouble.FALLS_OVER:
            self.do(
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$",
                "CREATE TRIGGER refusing BEFORE INSERT ON nhat_ky FOR EACH ROW EXECUTE FUNCTION no()",
            )

    def close(self) -> None:
        """See Stand."""
        self._mend()
        self.do(f"DROP SCHEMA {self.schema} CASCADE")

    def do(self, *statements: str) -> None:
        """Do as the office's own keeper of the database."""
        with admin(self.port) as rows:
            rows.execute(f"SET search_path = {self.schema}")
            for statement in statements:
                rows.execute(statement)

    def _grant(self) -> None:
        self.do("GRANT SELECT ON mot_cua, so_lieu TO sanh")

    def _mend(self) -> None:
        kind, self._kind = self._kind, None
        if kind is Trouble.AWAY:
            self.do("ALTER ROLE sanh LOGIN")
        elif kind is Trouble.SLOW and self._locking is not None:
            self._locking.close()
        elif kind is Trouble.FAILING:
            self.do(self._view, self._figures, "ALTER TABLE nhat_ky_cu RENAME TO nhat_ky")
            self._grant()
        elif kind is Trouble.WRONG:
            self.do("DROP VIEW mot_cua", self._view)
            self._grant()
        elif kind is Trouble.FALLS_OVER:
            self.do("DROP TRIGGER refusing ON nhat_ky", "DROP FUNCTION no()")


def stand(folder: Path) -> Stand:
    """Return a stand on the server that the tests have started: `--adapter tests.backend_bridge.postgres:stand`."""
    made = PostgresStand(folder, int(os.environ[PORT_OF]))
    made.start()
    return made


def _open_to_all() -> str:
    """Return a folder for temporary ones that every user may pass through."""
    return next(one for one in (tempfile.gettempdir(), "/var/tmp") if Path(one).stat().st_mode & 0o001)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
