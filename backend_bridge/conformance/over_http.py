"""The stands of this package's own HTTP adapters: the sandbox backend on a port, emptied and filled."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from backend_bridge.adapters import national as national_adapter
from backend_bridge.adapters import rest as rest_adapter
from backend_bridge.adapters.adapter import Around
from backend_bridge.adapters.backend import Backend
from backend_bridge.adapters.line import Line
from backend_bridge.adapters.national_session import GOOD, Gateway
from backend_bridge.adapters.rest_settings import RestSettings
from backend_bridge.conformance.dropped import row_of
from backend_bridge.conformance.stand import Held, Stand, Trouble
from backend_bridge.conformance.troubled import Troubled, private_file
from backend_bridge.sandbox.agencies import agencies
from backend_bridge.sandbox.invented import Made
from backend_bridge.sandbox.ledger import SCHEMA, Ledger
from backend_bridge.sandbox.national import JOURNAL, SESSIONS
from backend_bridge.sandbox.procedures import load_procedures
from backend_bridge.sandbox.settings import SandboxSettings
from backend_bridge.sandbox.web import build
from lobby.clock import SystemClock
from lobby.contract.dossiers import Counts
from lobby.database import Database

SITE = "demo"
TIMEOUT_S = 1.5
TOKEN = "khoa-thu-0123456789abcdef"
MOST = 1000
FILL_S = 20.0
WRONG_REST = {"dossier": {"code": 7, "status": "xong"}, "as_of": "hôm qua", "counts": [], "procedures": {"a": 1}}


class SandboxStand:
    """The sandbox as a backend that is proven against; `way` makes the adapter for its address and token file."""

    troubles: Collection[Trouble] = frozenset(Trouble)

    def __init__(
        self,
        folder: Path,
        way: Callable[[str, Path, Around], Backend],
        answers: dict[Trouble, tuple[str, bytes]],
        concerns: Callable[[dict[str, Any]], bool],
    ) -> None:
        self._folder = folder
        self._way = way
        self._clock = SystemClock()
        self._database = Database(folder / "office.db", SCHEMA, "NORMAL")
        self._ledger = Ledger(self._database)
        self._token = folder / "token"
        self._answers = answers
        self._concerns = concerns
        self._web: Troubled | None = None

    def start(self) -> None:
        """Begin to listen, holding no dossier."""
        self._token = private_file(self._folder, "token", TOKEN)
        self._database.start()
        app = build(self._settings(), self._ledger, load_procedures(), self._clock)
        self._web = Troubled(app, self._answers, self._concerns)
        self._web.start()

    def open(self) -> Backend:
        """See Stand."""
        return self._way(self._listening.url, self._token, Around(SITE, self._folder / "bridge", self._clock))

    def put(self, held: Sequence[Held]) -> None:
        """See Stand."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM dossier")
            rows.execute("DELETE FROM synchronised")
        one_each = {one.dossier.code: Made(one.dossier, one.check) for one in held}
        self._ledger.fill(one_each.values())

    def counts(self) -> Counts | None:
        """See Stand."""
        return self._ledger.figures(self._clock.now(), "quay-7")[0]

    def procedures(self) -> Collection[str] | None:
        """See Stand."""
        return [one.code for one in load_procedures()]

    def agencies(self) -> Collection[str] | None:
        """See Stand."""
        return [one["code"] for one in agencies(self._settings())]

    def taken(self) -> list[dict[str, Any]]:
        """See Stand."""
        return self._ledger.events(SITE, 0, MOST)

    def reported(self) -> list[dict[str, Any]] | None:
        """See Stand."""
        return [one for _, one in self._ledger.reports.after(SITE, 0, MOST)]

    def trouble(self, kind: Trouble | None) -> None:
        """See Stand."""
        self._listening.befall(kind)

    def close(self) -> None:
        """See Stand."""
        self._listening.stop()
        self._database.stop()

    def _settings(self) -> SandboxSettings:
        return SandboxSettings(state=self._folder, site=SITE, token_file=self._token)

    @property
    def url(self) -> str:
        """Where the sandbox is reached."""
        return self._listening.url

    def end_sessions(self) -> None:
        """End the sessions of all who have logged in at the gateway."""
        self._listening.app.extensions[SESSIONS].end()

    @property
    def _listening(self) -> Troubled:
        assert self._web is not None, "not started"
        return self._web


def rest(folder: Path) -> Stand:
    """Return a stand for the adapter `rest`."""

    def way(url: str, token_file: Path, around: Around) -> Backend:
        settings = RestSettings(url=url, token_file=token_file, timeout_s=TIMEOUT_S)
        return rest_adapter.ADAPTER.open(settings, around)

    refused = json.dumps({"error": {"code": "bad_request", "message": "Nội dung gửi lên không đúng mẫu."}}).encode()
    answers = {
        Trouble.WRONG: ("200 OK", json.dumps(WRONG_REST).encode()),
        Trouble.FAILING: ("500 Internal Server Error", b"<html>500</html>"),
        Trouble.REJECTS: ("422 Unprocessable Content", refused),
        Trouble.FALLS_OVER: ("500 Internal Server Error", b"{}"),
    }
    stand = SandboxStand(folder, way, answers, lambda environ: environ["REQUEST_METHOD"] == "POST")
    stand.start()
    return stand


class NationalStand(SandboxStand):
    """The sandbox behind the gateway: dossiers come by `DongBoHoSoMC`, as an office sends them."""

    def put(self, held: Sequence[Held]) -> None:
        """See Stand."""
        super().put(())
        line = Line(f"{self._listening.url}/national/mapi", {}, FILL_S, self._clock.monotonic)
        gateway = Gateway(line, ("/login", "/g"), "mot-cua", TOKEN, "H15.12", ())
        answer = gateway.call("DongBoHoSoMC", [_as_strings(row_of(one)) for one in held])
        assert answer.error_code == GOOD, answer.message

    def counts(self) -> Counts | None:
        """See Stand; the gateway has no service that counts."""
        return None

    def reported(self) -> list[dict[str, Any]] | None:
        """See Stand; it has none for reports either."""
        return None


def national(folder: Path) -> NationalStand:
    """Return a stand for the adapter `national`."""

    def way(url: str, password_file: Path, around: Around) -> Backend:
        settings = national_adapter.NationalSettings(
            url=f"{url}/national", username="mot-cua", password_file=password_file, unit="H15.12",
            journal_service=JOURNAL, timeout_s=TIMEOUT_S,
        )  # fmt: skip
        return national_adapter.ADAPTER.open(settings, around)

    answers = {
        Trouble.WRONG: ("200 OK", b'{"error_code": "0", "message": "", "result": [7]}'),
        Trouble.FAILING: ("500 Internal Server Error", b"<html>500</html>"),
        Trouble.REJECTS: ("200 OK", b'{"error_code": "400", "message": "Sai", "result": []}'),
        Trouble.FALLS_OVER: ("200 OK", b'{"error_code": "500", "message": "Loi", "result": []}'),
    }
    stand = NationalStand(folder, way, answers, _is_journal)
    stand.start()
    return stand


def _is_journal(environ: dict[str, Any]) -> bool:
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return JOURNAL.encode() in body


def _as_strings(row: dict[str, Any]) -> dict[str, str]:
    texts = {name: f"{value:%Y%m%d%H%M%S}" if isinstance(value, datetime) else value for name, value in row.items()}
    return {name: "" if value is None else str(value) for name, value in texts.items()}
