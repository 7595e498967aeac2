"""The sentences that go out as short messages: at most 160 letters, none with a mark. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend_bridge.sms.gsm7 import LONGEST, without_marks
from lobby.contract.dossiers import STATUS_TEXTS, Dossier
from lobby.contract.replies import Found

IN_HAND = (2, 4)
OVER = (3, 7, 8, 9, 10)
"""States after which there is no result to wait for."""
OLD = timedelta(hours=1)
"""Where the office's software can only export, its newest answer may be of last night."""
_TO_DO = {
    3: "Moi lien he noi nop ho so",
    5: "Moi mang giay to con thieu den quay",
    9: "Moi den nhan ket qua, mang theo giay hen",
}


@dataclass(frozen=True)
class Office:
    """What is told of the office: the telephone that a person answers, an example of its codes."""

    telephone: str
    example: str


def standing(found: Found, office: Office, now: datetime) -> str:
    """Return how a dossier stands; states are told in the national list's words, never the backend's own: anybody who
    knows the code may ask. What does not fit is left out, the least needed first."""
    dossier = found.dossier
    parts = [f"HS {dossier.code}: {STATUS_TEXTS[dossier.status]}", *_days(dossier, now), *_to_do(dossier)]
    if not found.fresh or now - found.as_of > OLD:
        parts.append(f"Cap nhat luc {found.as_of:%H:%M %d/%m}")
    return fitted(parts, office)


def unknown_code(code: str, office: Office) -> str:
    """Return that nobody has this dossier."""
    return fitted([f"Khong co ho so {code}", "Moi xem lai ma tren giay bien nhan"], office)


def wrong_code(office: Office) -> str:
    """Return that what was given is no code."""
    return fitted([f"Ma ho so chua dung. Soan: HS dau cach ma ho so. Vi du: HS {office.example}"], office)


def how_to_ask(office: Office) -> str:
    """Return how a question is to be written."""
    how = f"Tin nhan chua dung mau. Soan: HS dau cach ma ho so. Vi du: HS {office.example}"
    return fitted([how, "Bao khi co ket qua: thay HS bang BAO", "So cho: CHO dau cach so phieu"], office)


def too_many(office: Office) -> str:
    """Return that this telephone has asked too often."""
    return fitted(["So may nay da hoi nhieu lan, he thong tam ngung tra loi", "Moi goi dien hoac hoi lai sau"], office)


def will_be_told(code: str, office: Office) -> str:
    """Return that the citizen is told when the result is ready."""
    return fitted([f"Se nhan tin bao khi HS {code} co ket qua", "Soan HUY de thoi nhan tin"], office)


def no_room(office: Office) -> str:
    """Return that this telephone waits for as many results as it may."""
    return fitted(["So may nay da hen bao ket qua nhieu ho so", "Soan HUY de bo cac hen cu"], office)


def will_not_be_told(office: Office) -> str:
    """Return that nothing more is told."""
    return fitted(["Da huy cac hen nhan tin cua so may nay"], office)


def cannot_be_known(code: str, office: Office) -> str:
    """Return that the dossier cannot be looked up for now."""
    return fitted([f"HS {code}: chua tra cuu duoc luc nay", "Moi nhan tin lai sau hoac goi dien"], office)


def _days(dossier: Dossier, now: datetime) -> list[str]:
    due = dossier.new_due_at or dossier.due_at
    if dossier.status == 10:
        return [f"Ngay tra {dossier.returned_at:%d/%m/%Y}"] if dossier.returned_at else []
    if due is None or dossier.status not in (1, *IN_HAND):
        return []
    if dossier.status in IN_HAND and due < now:
        return [f"Da qua ngay hen {due:%d/%m/%Y}, moi lien he de duoc tra loi"]
    return [f"Hen tra {due:%d/%m/%Y}"]


def _to_do(dossier: Dossier) -> list[str]:
    if dossier.status == 6 and dossier.fee_due:
        return [f"So tien phai nop {dossier.fee_due:,} dong".replace(",", ".")]
    return [_TO_DO[dossier.status]] if dossier.status in _TO_DO else []


def fitted(parts: Sequence[str], office: Office) -> str:
    """Return `parts` as one message that ends with the office's telephone; what has no room is left out, last first."""
    tail = f" DT {office.telephone}" if office.telephone else ""
    kept = list(parts)
    while len(said := without_marks(". ".join(kept) + "." + tail)) > LONGEST and len(kept) > 1:
        kept.pop()
    return said[:LONGEST]
