"""A real dispenser window through a lost hub, kills at the worst moments, and slips printed again."""

from __future__ import annotations

import json
import signal
import sys
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.replies import Issued, Leased, Reply, accept
from lobby.contract.requests import NumbersUsed, Request, TicketCancel, TicketIssue, TicketPrinted
from lobby.contract.states import TICKET_EXAMPLE, DeviceConfig, QueueState

pytestmark = pytest.mark.journey

PRINTER = """
import json, pathlib, sys
for line in sys.stdin:
    job = json.loads(line)
    with pathlib.Path(sys.argv[1]).open("a") as paper:
        paper.write(line)
    if sys.argv[2] == "silent":
        continue
    print(json.dumps({"v": 1, "job": job["job"], "outcome": sys.argv[2]}), flush=True)
"""
JOB = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"


def settings(tmp_path: Path, outcome: str = "printed") -> str:
    script = tmp_path / "printer.py"
    script.write_text(PRINTER, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "paper"), outcome]
    return f"printer_command = {command!r}"


def paper(tmp_path: Path) -> list[dict[str, Any]]:
    path = tmp_path / "paper"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def issue(request: Request) -> Reply:
    return accept(request.id, Issued.model_validate(Reply.example["data"]))


def lease(request: Request) -> Reply:
    today = datetime.now(OFFICE_ZONE).date()
    return accept(request.id, Leased(day=today, numbers={"ho-tich": ("A901", "A902", "A903", "A904")}))


def open_field(hub: Any) -> None:
    state = QueueState.model_validate({**QueueState.example, "service": "ho-tich", "name": "Hộ tịch – Chứng thực"})
    hub.link.send(state, hub.link.topics.queue("ho-tich"))


def ready(window: Any, hub: Any) -> None:
    window.until(lambda seen: any(one["name"] == "service:ho-tich" for one in seen["targets"]), "fields come")
    window.wait_until(lambda: hub.of("numbers/lease"), "a lease is asked for")


def takes(window: Any) -> str:
    """Take a number at the window; returns it."""
    window.page("welcome")
    window.touch("service:ho-tich")
    window.page("confirm")
    window.touch("take")
    seen = window.until(lambda seen: "Mời lấy phiếu" in seen["texts"], "the slip is out")
    window.touch("done")
    return next(text for text in seen["texts"] if text.startswith("A9"))


def test_three_citizens_get_numbers_without_the_hub_and_it_takes_them_in_when_it_is_back(
    hub: Any, broker: Any, screen: Callable[..., Any], tmp_path: Path
) -> None:
    hub.answers["numbers/lease"] = lease
    open_field(hub)
    window = screen("dispenser", "dispenser-1", settings(tmp_path))
    ready(window, hub)
    broker.stop()
    window.until(lambda seen: any("mất kết nối" in text for text in seen["texts"]), "the loss is told")
    assert [takes(window) for _ in range(3)] == ["A901", "A902", "A903"]
    assert [(slip["number"], slip["offline"]) for slip in paper(tmp_path)] == [
        ("A901", True),
        ("A902", True),
        ("A903", True),
    ]
    broker.start()
    window.wait_until(lambda: len(hub.of("numbers/used")) == 3, "the hub takes them in", 40)
    window.wait_until(lambda: len(hub.of("ticket/printed")) == 3, "and hears of their slips", 40)
    used = [one for one in hub.of("numbers/used") if isinstance(one, NumbersUsed)]
    assert [one.number for one in used] == ["A901", "A902", "A903"]
    assert sorted(one.issued_at for one in used) == [one.issued_at for one in used]
    assert len({one.ticket for one in used}) == 3
    printed = [one for one in hub.of("ticket/printed") if isinstance(one, TicketPrinted)]
    assert [one.ticket for one in printed] == [one.ticket for one in used]


