"""A dispenser that also looks receipts up and has buttons: a real window, a real scanner's keys, real presses."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from evdev import ecodes

from kiosk.scanners.hid_twin import EVENT, encode_keys
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Found, Issued, Reply, accept
from lobby.contract.requests import Request, TicketIssue
from lobby.contract.states import DeviceConfig, QueueState

pytestmark = pytest.mark.journey

CODE = "H15.12-250701-0001"
PRINTER = """
import json, sys
for line in sys.stdin:
    print(json.dumps({"v": 1, "job": json.loads(line)["job"], "outcome": "printed"}), flush=True)
"""


@pytest.fixture
def unit(hub: Any, screen: Callable[..., Any], tmp_path: Path) -> Any:
    """A combined unit, enrolled as a kiosk, with a scanner and a panel of buttons; both are pipes here. Where receipts
    lead it learns from the hub."""
    for service, name in (("ho-tich", "Hộ tịch – Chứng thực"), ("tra-ket-qua", "Trả kết quả")):
        state = QueueState.model_validate({**QueueState.example, "service": service, "name": name})
        hub.link.send(state, hub.link.topics.queue(service))
    told = {"collect_service": "tra-ket-qua", "fields": {"Hộ tịch": "ho-tich"}}
    config = {"rev": 1, "at": datetime.now(OFFICE_ZONE), "device": "kiosk-1", "settings": told}
    hub.link.send(DeviceConfig.model_validate(config), hub.link.topics.config("kiosk-1"))
    hub.answers["ticket/issue"] = lambda asked: accept(asked.id, Issued.model_validate(Reply.example["data"]))
    script = tmp_path / "printer.py"
    script.write_text(PRINTER, encoding="utf-8")
    settings = (
        f'role = "kiosk"\nprinter_command = {[sys.executable, str(script)]!r}\n'
        f'[[scanners.hid]]\npipe = "{tmp_path / "scanner"}"\n'
        f'[buttons]\npipe = "{tmp_path / "panel"}"\n[buttons.keys]\nKEY_1 = "ho-tich"\n'
    )
    window = screen("dispenser", "kiosk-1", settings, (1920, 1080))
    window.until(lambda seen: len(seen["targets"]) >= 3, "fields come")
    window.wait_until((tmp_path / "scanner").exists, "the scanner is read")
    window.wait_until((tmp_path / "panel").exists, "the panel is read")
    return window


def found(status: int) -> Callable[[Request], Reply]:
    data = {"dossier": {**DOSSIER_EXAMPLE, "status": status}, "as_of": datetime.now(OFFICE_ZONE), "fresh": True}
    return lambda asked: accept(asked.id, Found.model_validate(data))


def test_a_receipt_whose_result_is_ready_needs_one_touch(hub: Any, unit: Any, tmp_path: Path) -> None:
    hub.answers["dossier/find"] = found(9)
    with (tmp_path / "scanner").open("wb") as scanner:
        scanner.write(encode_keys(CODE))
    seen = unit.page("confirm")
    assert {"Trả kết quả", f"Hồ sơ {CODE}: Đã xử lý xong"} <= set(seen["texts"])
    unit.touch("take")
    unit.until(lambda seen: "Mời lấy phiếu" in seen["texts"], "the slip is out")
    (asked,) = hub.of("ticket/issue")
    assert isinstance(asked, TicketIssue) and (asked.service, asked.dossier) == ("tra-ket-qua", CODE)


def test_an_old_answer_whose_day_went_by_sends_its_holder_to_a_counter(hub: Any, unit: Any, tmp_path: Path) -> None:
    now = datetime.now(OFFICE_ZONE)
    dossier = {**DOSSIER_EXAMPLE, "status": 4, "due_at": now - timedelta(days=2)}
    old = {"dossier": dossier, "as_of": now - timedelta(days=3), "fresh": False}
    hub.answers["dossier/find"] = lambda asked: accept(asked.id, Found.model_validate(old))
    with (tmp_path / "scanner").open("wb") as scanner:
        scanner.write(encode_keys(CODE))
    seen = unit.page("receipt")
    assert any("Số liệu này cũ" in text for text in seen["texts"]) and "Lấy số gặp cán bộ" in seen["texts"]


def test_a_second_number_for_a_receipt_is_answered_with_the_first(hub: Any, unit: Any, tmp_path: Path) -> None:
    def held(_asked: Request) -> Reply:
        raise Refused(ErrorCode.WRONG_STATE, "Hồ sơ này đã có số E003.")

    hub.answers["dossier/find"] = found(5)
    hub.answers["ticket/issue"] = held
    with (tmp_path / "scanner").open("wb") as scanner:
        scanner.write(encode_keys(CODE))
    unit.page("confirm")
    unit.touch("take")
    assert "Hồ sơ này đã có số E003." in unit.page("held")["texts"]


def test_one_press_that_bounces_gives_one_number(hub: Any, unit: Any, tmp_path: Path) -> None:
    presses = b"".join(EVENT.pack(0, 0, ecodes.EV_KEY, ecodes.KEY_1, value) for value in (1, 0, 1, 0, 1, 2, 2, 0))
    with (tmp_path / "panel").open("wb") as panel:
        panel.write(presses)
    unit.until(lambda seen: "Mời lấy phiếu" in seen["texts"], "the slip is out")
    with (tmp_path / "panel").open("wb") as panel:
        panel.write(presses)
    unit.page("welcome")
    assert len(hub.of("ticket/issue")) == 1
