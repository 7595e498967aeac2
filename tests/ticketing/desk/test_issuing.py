"""Staff take a number for a citizen who cannot use a screen."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.test import TestResponse

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site


def take(browser: Browser, **fields: Any) -> TestResponse:
    asked = {"id": str(uuid.uuid4()), "service": "ho-tich", "priority": "", **fields}
    return browser.client.post("/desk/issue", json=asked, headers={"X-Form-Token": browser.form})


def test_an_officer_takes_a_number_that_the_citizen_can_follow(officer: Browser, site: Site) -> None:
    page = officer.get("/desk/issue").text
    for words in ("Người cao tuổi", "Người khuyết tật", "Phụ nữ mang thai", "Người có con nhỏ", "Người có công"):
        assert words in page
    issued = (take(officer, priority="elderly").json or {})["issued"]
    assert (issued["number"], issued["service"], issued["priority"]) == (
        "A001",
        "Hộ tịch – Chứng thực",
        "Người cao tuổi",
    )
    assert issued["ahead"].startswith("Không còn ai phía trước")
    assert issued["qr"].startswith("data:image/svg+xml")
    assert "A001" in officer.client.get(issued["link"]).text
    site.hub.flush()
    entries = site.broker.payloads(site.link.topics.journal())
    assert any(b'"ticket.issued"' in entry and b'"officer":"lan.nt"' in entry for entry in entries)


def test_a_request_that_arrives_twice_takes_one_number(officer: Browser, site: Site) -> None:
    pressed = str(uuid.uuid4())
    first, again = take(officer, id=pressed).json, take(officer, id=pressed).json
    assert first == again
    assert [ticket.number for ticket in site.real.waiting("quay-1")] == ["A001"]


def test_the_public_address_is_the_one_in_the_code(officer: Browser, site: Site) -> None:
    web = site.settings.web.model_copy(update={"public_url": "https://so.tohieu.gov.vn/"})
    object.__setattr__(site.settings, "web", web)
    assert (take(officer).json or {})["issued"]["link"].startswith("https://so.tohieu.gov.vn/t/")


def test_nobody_takes_a_number_without_logging_in(browser: Browser, site: Site) -> None:
    answer = take(browser)
    assert answer.status_code == 401
    assert (answer.json or {})["go"] == "/desk"
    assert site.real.waiting("quay-1") == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"service": ""}, "bad_request"), ({"id": "7"}, "bad_request"), ({"service": "khong-co"}, "unknown_service")],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(officer: Browser, fields: dict[str, str], code: str) -> None:
    error = (take(officer, **fields).json or {})["error"]
    assert error["code"] == code
    assert error["message"].endswith(".")


def test_a_page_of_another_site_takes_no_number(officer: Browser, site: Site) -> None:
    asked = {"id": str(uuid.uuid4()), "service": "ho-tich"}
    assert officer.client.post("/desk/issue", json=asked).status_code == 403
    assert site.real.waiting("quay-1") == []


def test_a_granted_priority_keeps_its_reason_and_counts_at_once(officer: Browser, site: Site) -> None:
    site.take(), site.take()
    issued = (take(officer, priority="pregnant", reason="Cán bộ thấy tại sảnh").json or {})["issued"]
    assert issued["priority"] == "Phụ nữ mang thai"
    assert site.real.waiting("quay-1")[0].number == "A003"
    site.hub.flush()
    entries = [payload.decode() for payload in site.broker.payloads(site.link.topics.journal())]
    assert any("ticket.prioritized" in entry and "Cán bộ thấy tại sảnh" in entry for entry in entries)


def test_a_granted_priority_that_is_sent_twice_is_granted_once(officer: Browser, site: Site) -> None:
    pressed = str(uuid.uuid4())
    for _ in range(2):
        take(officer, id=pressed, priority="elderly", reason="Cụ già")
    site.hub.flush()
    entries = [payload.decode() for payload in site.broker.payloads(site.link.topics.journal())]
    assert sum("ticket.prioritized" in entry for entry in entries) == 1
    assert sum("ticket.issued" in entry for entry in entries) == 1


def test_a_receipt_and_an_appointment_go_with_the_number(officer: Browser, site: Site) -> None:
    issued = (take(officer, dossier="H15.12-250701-0001", appointment="930").json or {})["issued"]
    standing = site.real.standing(issued["ticket"])
    assert standing is not None
    assert standing.appointment is not None
    assert f"{standing.appointment:%H:%M}" == "09:30"
    again = (take(officer, dossier="H15.12-250701-0001").json or {})["error"]
    assert "A001" in again["message"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("dossier", "hồ sơ của tôi", "Mã hồ sơ chỉ gồm"), ("appointment", "chín giờ", "Hãy ghi giờ hẹn")],
)
def test_an_odd_receipt_or_appointment_is_named(
    officer: Browser, site: Site, field: str, value: str, words: str
) -> None:
    answer = take(officer, **{field: value})
    assert answer.status_code == 400
    assert (answer.json or {})["error"]["message"].startswith(words)
    assert site.real.waiting("quay-1") == []


def test_the_page_behind_the_code_speaks_the_language_that_was_chosen(officer: Browser) -> None:
    issued = (take(officer, lang="en").json or {})["issued"]
    assert "Your number" in officer.client.get(issued["link"]).text
    issued = (take(officer, lang="vi").json or {})["issued"]
    assert "Số thứ tự của Quý khách" in officer.client.get(issued["link"]).text


def test_the_printers_of_the_site_are_offered_for_the_slip(officer: Browser) -> None:
    issued = (take(officer).json or {})["issued"]
    assert [printer["device"] for printer in issued["printers"]] == ["dispenser-1", "dispenser-2"]
