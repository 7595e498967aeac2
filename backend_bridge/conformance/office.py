"""The dossiers and journal entries that adapters are proven with: all ten states, names with every mark."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend_bridge.conformance.stand import Held
from lobby.contract.base import OFFICE_ZONE, wire_time
from lobby.contract.dossiers import STATUS_TEXTS, Dossier, Step

CHECK = "K7V8"
HOLDER = "Nguyễn Thị Ước"
MASKED = "N***** T** Ư**"
UNKNOWN = "H15.12-250701-9999"
RECEIVED = datetime(2026, 11, 2, 8, 30, tzinfo=OFFICE_ZONE)  # whole minutes: many offices keep no seconds
DONE, RETURNED = 9, 10


def code_of(status: int) -> str:
    """Return the code of the dossier in that state."""
    return f"H15.12-261102-{status:04d}"


def dossier(status: int = 4, procedure: str = "Đăng ký khai sinh") -> Dossier:
    """Return a dossier of that state (1 to 10) with all that an office may know of it."""
    return Dossier(
        code=code_of(status),
        procedure_code="1.001193",
        procedure=procedure,
        field="Hộ tịch",
        agency="UBND xã Mường É",
        status=status,
        status_text=STATUS_TEXTS[status],
        received_at=RECEIVED,
        due_at=RECEIVED + timedelta(days=3) if status not in (1, 3) else None,
        done_at=RECEIVED + timedelta(days=2) if status in (DONE, RETURNED) else None,
        returned_at=RECEIVED + timedelta(days=2, hours=5) if status == RETURNED else None,
        holder_masked=MASKED,
        steps=(Step(at=RECEIVED, what="Tiếp nhận hồ sơ", unit="Bộ phận Một cửa"),),
    )


def held(status: int = 4, procedure: str = "Đăng ký khai sinh") -> Held:
    """Return that dossier as an office holds it."""
    return Held(dossier(status, procedure), HOLDER, CHECK)


def entry(seq: int) -> dict[str, Any]:
    """Return a journal entry as the bridge sends it."""
    return {
        "v": 1,
        "seq": seq,
        "at": wire_time(RECEIVED + timedelta(seconds=seq)),
        "kind": "counter.opened",
        "counter": "quay-3",
        "officer": "lan.nt",
        "data": {"why": f"Chờ lâu nhất trong lĩnh vực Hộ tịch – «Chứng thực»; số {seq}\n", "n": seq},
    }


def entries(first: int, last: int) -> list[dict[str, Any]]:
    """Return the entries from `first` to `last`, both with."""
    return [entry(seq) for seq in range(first, last + 1)]
