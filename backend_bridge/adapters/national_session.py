"""Calls of the national gateway's shape: JSON in which every value is a string, in a session that is renewed."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError, field_validator

from backend_bridge.adapters.backend import Unreachable
from backend_bridge.adapters.line import Line
from lobby.contract.base import Part

log = logging.getLogger(__name__)

GOOD = "0"
LARGEST = 16 * 1024 * 1024
_REFUSES_US = frozenset({401, 403})


class Answer(Part):
    """`{error_code, message, result}`; `result` is a list of objects, also where one object or nothing was answered."""

    error_code: str
    message: str = ""
    result: tuple[dict[str, Any], ...] = ()
    session: str | None = None

    @field_validator("error_code", "message", mode="before")
    @classmethod
    def _as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value or ""

    @field_validator("result", mode="before")
    @classmethod
    def _as_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value or []


class Gateway:
    """The gateway's services in a session of `username`; any thread may call."""

    def __init__(
        self,
        line: Line,
        paths: tuple[str, str],
        username: str,
        password: str,
        unit: str,
        ended: Collection[str],
    ) -> None:
        self._line = line
        self._login_path, self._path = paths
        self._username = username
        self._password = password
        self._unit = unit
        self._ended = ended
        self._lock = threading.Lock()
        self._session: str | None = None

    def call(self, service: str, data: Sequence[Mapping[str, str]] = ()) -> Answer:
        """Return the answer of `service`, whatever its error_code; raises Unreachable.

        A session that has ended is renewed once.
        """
        used = self._begun(None)
        answer = self._ask(used, service, data)
        if answer.error_code in self._ended:
            answer = self._ask(self._begun(used), service, data)
        if answer.error_code in self._ended:
            raise Unreachable("the gateway ends each session at once", refused_us=True)
        return answer

    def _begun(self, ended: str | None) -> str:
        """Return a session that is not `ended`; the first of several threads renews it for all."""
        with self._lock:
            if self._session is None or self._session == ended:
                self._session = None
                self._session = self._log_in()
            return self._session

    def _log_in(self) -> str:
        answer = self._post(self._login_path, {"username": self._username, "password": self._password})
        told = answer.session or next((one.get("session") for one in answer.result), None)
        if answer.error_code != GOOD or not isinstance(told, str) or not told:
            raise Unreachable(f"log-in refused: {answer.error_code}", refused_us=True)
        log.info("session with the gateway begun")
        return told

    def _ask(self, session: str, service: str, data: Sequence[Mapping[str, str]]) -> Answer:
        asked = {"session": session, "service": service, "madonvi": self._unit, "isUpdating": "false"}
        return self._post(self._path, {**asked, "data": [dict(one) for one in data]})

    def _post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        status, body = self._line.call("POST", path, LARGEST, data=json.dumps(fields, ensure_ascii=False).encode())
        if status != 200:
            raise Unreachable(f"HTTP {status}", refused_us=status in _REFUSES_US)
        try:
            return Answer.model_validate_json(body)
        except ValidationError as fault:
            raise Unreachable("answer not of the gateway's form") from fault
