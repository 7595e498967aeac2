"""One database through SQLAlchemy: short transactions that only read, or write one batch, each within a time-out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from backend_bridge.adapters.backend import Failed, Unreachable
from lobby.settings.load import SettingsError

log = logging.getLogger(__name__)

T = TypeVar("T")
THREADS = 8
LATER = 2.0
"""Times the time-out: the database's own comes first, so that what was given up does not happen after all."""
_READ_ONLY = {
    "postgresql": "SET TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
    "mysql": "START TRANSACTION READ ONLY",
    "mariadb": "START TRANSACTION READ ONLY",
    "sqlite": "PRAGMA query_only = ON",
}
_WRITES = {"sqlite": "PRAGMA query_only = OFF"}


class Access:
    """Runs what is handed in on a connection; raises Unreachable, and Failed where the database refused a row."""

    def __init__(self, engine: Engine, timeout_s: float) -> None:
        self.engine = engine
        self._timeout_s = timeout_s
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sql")

    def read(self, ask: Callable[[Connection], T]) -> T:
        """Return what `ask` returns, in a transaction that may only read."""
        return self._within(lambda: self._run(ask, _READ_ONLY))

    def write(self, put: Callable[[Connection], T]) -> T:
        """Return what `put` returns, once what it wrote is committed."""
        return self._within(lambda: self._run(put, _WRITES))

    def _run(self, work: Callable[[Connection], T], begins: dict[str, str]) -> T:
        with self.engine.connect() as connection:
            first = begins.get(self.engine.dialect.name)
            if first is not None:
                connection.execute(text(first))
            if self.engine.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL statement_timeout = {int(self._timeout_s * 1000)}"))
            done = work(connection)
            connection.commit()
            return done

    def _within(self, work: Callable[[], T]) -> T:
        try:
            return self._threads.submit(work).result(self._timeout_s * LATER)
        except TooLate as fault:
            raise Unreachable("the database is too slow") from fault
        except (DataError, IntegrityError) as fault:
            raise Failed(type(fault).__name__) from fault
        except SQLAlchemyError as fault:
            # Its text holds the question and may hold the database's address.
            raise Unreachable(f"database: {type(fault).__name__}") from fault


def access(url: str, timeout_s: float) -> Access:
    """Return the way to the database at `url`, which is not yet asked; raises SettingsError without its driver."""
    try:
        chosen = make_url(url)
        given: dict[str, Any] = {"hide_parameters": True, **_of_driver(chosen.get_backend_name(), timeout_s)}
        return Access(create_engine(chosen, **given), timeout_s)
    except NoSuchModuleError as fault:
        raise SettingsError("Không biết loại cơ sở dữ liệu nêu trong tệp «url_file».") from fault
    except ImportError as fault:
        raise SettingsError(f"Chưa cài trình điều khiển của cơ sở dữ liệu: {fault.name}.") from fault
    except ArgumentError as fault:
        raise SettingsError("Địa chỉ trong tệp «url_file» không đúng mẫu «loại://tên:mật khẩu@máy/cơ sở».") from fault


def _of_driver(backend: str, timeout_s: float) -> dict[str, Any]:
    if backend == "sqlite":
        return {"poolclass": NullPool, "connect_args": {"timeout": timeout_s}}
    waits = {"connect_args": {"connect_timeout": max(1, round(timeout_s))}} if backend == "postgresql" else {}
    return {"pool_pre_ping": True, "pool_timeout": timeout_s, "pool_size": THREADS, "max_overflow": 0, **waits}
