"""`/queue.json`: the queue as open data, in the published shape of QueueMonitor, with nothing about people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from lobby.clock import HandClock

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

# Names and types as the Smart Data Models initiative publishes them (dataModel.QueueManagement, QueueMonitor 0.0.1,
# with GSMA-Commons and Location-Commons); needed are `id` and `type`.
MODEL: dict[str, type] = {
    "id": str,
    "type": str,
    "dateModified": str,
    "name": str,
    "areaServed": str,
    "localId": str,
    "officeName": str,
    "serviceName": str,
    "serviceId": str,
    "serviceStatus": str,
    "serviceStatusNote": str,
    "queueLine": str,
    "lastTicketIssued": int,
    "lastTicketIssuedLabel": str,
    "ticketServed": int,
    "ticketServedLabel": str,
    "ticketsToServe": int,
}
STATUSES = {"Closed", "Open", "Suspended"}


def fields_of(browser: Browser) -> dict[str, dict[str, Any]]:
    answer = browser.client.get("/queue.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return {entity["serviceId"]: entity for entity in answer.json}


def test_every_field_is_told_in_the_published_shape(browser: Browser, site: Site) -> None:
    site.take()
    told = fields_of(browser)
    assert set(told) == {"ho-tich", "dat-dai"}
    for entity in told.values():
        assert set(entity) <= set(MODEL)
        assert all(isinstance(value, MODEL[name]) for name, value in entity.items())
        assert entity["id"] == f"urn:ngsi-ld:QueueMonitor:demo:{entity['serviceId']}"
        assert (entity["type"], entity["serviceStatus"] in STATUSES) == ("QueueMonitor", True)
        assert datetime.fromisoformat(entity["dateModified"]).tzinfo is not None
    assert "lastTicketIssued" not in told["dat-dai"], "nobody took a number there yet"


def test_the_figures_follow_the_queue(officer: Browser, site: Site) -> None:
    for _ in range(3):
        site.take()
    officer.do("counter/open")
    officer.do("counter/next")
    told = fields_of(officer)["ho-tich"]
    assert (told["lastTicketIssued"], told["lastTicketIssuedLabel"]) == (3, "A003")
    assert (told["ticketServed"], told["ticketServedLabel"], told["ticketsToServe"]) == (1, "A001", 2)
    assert told["serviceStatus"] == "Open"
    officer.do("counter/finish")
    officer.do("counter/pause", reason="Nghỉ giải lao")
    assert fields_of(officer)["ho-tich"]["serviceStatus"] == "Suspended"


def test_it_tells_nothing_about_people(browser: Browser, site: Site) -> None:
    issued = site.take(priority="elderly")
    text = browser.client.get("/queue.json").text
    assert not any(secret in text for secret in (issued.track, issued.ticket.ticket, "elderly", "lan.nt"))


def test_pages_of_other_sites_may_read_it_and_caches_keep_it_for_seconds(browser: Browser) -> None:
    first = browser.client.get("/queue.json", headers={"Origin": "https://tohieu.example"})
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "public, max-age=5"
    assert "Set-Cookie" not in first.headers
    again = browser.client.get("/queue.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_whoever_asks_too_often_waits(browser: Browser, clock: HandClock) -> None:
    codes = {browser.client.get("/queue.json").status_code for _ in range(121)}
    assert codes == {200, 429}
    clock.forward(61)
    assert browser.client.get("/queue.json").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nobody_writes_it(browser: Browser, method: str) -> None:
    assert getattr(browser.client, method)("/queue.json").status_code in (403, 405)
