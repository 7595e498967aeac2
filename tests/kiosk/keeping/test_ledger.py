"""What was under way for a citizen is known after a power cut: asked, begun, to be told, printed again."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from kiosk.keeping.ledger import REPRINTS_KNOWN, Begun, Ledger
from lobby.contract.requests import PrintOutcome, TicketCancel, TicketIssue, TicketPrinted
from lobby.contract.slips import PrintTicket
from lobby.database import Database


def slip(**changed: object) -> Begun:
    job = {**PrintTicket.example, "job": str(uuid.uuid4()), **changed}
    fields = {"slip": job, "ticket": str(uuid.uuid4()), "service": "ho-tich", "at": "2026-11-23T08:00:00+07:00"}
    return Begun.model_validate(fields)


def issue() -> TicketIssue:
    return TicketIssue(id=str(uuid.uuid4()), service="ho-tich", dossier="H15.12-250701-0001", lang="vi")


def test_a_number_that_is_asked_for_is_known_after_a_power_cut(disks: Callable[[], Database]) -> None:
    asked = issue()
    ledger = Ledger(disks())
    ledger.asking(asked)
    ledger.asking(asked)
    assert Ledger(disks()).issues() == [asked]


def test_a_slip_takes_the_place_of_its_question_and_its_word_that_of_the_slip(disks: Callable[[], Database]) -> None:
    asked, begun, ledger = issue(), slip(), Ledger(disks())
    ledger.asking(asked)
    ledger.begin(begun, asked.id)
    assert (ledger.issues(), ledger.begun()) == ([], [begun])
    told = TicketPrinted(id=str(uuid.uuid4()), ticket=begun.ticket, outcome=PrintOutcome.PRINTED)
    ledger.tell(told, begun.slip.job)
    after = Ledger(disks())
    assert (after.begun(), after.tells()) == ([], [told])
    after.drop(told.id)
    assert Ledger(disks()).tells() == []


def test_what_the_hub_must_hear_keeps_its_order_and_its_kind(disks: Callable[[], Database]) -> None:
    ledger = Ledger(disks())
    words = (
        TicketCancel(id=str(uuid.uuid4()), track="Qk3nVx8c2J0"),
        TicketPrinted(id=str(uuid.uuid4()), ticket=str(uuid.uuid4()), outcome=PrintOutcome.SHOWN),
    )
    for told in words:
        ledger.tell(told, None)
    assert tuple(Ledger(disks()).tells()) == words


def test_a_reprint_is_known_for_long_after_it_was_begun(disks: Callable[[], Database]) -> None:
    ledger = Ledger(disks())
    first = slip(again=True)
    ledger.begin(first, None)
    ledger.drop(first.slip.job)
    assert Ledger(disks()).reprinted() == {first.slip.job}
    ledger.begin(slip(), None)
    assert Ledger(disks()).reprinted() == {first.slip.job}, "a citizen's own slip is no reprint"
    assert REPRINTS_KNOWN >= 100
