"""`lobby sandbox`: runs the sandbox backend, or lists its dossier codes for whoever tries the lobby."""

from __future__ import annotations

import json
import sys

from backend_bridge.sandbox.invented import Inventor, Office
from backend_bridge.sandbox.ledger import SCHEMA, Ledger
from backend_bridge.sandbox.modes import Modes
from backend_bridge.sandbox.mover import Mover
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
        self._modes = Modes(clock.monotonic)
        self._mover: Mover | None = None
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
            chosen, now = self._settings, self._clock.now()
            self.ledger.fill(Inventor(self._office(procedures), chosen.seed, now).make(chosen.dossiers))
        self.ledger.moves.pin()
        return procedures

    def start(self) -> None:
        procedures, chosen = self.open(), self._settings
        self._mover = Mover(self.ledger.moves, self._office(procedures), chosen.seed, chosen.moves_every_s, self._clock)
        app = build(chosen, self.ledger, procedures, self._clock, self._modes)
        self._served = Served(app, chosen.host, chosen.port)
        self._served.start()

    def step(self) -> None:
        """Let dossiers move; requests are answered on the server's threads."""
        if self._mover is not None:
            self._mover.step()

    def stop(self) -> None:
        self._modes.end()
        if self._served is not None:
            self._served.stop()
        self._database.stop()

    def _office(self, procedures: tuple[Procedure, ...]) -> Office:
        chosen = self._settings
        fields = {procedure.code: procedure.field for procedure in procedures}
        return Office(chosen.agency_code, Place(chosen.agency, chosen.collect_at), fields)


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
