"""A citizen in the café asks how many are before them, and is told once when it is nearly their turn."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from backend_bridge.sms import gsm7, outgoing, store, ticket_answers, ticket_wishes
from backend_bridge.sms.answers import Office
from backend_bridge.sms.app import SCHEMA
from backend_bridge.sms.reading import Kind, Question, read
from backend_bridge.sms.ticket_wishes import TicketWish, TicketWishes
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import CODE_PATTERN
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Ahead, accept
from lobby.contract.roles import Role
from lobby.contract.ticket import TicketState
from lobby.database import Database
from lobby.link.answering import Answerer
from tests.backend_bridge.conftest import Stepped, _device

CITIZEN = "+84912345678"
NOW = datetime(2026, 11, 23, 9, tzinfo=OFFICE_ZONE)
WITHIN_S = 40.0
OFFICE = Office("02123855555", "H15.12-250701-0001")


@pytest.mark.parametrize(
    "typed",
    [
        "CHO A012",
        "cho a012",
        "Chờ A012",
        "  chờ   số A012 ",
        "CHOA012",
        "cho A 012",
        "CHO: A-012.",
        "chờ vé a012 ạ",
        "CHO <A012>",
    ],
)
def test_the_question_is_understood_however_it_was_typed(typed):
    assert read(typed, CODE_PATTERN) == Question(Kind.AHEAD, "A012")


@pytest.mark.parametrize("typed", ["Cho tôi hỏi", "chợ Bến Thành 3", "cho hoi 12", "CHO"])
def test_words_that_only_begin_like_it_are_none(typed):
    assert read(typed, CODE_PATTERN).kind is not Kind.AHEAD


@pytest.mark.parametrize("typed", ["HUY CHO", "hủy chờ A012"])
def test_it_is_taken_back(typed):
    assert read(typed, CODE_PATTERN).kind is Kind.STOP


@pytest.mark.parametrize("state", list(TicketState))
@pytest.mark.parametrize("people", [0, 1, 1234])
def test_every_answer_is_one_short_message(state, people):
    told = Ahead(number="ABCD123456", state=state, ahead=people)
    for said in (
        ticket_answers.how_it_stands(told, OFFICE),
        ticket_answers.will_be_told(told, 2, OFFICE),
        ticket_answers.not_promised(told, OFFICE),
        ticket_answers.unknown_number(told.number, OFFICE),
        ticket_answers.cannot_be_known(told.number, OFFICE),
    ):
        assert len(gsm7.codes_of(said)) <= 160 and said.endswith("DT 02123855555") and told.number in said


class Queue:
    """A hub that has one line, as a test's hand sets it: people before each number."""

    def __init__(self, link):
        self.link = link
        self.line = {}
        self.asked = []
        self._answerer = Answerer(link.bus, link.topics, self._answer, lambda verb: verb == "ticket/ahead")
        link.bus.subscribe(link.topics.under("do/+/ticket/#"), self._answerer.take)

    def _answer(self, _device, request):
        self.asked.append(request.number)
        if request.number not in self.line:
            raise Refused(ErrorCode.UNKNOWN_TICKET)
        state, people = self.line[request.number]
        return accept(request.id, Ahead(number=request.number, state=state, ahead=people))


@pytest.fixture
def hub(broker, tmp_path, wait_until):
    queue = Queue(_device(broker, tmp_path, "hub", Role.HUB))
    queue.line = {"A012": (TicketState.WAITING, 3)}
    stepped = Stepped([queue.link])
    wait_until(lambda: queue.link.bus.linked, "hub linked")
    yield queue
    stepped.stop()


def test_a_citizen_is_answered_at_once_and_told_once_when_two_are_before(hub, start_telephone, modem, ask, wait_until):
    telephone = start_telephone()
    ask("Chờ A012")
    wait_until(lambda: modem.sent, "answered at once", WITHIN_S)
    said = "So A012: con 3 nguoi cho truoc. Se nhan tin khi con 2 nguoi. Soan HUY de thoi nhan tin. DT 02123855555"
    assert modem.sent == [(CITIZEN, said)]
    telephone.stepped.stop()
    hub.line["A012"] = (TicketState.WAITING, 2)
    again = start_telephone()
    wait_until(lambda: len(modem.sent) == 2, "told by whoever started next", WITHIN_S)
    assert modem.sent[1][1].startswith("So A012: con 2 nguoi cho truoc. Moi den gan quay")
    again.stepped.stop()