def test_a_dispenser_killed_without_the_hub_gives_no_number_twice(
    hub: Any, broker: Any, screen: Callable[..., Any], tmp_path: Path
) -> None:
    hub.answers["numbers/lease"] = lease
    open_field(hub)
    window = screen("dispenser", "dispenser-1", settings(tmp_path))
    ready(window, hub)
    broker.stop()
    window.until(lambda seen: any("mất kết nối" in text for text in seen["texts"]), "the loss is told")
    assert takes(window) == "A901"
    window.process.send_signal(signal.SIGKILL)
    window.process.wait(10)
    again = screen("dispenser", "dispenser-1", settings(tmp_path))
    again.until(lambda seen: any("mất kết nối" in text for text in seen["texts"]), "it goes on without the hub", 30)
    assert takes(again) == "A902"
    broker.start()
    again.wait_until(lambda: len(hub.of("numbers/used")) == 2, "the hub takes both in", 40)
    assert [one.number for one in hub.of("numbers/used")] == ["A901", "A902"]


def test_a_dispenser_killed_before_the_answer_gives_the_number_back(
    hub: Any, screen: Callable[..., Any], tmp_path: Path
) -> None:
    hub.answers["ticket/issue"] = issue
    open_field(hub)
    window = screen("dispenser", "dispenser-1", settings(tmp_path))
    ready(window, hub)
    hub.silent = True
    window.touch("service:ho-tich")
    window.page("confirm")
    window.touch("take")
    window.page("asking")
    window.process.send_signal(signal.SIGKILL)
    window.process.wait(10)
    hub.silent = False
    again = screen("dispenser", "dispenser-1", settings(tmp_path))
    again.wait_until(lambda: hub.of("ticket/cancel"), "the number is given back", 40)
    (back,) = hub.of("ticket/cancel")
    assert isinstance(back, TicketCancel) and back.track == "Qk3nVx8c2J0"
    assert len(hub.of("ticket/issue")) == 1 and isinstance(hub.of("ticket/issue")[0], TicketIssue)
    assert paper(tmp_path) == [], "nobody waits for this slip"


def test_a_dispenser_killed_while_it_prints_shows_the_number_again_and_asks_for_the_same_slip(
    hub: Any, screen: Callable[..., Any], tmp_path: Path
) -> None:
    hub.answers["ticket/issue"] = issue
    open_field(hub)
    window = screen("dispenser", "dispenser-1", settings(tmp_path, "silent"))
    ready(window, hub)
    window.touch("service:ho-tich")
    window.page("confirm")
    window.touch("take")
    window.wait_until(lambda: paper(tmp_path), "the slip is begun")
    window.process.send_signal(signal.SIGKILL)
    window.process.wait(10)
    again = screen("dispenser", "dispenser-1", settings(tmp_path))
    seen = again.page("taken")
    assert "A012" in seen["texts"]
    again.wait_until(lambda: hub.of("ticket/printed"), "the slip's end is told", 40)
    assert len({slip["job"] for slip in paper(tmp_path)}) == 1, "the print service knows the job, and prints it once"
    assert len(hub.of("ticket/issue")) == 1 and not hub.of("ticket/cancel")


def test_a_slip_wanted_again_is_printed_once_also_over_a_kill(
    hub: Any, screen: Callable[..., Any], tmp_path: Path
) -> None:
    open_field(hub)
    window = screen("dispenser", "dispenser-1", settings(tmp_path))
    ready(window, hub)
    wanted = {"job": JOB, "ticket": {**TICKET_EXAMPLE, "ticket": str(uuid.uuid4())}, "track": "Qk3nVx8c2J0", "ahead": 2}
    fields = {"rev": 1, "at": datetime.now(OFFICE_ZONE), "device": "dispenser-1", "reprints": [wanted]}
    hub.link.send(DeviceConfig.model_validate(fields), hub.link.topics.config("dispenser-1"))
    window.until(lambda seen: any("in lại" in text for text in seen["texts"]), "the reprint is told")
    window.wait_until(lambda: hub.of("ticket/printed"), "the hub hears of it")
    (told,) = hub.of("ticket/printed")
    assert isinstance(told, TicketPrinted) and told.detail == f"job:{JOB}"
    window.process.send_signal(signal.SIGKILL)
    window.process.wait(10)
    again = screen("dispenser", "dispenser-1", settings(tmp_path))
    ready(again, hub)
    again.until(lambda seen: seen["page"] == "welcome" and seen["targets"], "the next run sees the same wish")
    assert [(slip["job"], slip["again"]) for slip in paper(tmp_path)] == [(JOB, True)]
