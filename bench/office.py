"""The demo's site joined to the sandbox backend, each program killed, held and started again as a bench wants it."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from bench.site import Bench, wait
from broker_config.mosquitto import CONF, set_aside_bad_store
from demo.manifest import Ports
from demo.ports import free_ports
from demo.programs import LOBBY, find_broker
from demo.site import BACKEND, BRIDGE, HUB, SITE
from demo.tables import toml

BROKER = "broker"
_COMMANDS = {HUB.id: "hub", BRIDGE.id: "bridge", BACKEND.id: "sandbox"}
# The pace of lookups is not what is measured.
LOOKUPS: dict[str, object] = {"per_device_per_minute": 6000, "per_site_per_minute": 60_000}
READY_WITHIN_S = 30.0


class Office:
    """The folders and processes of one such site; `stop` ends whatever runs."""

    def __init__(self, root: Path, bridge: dict[str, object] | None = None) -> None:
        self.bench = Bench(root, Ports(*free_ports((0, 0, 0, 0))))
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        hub = self.bench.places.settings_of(HUB.id)
        hub.write_text(re.sub(r"^(prefix = .*)$", r"\1\nlast = 9999", hub.read_text("utf-8"), flags=re.M), "utf-8")
        settings = self.bench.places.settings_of(BRIDGE.id)
        more = toml({"lookup": LOOKUPS, **(bridge or {})})
        settings.write_text(settings.read_text(encoding="utf-8") + "\n" + more, encoding="utf-8")

    @property
    def url(self) -> str:
        """The backend's address."""
        return f"http://127.0.0.1:{self.bench.ports.backend}"

    def start(self, *names: str) -> None:
        """Start the broker or programs; the broker listens, and the backend answers, when this returns."""
        for name in names:
            folder = self.bench.places.broker
            if name == BROKER:
                set_aside_bad_store(folder)
                command = [str(find_broker()), "-c", str(folder / CONF)]
            else:
                command = [*LOBBY, _COMMANDS[name], "--settings", str(self.bench.places.settings_of(name))]
            self._running[name] = _start(command, self.bench.places.log_of(name))
            if name in (BROKER, BACKEND.id):
                wait(self.listens if name == BROKER else self.answers, f"{name} is there", READY_WITHIN_S)

    def kill(self, *names: str) -> None:
        """End programs as a power cut would, together."""
        for name in names:
            self._running[name].kill()
        for name in names:
            self._running.pop(name).wait()

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Let a program do nothing meanwhile: its port takes calls and nobody answers."""
        process = self._running[name]
        process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            process.send_signal(signal.SIGCONT)

    def runs(self, name: str) -> bool:
        """Tell whether a program was started and not killed since."""
        return name in self._running

    def stop(self) -> None:
        """End all programs, the broker last."""
        for name in sorted(self._running, key=BROKER.__eq__):
            process = self._running.pop(name)
            process.send_signal(signal.SIGCONT)
            process.terminate()
            process.wait(15)

    def listens(self) -> bool:
        """Tell whether the broker takes connections."""
        return self.bench.listens()

    def answers(self) -> bool:
        """Tell whether the backend answers."""
        with suppress(OSError, URLError):
            urlopen(f"{self.url}/healthz", timeout=2).close()
            return True
        return False

    def mode(self, mode: str) -> None:
        """Switch how the backend behaves."""
        body = json.dumps({"mode": mode}).encode()
        asked = Request(f"{self.url}/sandbox/mode", body, {"Content-Type": "application/json"}, method="POST")
        urlopen(asked, timeout=5).close()

    def set_aside(self) -> int:
        """Return how many entries the bridge has set aside, read in its own file."""
        return int(_rows(self._outbox, "SELECT count(*) FROM aside")[0][0])

    def through(self, site: str = SITE) -> int:
        """Return the last entry that the backend says it holds of a site, 0 where it does not answer."""
        with suppress(OSError, URLError):
            return int(self._page(10**14, site)["through"])
        return 0

    def taken(self) -> int:
        """Return the last entry that the bridge answers for, read in its own file; 0 before there is one."""
        with suppress(sqlite3.OperationalError):
            return int(_rows(self._outbox, "SELECT seq FROM head")[0][0])
        return 0

    def told(self) -> list[dict[str, Any]]:
        """Return all entries that the backend shows as taken, in the order in which it shows them."""
        entries: list[dict[str, Any]] = []
        while page := self._page(entries[-1]["seq"] if entries else 0)["events"]:
            entries += page
        return entries

    def codes(self, most: int) -> list[str]:
        """Return codes of dossiers that the backend holds."""
        return [code for (code,) in _rows(self._backends, "SELECT code FROM dossier ORDER BY code LIMIT ?", most)]

    def stored(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the entries in the backend's own database, past its program: number and body."""
        found = _rows(self._backends, "SELECT seq, body FROM event WHERE site = ? ORDER BY seq", SITE)
        return [(seq, json.loads(body)) for seq, body in found]

    def _page(self, after: int, site: str = SITE) -> dict[str, Any]:
        with urlopen(f"{self.url}/sandbox/events?site={site}&after={after}", timeout=10) as answer:
            page: dict[str, Any] = json.load(answer)
        return page

    @property
    def _outbox(self) -> Path:
        return self.bench.places.state_of(BRIDGE.id) / "outbox.db"

    @property
    def _backends(self) -> Path:
        return self.bench.places.state_of(BACKEND.id) / "backend.db"


def _rows(file: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as store:
        return store.execute(query, values).fetchall()


def _start(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as told:
        # In a session of its own: an interrupt is the bench's to take.
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=told, stderr=told, start_new_session=True)
