"""Citizens at real windows: a number, a dossier, a rating."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.replies import Found, Issued, Reply, accept
from lobby.contract.requests import DossierFind, RatingSubmit, Request, TicketIssue, TicketPrinted
from lobby.contract.states import CounterState, DeviceConfig, QueueState

pytestmark = pytest.mark.journey

PRINTER = """
import json, pathlib, sys
for line in sys.stdin:
    job = json.loads(line)
    with pathlib.Path(sys.argv[1]).open("a") as paper:
        paper.write(line)
    print(json.dumps({"v": 1, "job": job["job"], "outcome": sys.argv[2]}), flush=True)
"""


def queue_of(service: str, name: str) -> QueueState:
    return QueueState.model_validate({**QueueState.example, "service": service, "name": name})


def open_fields(hub: Any) -> None:
    for service, name in (("ho-tich", "Hộ tịch – Chứng thực"), ("dat-dai", "Đất đai – Xây dựng")):
        hub.link.send(queue_of(service, name), hub.link.topics.queue(service))


def dispenser_settings(tmp_path: Path, outcome: str) -> str:
    script = tmp_path / "printer.py"
    script.write_text(PRINTER, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "paper"), outcome]
    return f'office = "Trung tâm Phục vụ hành chính công phường Tô Hiệu"\nprinter_command = {command!r}'


def issue(request: Request) -> Reply:
    return accept(request.id, Issued.model_validate(Reply.example["data"]))


def test_a_citizen_takes_a_number(hub: Any, screen: Callable[..., Any], tmp_path: Path) -> None:
    hub.answers["ticket/issue"] = issue
    open_fields(hub)
    window = screen("dispenser", "dispenser-1", dispenser_settings(tmp_path, "printed"), (1920, 1080))
    window.until(lambda seen: any(one["name"] == "service:ho-tich" for one in seen["targets"]), "fields come")
    window.touch("service:ho-tich")
    assert "4" in window.page("confirm")["texts"]
    window.touch("take")
    seen = window.until(lambda seen: "Mời lấy phiếu" in seen["texts"], "the slip is out")
    assert "A012" in seen["texts"]
    (asked,) = hub.of("ticket/issue")
    assert isinstance(asked, TicketIssue) and asked.service == "ho-tich"
    window.wait_until(lambda: hub.of("ticket/printed"), "the hub is told")
    (told,) = hub.of("ticket/printed")
    assert isinstance(told, TicketPrinted) and told.outcome == "printed"
    assert len((tmp_path / "paper").read_text().splitlines()) == 1
    window.page("welcome")


def test_without_paper_the_citizen_is_asked_to_remember_the_number(
    hub: Any, screen: Callable[..., Any], tmp_path: Path
) -> None:
    hub.answers["ticket/issue"] = issue
    open_fields(hub)
    window = screen("dispenser", "dispenser-1", dispenser_settings(tmp_path, "failed"))
    window.until(lambda seen: any(one["name"] == "service:dat-dai" for one in seen["targets"]), "fields come")
    window.touch("service:dat-dai")
    window.page("confirm")
    window.touch("take")
    seen = window.until(lambda seen: "Máy in đang bận/hết giấy – xin ghi nhớ số" in seen["texts"], "told so")
    assert "A012" in seen["texts"]
    window.wait_until(lambda: [one.outcome for one in hub.of("ticket/printed")] == ["shown"], "the hub is told")


def test_the_fields_come_back_by_themselves_after_the_broker(
    broker: Any, hub: Any, screen: Callable[..., Any], tmp_path: Path
) -> None:
    open_fields(hub)
    window = screen("dispenser", "dispenser-1", dispenser_settings(tmp_path, "printed"))
    window.until(lambda seen: seen["page"] == "welcome" and seen["targets"], "fields come")
    broker.stop()
    seen = window.page("sorry")
    assert "Hiện chưa lấy được số tại máy này" in seen["texts"]
    broker.start()
    window.until(lambda seen: seen["page"] == "welcome", "fields are back", 30)


def test_a_citizen_types_a_code_and_the_next_one_sees_nothing_of_it(hub: Any, screen: Callable[..., Any]) -> None:
    now = datetime.now(OFFICE_ZONE)
    dossier = {**DOSSIER_EXAMPLE, "todo": "Mời bà Nguyễn Thị A đến nhận.", "due_at": None}
    hub.answers["dossier/find"] = lambda asked: accept(
        asked.id, Found.model_validate({"dossier": dossier, "as_of": now, "fresh": True})
    )
    window = screen("kiosk", "kiosk-1", "", (800, 480))
    window.page("welcome")
    window.touch(*(f"key:{letter}" for letter in "H15.12-250701-0001"))
    window.until(lambda seen: "H15.12-250701-0001" in seen["texts"], "the code is typed")
    window.touch("find")
    seen = window.page("result")
    waits = "Quý khách chưa phải làm gì thêm. Vui lòng chờ đến ngày hẹn trả kết quả."
    assert {"Đang xử lý", "Đăng ký khai sinh", waits} <= set(seen["texts"])
    assert not any("Nguyễn" in text for text in seen["texts"])
    (asked,) = hub.of("dossier/find")
    assert isinstance(asked, DossierFind) and asked.code == "H15.12-250701-0001"
    window.touch("done")
    left = window.page("welcome")
    assert not any("Đăng ký khai sinh" in text or text == "H15.12-250701-0001" for text in left["texts"])


def test_an_unknown_code_is_told_in_a_sentence(
    hub: Any, screen: Callable[..., Any], not_found: Callable[[Request], Reply]
) -> None:
    hub.answers["dossier/find"] = not_found
    window = screen("kiosk", "kiosk-1", "", (800, 480))
    window.page("welcome")
    window.touch(*(f"key:{letter}" for letter in "H15-250701-999"))
    window.touch("find")
    seen = window.page("problem")
    assert any("Không tìm thấy hồ sơ" in text for text in seen["texts"])


def test_a_citizen_rates_once(hub: Any, screen: Callable[..., Any]) -> None:
    now = datetime.now(OFFICE_ZONE)
    counter = {**CounterState.example, "counter": "quay-1", "name": "Quầy số 1", "rev": 1}
    hub.link.send(CounterState.model_validate(counter), hub.link.topics.counter("quay-1"))
    window = screen("pad", "pad-1", 'counter = "quay-1"\nlevels = 5')
    assert "A012" in window.until(lambda seen: "A012" in seen["texts"], "the called number")["texts"]
    rating = {"rate": "kZ3v9Q0b7sY", "number": "A012", "opened_at": now, "closes_at": now + timedelta(seconds=60)}
    config = DeviceConfig.model_validate(
        {"rev": 1, "at": now, "device": "pad-1", "counter": "quay-1", "rating": rating}
    )
    hub.link.send(config, hub.link.topics.config("pad-1"))
    window.page("rating")
    window.touch("score:4")
    window.page("thanks")
    window.wait_until(lambda: hub.of("rating/submit"), "the rating arrives")
    (asked,) = hub.of("rating/submit")
    assert isinstance(asked, RatingSubmit) and (asked.score, asked.rate) == (4, "kZ3v9Q0b7sY")
    window.page("idle")
