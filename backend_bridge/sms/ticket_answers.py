"""The sentences about a number from a slip: how many wait before it, and that it is nearly its turn. Pure."""

from __future__ import annotations

from backend_bridge.sms.answers import Office, fitted
from lobby.contract.replies import Ahead
from lobby.contract.ticket import TicketState

_STANDS = {
    TicketState.CALLED: "dang duoc goi, moi den quay ngay",
    TicketState.SERVING: "dang duoc phuc vu tai quay",
    TicketState.PARKED: "dang tam gac, moi den quay khi san sang",
    TicketState.NO_SHOW: "da duoc goi ma chua co nguoi den, moi bao can bo tai quay",
    TicketState.SERVED: "da phuc vu xong",
    TicketState.CANCELLED: "da huy",
    TicketState.EXPIRED: "da het hieu luc",
}


def how_it_stands(told: Ahead, office: Office) -> str:
    """Return how a number stands, where nothing more will be told of it."""
    if told.state is not TicketState.WAITING:
        return fitted([f"So {told.number} {_STANDS[told.state]}"], office)
    return fitted([_people(told), "Moi den gan quay va theo doi bang goi so"], office)


def will_be_told(told: Ahead, before: int, office: Office) -> str:
    """Return how many wait, and that the citizen is told once when `before` do."""
    later = f"Se nhan tin khi con {before} nguoi"
    return fitted([_people(told), later, "Soan HUY de thoi nhan tin"], office)


def not_promised(told: Ahead, office: Office) -> str:
    """Return how many wait, and that nothing more is told since too much was promised already."""
    return fitted([_people(told), "Chua hen nhan tin them duoc, moi theo doi bang goi so"], office)


def unknown_number(number: str, office: Office) -> str:
    """Return that nobody was given this number today."""
    return fitted([f"Hom nay chua cap so {number}", "Moi xem lai so tren phieu. Vi du: CHO A012"], office)


def cannot_be_known(number: str, office: Office) -> str:
    """Return that the number cannot be looked up for now."""
    return fitted([f"So {number}: chua xem duoc luc nay", "Moi theo doi bang goi so hoac hoi can bo"], office)


def _people(told: Ahead) -> str:
    if told.ahead == 0:
        return f"So {told.number}: khong con ai cho truoc"
    return f"So {told.number}: con {told.ahead} nguoi cho truoc"
