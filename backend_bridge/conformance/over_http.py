"""The stands of this package's own HTTP adapters: the sandbox backend on a port, emptied and filled."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from backend_bridge.adapters import rest as rest_adapter
from backend_bridge.adapters.adapter import Around
from backend_bridge.adapters.backend import Backend
from backend_bridge.adapters.rest_settings import RestSettings
from backend_bridge.conformance.stand import Held, Stand, Trouble
from backend_bridge.conformance.troubled import Troubled, private_file
from backend_bridge.sandbox.invented import Made
from backend_bridge.sandbox.ledger import SCHEMA, Ledger
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
        settings = SandboxSettings(state=self._folder, site=SITE, token_file=self._token)
        self._database.start()
        app = build(settings, self._ledger, load_procedures(), self._clock)
        self._web = Troubled(app, self._answers, self._concerns)
        self._web.start()

    def open(self) -> Backend:
        """See Stand."""
        return self._way(self._listening.url, self._token, Around(SITE, self._folder / "bridge", self._clock))

    def put(self, held: Sequence[Held]) -> None:
        """See Stand."""
        with self._database.transaction() as rows:
            rows.execute("DELETE FROM dossier")
        one_each = {one.dossier.code: Made(one.dossier, one.check) for one in held}
        self._ledger.fill(one_each.values())

    def counts(self) -> Counts | None:
        """See Stand."""
        return self._ledger.figures(self._clock.now(), "quay-7")[0]

    def procedures(self) -> Collection[str] | None:
        """See Stand."""
        return [one.code for one in load_procedures()]

    def taken(self) -> list[dict[str, Any]]:
        """See Stand."""
        return self._ledger.events(SITE, 0, MOST)

    def trouble(self, kind: Trouble | None) -> None:
        """See Stand."""
        self._listening.befall(kind)

    def close(self) -> None:
        """See Stand."""
        self._listening.stop()
        self._database.stop()

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
