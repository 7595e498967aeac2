"""The names of fields and counters, kept for a dispenser that starts while the hub cannot be reached."""

from __future__ import annotations

from pydantic import ValidationError

from lobby.contract.states import CounterState, QueueState
from lobby.database import Database

_QUEUE, _COUNTER = "queue:", "counter:"


class Pictures:
    """Keeps a picture only when what matters without the hub has changed, so that the disk is seldom written."""

    def __init__(self, disk: Database) -> None:
        self._disk = disk
        self._known: dict[str, str] = {}

    def queues(self) -> list[QueueState]:
        """Return the fields as they were last known; raises sqlite3.Error."""
        found: list[QueueState] = []
        for body in self._bodies(_QUEUE):
            try:
                found.append(QueueState.model_validate_json(body))
            except ValidationError:
                continue
        return found

    def counters(self) -> list[CounterState]:
        """Return the counters as they were last known; raises sqlite3.Error."""
        found: list[CounterState] = []
        for body in self._bodies(_COUNTER):
            try:
                found.append(CounterState.model_validate_json(body))
            except ValidationError:
                continue
        return found

    def queue_changed(self, state: QueueState) -> None:
        """Keep a field's name, counters and whether it is open; raises sqlite3.Error."""
        nobody = {"waiting": 0, "waiting_priority": 0, "last_issued": None, "last_called": None, "wait": None}
        fields = state.model_copy(update={**nobody, "rev": 0})
        self._keep(_QUEUE + state.service, fields, fields.model_dump_json(exclude={"at"}))

    def counter_changed(self, state: CounterState) -> None:
        """Keep a counter's name and whether it works; raises sqlite3.Error."""
        fields = CounterState(rev=0, at=state.at, counter=state.counter, name=state.name, state=state.state)
        self._keep(_COUNTER + state.counter, fields, fields.model_dump_json(exclude={"at"}))

    def queue_gone(self, service: str) -> None:
        """Forget a field; raises sqlite3.Error."""
        self._drop(_QUEUE + service)

    def counter_gone(self, counter: str) -> None:
        """Forget a counter; raises sqlite3.Error."""
        self._drop(_COUNTER + counter)

    def _drop(self, name: str) -> None:
        self._known.pop(name, None)
        with self._disk.transaction() as table:
            table.execute("DELETE FROM fact WHERE name = ?", (name,))

    def _keep(self, name: str, picture: QueueState | CounterState, matters: str) -> None:
        if self._known.get(name) == matters:
            return
        body = picture.model_dump_json(exclude_none=True)
        with self._disk.transaction() as table:
            table.execute("INSERT OR REPLACE INTO fact (name, body) VALUES (?, ?)", (name, body))
        self._known[name] = matters

    def _bodies(self, kind: str) -> list[str]:
        return [body for (body,) in self._disk.rows("SELECT body FROM fact WHERE name LIKE ?", kind + "%")]
