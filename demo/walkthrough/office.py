"""The office's own software as the visit sees it: dossiers to ask for, and the journal entries it has taken."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from demo.programs import LOBBY


@dataclass(frozen=True)
class Known:
    """A dossier of the sandbox backend: its code, its state, and the receipt's check code."""

    code: str
    status: int
    check: str


def dossiers(settings: Path) -> list[Known]:
    """Return the dossiers that the sandbox backend holds."""
    command = [*LOBBY, "sandbox", "--settings", str(settings), "--list-codes"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout
    rows: Iterable[dict[str, Any]] = (json.loads(line) for line in listed.splitlines() if line.startswith("{"))
    return [Known(row["code"], row["status"], row["check"]) for row in rows]


def entries_taken(backend: str, token: str, site: str) -> list[dict[str, Any]]:
    """Return the journal entries that the backend has taken, in order."""
    answer = requests.get(
        f"{backend}/sandbox/events",
        params={"site": site, "after": "0"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    answer.raise_for_status()
    taken: list[dict[str, Any]] = answer.json()["events"]
    return taken