def test_who_is_near_or_over_is_answered_and_nothing_is_kept(
    hub, start_telephone, sms_settings, modem, ask, wait_until
):
    hub.line = {"A1": (TicketState.WAITING, 0), "A2": (TicketState.CALLED, 0), "A3": (TicketState.SERVED, 0)}
    telephone = start_telephone()
    for number in ("A1", "A2", "A3", "A4"):
        ask(f"CHO {number}")
    wait_until(lambda: len(modem.sent) == 4, "all answered", WITHIN_S)
    telephone.stepped.stop()
    assert [said.split(". ")[0] for _, said in modem.sent] == [
        "So A1: khong con ai cho truoc",
        "So A2 dang duoc goi, moi den quay ngay",
        "So A3 da phuc vu xong",
        "Hom nay chua cap so A4",
    ]
    assert not numbers_in(sms_settings.state)


def test_a_telephone_is_forgotten_when_it_takes_back_or_the_number_is_served(
    hub, start_telephone, sms_settings, modem, ask, wait_until
):
    hub.line["A013"] = (TicketState.WAITING, 3)
    telephone = start_telephone()
    ask("CHO A012")
    ask("CHO A013", "+84987654321")
    ask("HUY")
    wait_until(lambda: len(modem.sent) == 3, "confirmed", WITHIN_S)
    assert numbers_in(sms_settings.state) == [("+84987654321",)]
    hub.line["A013"] = (TicketState.SERVING, 0)
    wait_until(lambda: not numbers_in(sms_settings.state), "forgotten", WITHIN_S)
    telephone.stepped.stop()
    assert len(modem.sent) == 3 and hub.asked.count("A012") <= 2


def numbers_in(state):
    file = Database(state / "sms.db", SCHEMA, "FULL")
    file.start()
    try:
        return file.rows("SELECT number FROM ticket_wish")
    finally:
        file.stop()


@pytest.fixture
def kept(tmp_path):
    file = Database(tmp_path / "sms.db", SCHEMA, "FULL")
    file.start()
    yield file
    file.stop()


def test_one_telephone_waits_for_three_numbers_at_most(kept):
    awaited = TicketWishes(kept)
    for turn in range(3):
        with kept.transaction() as rows:
            ticket_wishes.keep(rows, TicketWish(CITIZEN, f"A{turn}", "2026-11-23"), NOW)
    assert not awaited.has_room(CITIZEN, "A9", NOW) and awaited.has_room(CITIZEN, "A0", NOW)
    assert awaited.has_room("+84987654321", "A9", NOW)
    assert awaited.has_room(CITIZEN, "A9", NOW + timedelta(days=1))


def test_the_nearer_the_turn_the_sooner_is_the_next_look():
    waits = [(ticket_wishes.next_look(people, NOW) - NOW).total_seconds() for people in (0, 1, 3, 50)]
    assert waits == [5, 10, 30, 60]


def test_a_wish_of_yesterday_is_another_citizens_number(kept, start_telephone, sms_settings, hub, wait_until):
    yesterday = TicketWish(CITIZEN, "A012", "2020-01-01")
    file = Database(sms_settings.state / "sms.db", store.SCHEMA + outgoing.SCHEMA + ticket_wishes.SCHEMA, "FULL")
    file.start()
    with file.transaction() as rows:
        ticket_wishes.keep(rows, yesterday, NOW)
    file.stop()
    hub.line["A012"] = (TicketState.WAITING, 1)
    telephone = start_telephone()
    wait_until(lambda: not numbers_in(sms_settings.state), "forgotten", WITHIN_S)
    telephone.stepped.stop()
    assert not hub.asked
