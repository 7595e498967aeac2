"""One database through SQLAlchemy: short transactions that only read, or write one batch, each within a time-out."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    IntegrityError,
    InternalError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.pool import NullPool

from backend_bridge.adapters.backend import Failed, Hint, Unreachable
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
_WRITES = {"sqlite": "PRAGMA query_only = OFF", "postgresql": "SET TRANSACTION READ WRITE"}
_UNKNOWN_TO_IT = ("password authentication failed", "no pg_hba.conf entry", "is not permitted to log in")
# libpq tells of its files and of the handshake in words alone; neither holds a name or a password.
_TLS = re.compile(r"(?:SSL error: [^\n]*|[^\n:]*certificate[^\n]*)")
_ABOUT_TLS = Hint(
    "Không lập được kết nối mã hóa với cơ sở dữ liệu của phần mềm một cửa.",
    "Kiểm tra sslrootcert (chứng thư gốc của họ), sslcert và sslkey (của điểm này) trong địa chỉ ở tệp «url_file», "
    "và tên máy trong địa chỉ có đúng tên trong chứng thư của họ không.",
)
# SQLSTATE's class of names that are not there and rights that are not given (PostgreSQL, appendix A).
_LACKING = "42"
ABOUT_RIGHTS = Hint(
    "Cơ sở dữ liệu của phần mềm một cửa không có bảng, cột, hoặc không cho quyền mà cầu nối cần.",
    "Kiểm tra «view», «figures_view», «journal», [backend.columns] của bridge.toml, và quyền của tài khoản: SELECT "
    "trên các view; SELECT, INSERT trên bảng nhật ký.",
)
_LIBPQ = frozenset({"psycopg", "psycopg2"})
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_VERIFIED = frozenset({"verify-full", "verify-ca"})


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
            raise Failed(_kind(fault)) from None
        except (InternalError, ProgrammingError, NotSupportedError) as fault:
            # The database is there and says no: its own trigger over one entry, a right or a table that is missing.
            lacks = _kind(fault).rpartition(" ")[2].startswith(_LACKING)
            raise Failed(f"database: {_kind(fault)}", hint=ABOUT_RIGHTS if lacks else None) from None
        except SQLAlchemyError as fault:
            # Its text holds the question and may hold the database's address.
            insecure = _TLS.search(str(getattr(fault, "orig", "")))
            if insecure is not None:
                raise Unreachable(f"database: {insecure[0]}", hint=_ABOUT_TLS) from None
            raise Unreachable(f"database: {_kind(fault)}", refused_us=_refuses_us(fault)) from None


def access(url: str, timeout_s: float) -> Access:
    """Return the way to the database at `url`, which is not yet asked; raises SettingsError without its driver."""
    try:
        chosen = _verified(make_url(url))
        given: dict[str, Any] = {"hide_parameters": True, **_of_driver(chosen.get_backend_name(), timeout_s)}
        return Access(create_engine(chosen, **given), timeout_s)
    except NoSuchModuleError as fault:
        raise SettingsError("Không biết loại cơ sở dữ liệu nêu trong tệp «url_file».") from fault
    except ImportError as fault:
        raise SettingsError(f"Chưa cài trình điều khiển của cơ sở dữ liệu: {fault.name}.") from fault
    except ArgumentError as fault:
        raise SettingsError("Địa chỉ trong tệp «url_file» không đúng mẫu «loại://tên:mật khẩu@máy/cơ sở».") from fault


def _verified(url: URL) -> URL:
    """Return `url` as one over which only the right server is spoken to; raises SettingsError for a weaker one."""
    host = url.host or str(url.query.get("host", ""))
    if url.get_backend_name() != "postgresql" or url.get_driver_name() not in _LIBPQ:
        return url
    asked = str(url.query.get("sslmode", "verify-full"))
    if not host or host in _HERE or host.startswith("/"):
        return url
    if asked not in _VERIFIED:
        raise SettingsError(
            f"Địa chỉ trong tệp «url_file» có sslmode={asked}: qua mạng phải là sslmode=verify-full, kèm "
            "sslrootcert=<tệp chứng thư gốc> nếu máy chủ dùng chứng thư riêng."
        )
    # libpq's own default is a file in a home that services do not have; the libpq of psycopg2 may not know "system".
    usual = {} if "sslrootcert" in url.query or url.get_driver_name() != "psycopg" else {"sslrootcert": "system"}
    return url.update_query_dict({"sslmode": asked, **usual})


def _kind(fault: SQLAlchemyError) -> str:
    """Return the class of the driver's own error and its SQLSTATE: its text may hold a row."""
    own = getattr(fault, "orig", None)
    state = getattr(own, "sqlstate", None)
    return f"{type(own or fault).__name__}{f' {state}' if state else ''}"


def _refuses_us(fault: SQLAlchemyError) -> bool:
    """Tell whether a PostgreSQL does not know the name or password: told in words alone before a connection stands."""
    said = str(getattr(fault, "orig", ""))
    return any(words in said for words in _UNKNOWN_TO_IT)


def _of_driver(backend: str, timeout_s: float) -> dict[str, Any]:
    if backend == "sqlite":
        return {"poolclass": NullPool, "connect_args": {"timeout": timeout_s}}
    waits = {"connect_args": {"connect_timeout": max(2, round(timeout_s))}} if backend == "postgresql" else {}
    return {"pool_pre_ping": True, "pool_timeout": timeout_s, "pool_size": THREADS, "max_overflow": 0, **waits}
