"""The stand of the adapter `files`: an office that exports into a folder."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from backend_bridge.adapters import files as files_adapter
from backend_bridge.adapters.adapter import Around
from backend_bridge.adapters.backend import Backend
from backend_bridge.adapters.flat import Columns
from backend_bridge.conformance.stand import Held, Stand, Trouble
from backend_bridge.sandbox.procedures import load_procedures
from lobby.clock import SystemClock
from lobby.contract.dossiers import Counts

SITE = "demo"
AGO_S = 60
COUNTS = Counts(received=12, processing=88, on_time=300, overdue=2, supplement=5, ready=9, returned=260)


AGENCIES = (
    {"MaCoQuan": "H15.12", "TenCoQuan": "UBND phường Tô Hiệu", "MaCu": "H15.40;H15.43", "TenCu": "", "MaCoQuanMoi": ""},
    {"MaCoQuan": "H15.41", "TenCoQuan": "UBND phường Chiềng Lề", "MaCu": "", "TenCu": "", "MaCoQuanMoi": "H15.12"},
)


def row_of(held: Held) -> dict[str, Any]:
    """Return the row that an office's table has for a dossier, in the columns' usual names."""
    told = held.dossier.model_dump() | {"holder": held.holder, "check": held.check}
    names = Columns().model_dump()
    return {column: told.get(name) for name, column in names.items()}


class DroppedFiles:
    """The exporting office; `trouble` moves its folder away or spoils its files."""

    troubles: Collection[Trouble] = frozenset({Trouble.AWAY, Trouble.WRONG})

    def __init__(self, folder: Path) -> None:
        self._state = folder / "bridge"
        self._office = folder / "office"
        self._gone = folder / "gone"
        self._dossiers: Sequence[Held] = ()

    def start(self) -> None:
        """Export everything once, no dossier yet."""
        self._office.mkdir()
        self._export()

    def open(self) -> Backend:
        """See Stand."""
        settings = files_adapter.FilesSettings(
            folder=self._office, figures="so-lieu.json", procedures="thu-tuc.jsonl", agencies="co-quan.csv"
        )
        return files_adapter.ADAPTER.open(settings, Around(SITE, self._state, SystemClock()))

    def put(self, held: Sequence[Held]) -> None:
        """See Stand."""
        self._dossiers = held
        self._export()

    def counts(self) -> Counts | None:
        """See Stand."""
        return COUNTS

    def procedures(self) -> Collection[str] | None:
        """See Stand."""
        return [one.code for one in load_procedures()]

    def agencies(self) -> Collection[str] | None:
        """See Stand."""
        return [row["MaCoQuan"] for row in AGENCIES]

    def taken(self) -> list[dict[str, Any]]:
        """See Stand."""
        files = sorted((self._office / "nhat-ky").glob(f"{SITE}-*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    def reported(self) -> list[dict[str, Any]] | None:
        """See Stand."""
        files = sorted((self._office / "nhat-ky").glob(f"thiet-bi-{SITE}-*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    def trouble(self, kind: Trouble | None) -> None:
        """See Stand."""
        if self._gone.exists():
            self._gone.rename(self._office)
        if kind is Trouble.AWAY:
            self._office.rename(self._gone)
        elif kind is Trouble.WRONG:
            for name in ("ho-so.csv", "so-lieu.json", "thu-tuc.jsonl"):
                self._drop(name, "[{7, \udcff", AGO_S - 1)
        else:
            self._export()

    def close(self) -> None:
        """See Stand."""

    def _export(self) -> None:
        text = io.StringIO(newline="")
        table = csv.DictWriter(text, Columns().model_dump().values(), delimiter=";")
        table.writeheader()
        table.writerows(row_of(one) for one in self._dossiers)
        self._drop("ho-so.csv", text.getvalue())
        self._drop("co-quan.csv", _csv(AGENCIES))
        self._drop("so-lieu.json", COUNTS.model_dump_json())
        self._drop("thu-tuc.jsonl", "\n".join(json.dumps(one.record, ensure_ascii=False) for one in load_procedures()))

    def _drop(self, name: str, text: str, ago_s: float = AGO_S) -> None:
        file = self._office / name
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
        then = time.time_ns() - int(ago_s * 1e9)  # long enough ago to be finished
        os.utime(file, ns=(then, then))


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)


def files(folder: Path) -> Stand:
    """Return a stand for the adapter `files`."""
    stand = DroppedFiles(folder)
    stand.start()
    return stand
