"""`lobby sandbox`: runs the sandbox backend, or lists its dossier codes for whoever tries the lobby."""

from __future__ import annotations

import json
import sys

from backend_bridge.sandbox.invented import Inventor, Office
from backend_bridge.sandbox.ledger import SCHEMA, Ledger
from backend_bridge.sandbox.procedures import Procedure, load_procedures
from backend_bridge.sandbox.sentences import Place
from backend_bridge.sandbox.serving import Served
from backend_bridge.sandbox.settings import SandboxSettings
from backend_bridge.sandbox.web import build
from lobby.clock import Clock, SystemClock
from lobby.database import Database
from lobby.program import run, settings_from

LIST = "--list-codes"
PURPOSE = (
    "Hệ thống một cửa chạy thử, dữ liệu do máy đặt ra. "
    f"Thêm {LIST} để in mã hồ sơ, tình trạng và mã tra cứu (mỗi dòng một JSON) rồi kết thúc."
)


class Sandbox:
    """The sandbox as one part: its database, its dossiers, its web server."""

    def __init__(self, settings: SandboxSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._database = Database(settings.state / "backend.db", SCHEMA, "FULL")
        self.ledger = Ledger(self._database)
        self._served: Served | None = None

    @property
    def port(self) -> int:
        """The port it listens on; only once started."""
        assert self._served is not None
        return self._served.port

    def open(self) -> tuple[Procedure, ...]:
        """Open the database and fill it on the first start."""
        procedures = load_procedures()
        self._database.start()
        if self.ledger.is_empty():
            self.ledger.fill(self._inventor(procedures).make(self._settings.dossiers))
        return procedures

    def start(self) -> None:
        app = build(self._settings, self.ledger, self.open(), self._clock)
        self._served = Served(app, self._settings.host, self._settings.port)
        self._served.start()

    def step(self) -> None:
        """Nothing is due: requests are answered on the server's threads."""

    def stop(self) -> None:
        if self._served is not None:
            self._served.stop()
        self._database.stop()

    def _inventor(self, procedures: tuple[Procedure, ...]) -> Inventor:
        chosen = self._settings
        fields = {procedure.code: procedure.field for procedure in procedures}
        office = Office(chosen.agency_code, Place(chosen.agency, chosen.collect_at), fields)
        return Inventor(office, chosen.seed, self._clock.now())


def main(argv: list[str] | None = None) -> int:
    """Run `lobby sandbox --settings FILE [--list-codes]` and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    plain = [argument for argument in arguments if argument != LIST]
    sandbox = Sandbox(settings_from(plain, SandboxSettings, "sandbox", PURPOSE), SystemClock())
    if len(plain) == len(arguments):
        return run([sandbox])
    sandbox.open()
    try:
        keys = ("code", "status", "check")
        lines = [json.dumps(dict(zip(keys, row, strict=True))) for row in sandbox.ledger.codes()]
        sys.stdout.write("\n".join([*lines, ""]))
    finally:
        sandbox.stop()
    return 0
