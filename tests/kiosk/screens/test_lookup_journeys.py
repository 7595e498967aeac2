"""Citizens at a real lookup kiosk: from the dossier to a number at its counter, left alone, and the bridge gone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.devices import Presence, Standing
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.notices import Notices
from lobby.contract.replies import Found, Issued, Reply, accept
from lobby.contract.requests import DossierFind, PrintOutcome, Request, TicketIssue, TicketPrinted
from lobby.contract.roles import Role
from lobby.contract.states import TICKET_EXAMPLE, DeviceConfig, QueueState

pytestmark = pytest.mark.journey

CODE = "H15.12-250702-0345"
NAMES = {"ho-tich": "Hộ tịch – Chứng thực", "tra-ket-qua": "Trả kết quả"}


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """A serial scanner: what is written to the first comes out of the port."""
    wire, other = os.openpty()
    yield wire, os.ttyname(other)
    os.close(wire)
    os.close(other)


@pytest.fixture
def site(hub: Any) -> Any:
    """Two fields, where receipts lead, and a dossier whose result waits."""
    now = datetime.now(OFFICE_ZONE)
    for service, name in NAMES.items():
        state = {**QueueState.example, "rev": 1, "at": now, "service": service, "name": name, "waiting": 3}
        hub.link.send(QueueState.model_validate(state), hub.link.topics.queue(service))
    config = {"rev": 1, "at": now, "device": "kiosk-1", "settings": {"collect_service": "tra-ket-qua"}}
    hub.link.send(DeviceConfig.model_validate(config), hub.link.topics.config("kiosk-1"))

    def find(asked: Request) -> Reply:
        assert isinstance(asked, DossierFind)
        dossier = {**DOSSIER_EXAMPLE, "code": asked.code, "status": 9, "status_text": "Đã xử lý xong"}
        return accept(asked.id, Found.model_validate({"dossier": dossier, "as_of": now, "fresh": True}))

    def issue(asked: Request) -> Reply:
        assert isinstance(asked, TicketIssue)
        ticket = {**TICKET_EXAMPLE, "number": "E005", "service": asked.service}
        return accept(asked.id, Issued.model_validate({"ticket": ticket, "ahead": 3, "track": "Qk3nVx8c2J0"}))

    hub.answers |= {"dossier/find": find, "ticket/issue": issue}
    return hub


def test_a_result_that_waits_gives_its_holder_a_number_with_one_touch(
    site: Any, screen: Callable[..., Any], line: tuple[int, str], tmp_path: Path
) -> None:
    wire, port = line
    window = screen("kiosk", "kiosk-1", f'log_level = "DEBUG"\n[[scanners.serial]]\nport = "{port}"')
    window.wait_until(lambda: "serial" in (tmp_path / "kiosk-1.log").read_text(), "the scanner is there", 20)

    def scanned(seen: dict[str, Any]) -> bool:
        if seen["page"] == "welcome":
            os.write(wire, f"{CODE}\r".encode())
        return seen["page"] == "result" and any(one["name"] == "number" for one in seen["targets"])

    window.until(scanned, "the dossier, with a number to take", 30)
    window.touch("number")
    seen = window.until(lambda seen: "E005" in seen["texts"], "the number")
    assert seen["page"] == "taken" and "Xin ghi nhớ số này hoặc chụp ảnh màn hình" in seen["texts"]
    (asked,) = site.of("ticket/issue")
    assert (asked.service, asked.dossier) == ("tra-ket-qua", CODE)
    window.wait_until(lambda: site.of("ticket/printed"), "the hub hears that the number was shown")
    (told,) = site.of("ticket/printed")
    assert isinstance(told, TicketPrinted) and told.outcome is PrintOutcome.SHOWN
    window.touch("done")
    assert not any(CODE in text or "E005" in text for text in window.page("welcome")["texts"])
    assert CODE not in (tmp_path / "kiosk-1.log").read_text()


def test_an_old_answer_whose_day_went_by_sends_its_holder_to_a_counter(site: Any, screen: Callable[..., Any]) -> None:
    now = datetime.now(OFFICE_ZONE)
    dossier = {**DOSSIER_EXAMPLE, "code": CODE, "status": 4, "due_at": now - timedelta(days=2)}
    old = {"dossier": dossier, "as_of": now - timedelta(days=3), "fresh": False}
    site.answers["dossier/find"] = lambda asked: accept(asked.id, Found.model_validate(old))
    window = screen("kiosk", "kiosk-1", "")
    window.page("welcome")
    window.touch(*(f"key:{letter}" for letter in CODE), "find")
    seen = window.page("result")
    assert any("Số liệu này cũ" in text for text in seen["texts"])
    assert any(one["name"] == "number" for one in seen["targets"])
    assert not any("chưa cần đến quầy" in text for text in seen["texts"])


def test_an_older_answer_is_read_at_once_and_becomes_the_new_one_when_that_comes(
    site: Any, screen: Callable[..., Any]
) -> None:
    now = datetime.now(OFFICE_ZONE)
    later: Future[Reply] = Future()

    def answer(asked: DossierFind, status: int, **told: Any) -> Reply:
        dossier = {**DOSSIER_EXAMPLE, "code": asked.code, "status": status}
        return accept(asked.id, Found.model_validate({"dossier": dossier, "as_of": now, **told}))

    site.answers["dossier/find"] = lambda one: later if one.fresh else answer(one, 4, fresh=False, coming=True)
    window = screen("kiosk", "kiosk-1", "")
    window.page("welcome")
    window.touch(*(f"key:{letter}" for letter in CODE), "find")
    seen = window.until(lambda seen: "Đang hỏi lại số liệu mới…" in seen["texts"], "the older answer stands")
    assert seen["page"] == "result" and "Đang xử lý" in seen["texts"]
    window.wait_until(lambda: len(site.of("dossier/find")) == 2, "the new answer is asked for")
    later.set_result(answer(site.of("dossier/find")[-1], 9, fresh=True))
    seen = window.until(lambda seen: "Vừa cập nhật số liệu mới" in seen["texts"], "the new answer stands there")
    assert seen["page"] == "result" and "Đã xử lý xong" in seen["texts"]


def test_left_alone_it_tells_hours_lines_and_notices_and_a_touch_wakes_it(
    site: Any, screen: Callable[..., Any]
) -> None:
    told = {"rev": 1, "at": datetime.now(OFFICE_ZONE), "ticker": ["Không thu thêm khoản phí nào."]}
    site.link.send(Notices.model_validate(told), site.link.topics.notices())
    window = screen("kiosk", "kiosk-1", 'attract_after_s = 1\nhours = ["Sáng 7:30 – 11:30"]')
    texts = {"Sáng 7:30 – 11:30", "Trả kết quả", "3 người đang chờ", "Không thu thêm khoản phí nào."}
    window.until(lambda seen: seen["page"] == "idle" and texts <= set(seen["texts"]), "hours, lines and notices")
    window.touch("wake")
    window.page("welcome")


def test_without_the_bridge_the_door_says_so_and_a_number_can_still_be_taken(
    site: Any, screen: Callable[..., Any], broker: Any
) -> None:
    window = screen("kiosk", "kiosk-1", 'hotline = "0212 3852 114"')
    window.page("welcome")
    gone = Presence(state=Standing.OFFLINE, role=Role.BRIDGE, version="1", since=datetime.now(OFFICE_ZONE))
    publish_as_bridge(broker, gone, site.link.topics.presence("bridge"))
    window.until(lambda seen: any("tạm thời chưa tra cứu" in text for text in seen["texts"]), "the door says so")
    window.touch(*(f"key:{letter}" for letter in CODE), "find")
    seen = window.page("problem")
    assert "Gọi đường dây nóng 0212 3852 114." in seen["texts"]
    window.touch("number")
    window.page("fields")
    assert site.of("dossier/find") == []


def publish_as_bridge(broker: Any, said: Presence, topic: str) -> None:
    """Say what the broker says when the bridge is lost."""
    from paho.mqtt import publish  # noqa: PLC0415

    password = broker.password_file("bridge").read_text().strip()
    publish.single(
        topic,
        said.model_dump_json(),
        qos=1,
        retain=True,
        hostname=broker.host,
        port=broker.port,
        client_id="bridge",
        auth={"username": "bridge", "password": password},
    )


def test_a_picture_of_the_screen_tells_nothing_of_a_citizens_dossier(
    site: Any, screen: Callable[..., Any], line: tuple[int, str], tmp_path: Path
) -> None:
    wire, port = line
    window = screen("kiosk", "kiosk-1", f'[[scanners.serial]]\nport = "{port}"', private=False)
    assert any("Đưa giấy biên nhận" in text for text in window.page("welcome")["texts"]), "the door may be seen"

    pictures = []
    for code in (CODE, "H26.1-260131-9999"):
        window.wait_until(lambda: "scanner at" in (tmp_path / "kiosk-1.log").read_text(), "the scanner is there", 30)
        os.write(wire, f"{code}\r".encode())
        seen = window.page("result")
        assert seen["texts"] == [] and {one["text"] for one in seen["targets"]} == {""}
        picture = window.picture()
        assert json.loads(picture.with_suffix(".json").read_text()) == seen
        pictures.append(picture.read_bytes())
        window.touch("done")
        assert any("Đưa giấy biên nhận" in text for text in window.page("welcome")["texts"])
    assert pictures[0] == pictures[1], "two dossiers in one state look the same"
