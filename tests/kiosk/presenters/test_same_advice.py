"""Two machines in one lobby read one receipt: both send its holder to a counter, or neither does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kiosk.presenters.dispenser import DispenserPresenter
from kiosk.presenters.dispenser_views import Confirm, Receipt
from kiosk.presenters.effects import Ask
from kiosk.presenters.lookup import LookupPresenter, LookupRules, Reached
from kiosk.presenters.result_views import Result
from kiosk.presenters.scene import DispenserRules
from lobby.contract.dossiers import DOSSIER_EXAMPLE, STATUS_TEXTS
from lobby.contract.replies import Found, accept
from lobby.contract.states import QueueState

CODE = "H15.12-250701-0001"
LEADS: dict[str, Any] = {"collect_service": "tra-ket-qua", "fields": {"Hộ tịch": "ho-tich"}}
SENT_TO_A_COUNTER = {3, 5, 6, 7, 8, 9}
LATE = {"due_at": "2026-11-20T17:00:00+07:00"}


@pytest.fixture
def kiosk(new_id: Callable[[], str], queue: Callable[..., QueueState]) -> LookupPresenter:
    presenter = LookupPresenter(LookupRules(numbers=DispenserRules(prints=False, **LEADS)), {}, new_id)
    presenter.reached(Reached(linked=True, hub=True, bridge=True), 0)
    presenter.desk.queue_changed(queue(service="ho-tich", name="Hộ tịch"))
    presenter.desk.queue_changed(queue(service="tra-ket-qua", name="Trả kết quả"))
    return presenter


def shows(
    machine: LookupPresenter | DispenserPresenter, dossier: dict[str, object], as_of: datetime, fresh: bool = True
) -> Any:
    (ask,) = machine.scanned(CODE, 1)
    assert isinstance(ask, Ask)
    found = Found.model_validate({"dossier": {**DOSSIER_EXAMPLE, **dossier}, "as_of": as_of, "fresh": fresh})
    machine.replied(ask.request, accept(ask.request.id, found), 1.5)  # type: ignore[arg-type]
    return machine.view(2)


@pytest.mark.parametrize("late", [False, True], ids=["in time", "late"])
@pytest.mark.parametrize("status", STATUS_TEXTS)
def test_kiosk_and_dispenser_give_the_same_advice_in_every_state(
    kiosk: LookupPresenter,
    screen: Callable[..., DispenserPresenter],
    morning: datetime,
    status: int,
    late: bool,
) -> None:
    dossier: dict[str, object] = {"status": status, "status_text": STATUS_TEXTS[status], **(LATE if late else {})}
    page = shows(kiosk, dossier, morning)
    other = shows(screen(finds=True, scans=True, **LEADS), dossier, morning)
    assert isinstance(page, Result) and isinstance(other, Confirm | Receipt)
    sent = status in SENT_TO_A_COUNTER or (late and status in (2, 4))
    assert (page.number is not None) is sent
    assert (isinstance(other, Confirm) or other.take_first) is sent
    told = "" if isinstance(other, Confirm) else " ".join(other.lines)
    assert not (sent and "chưa cần" in page.todo + told), "sent to a counter, and told there is no need"
    if status in (1, 2, 4) and not sent:
        assert "chưa cần đến quầy" in page.todo and "chưa cần lấy số" in told


@pytest.mark.parametrize("status", [2, 4])
def test_both_send_to_a_counter_whoever_has_an_old_answer_whose_day_went_by(
    kiosk: LookupPresenter, screen: Callable[..., DispenserPresenter], morning: datetime, status: int
) -> None:
    dossier = {"status": status, "status_text": STATUS_TEXTS[status], "due_at": "2026-11-20T17:00:00+07:00"}
    told = morning.replace(day=19)
    dispenser = screen(finds=True, scans=True, **LEADS)
    kiosk.desk.scene.today = dispenser.scene.today = morning.date()
    page, other = shows(kiosk, dossier, told, fresh=False), shows(dispenser, dossier, told, fresh=False)
    assert page.number is not None and other.take_first
    for said in (page.todo, *other.lines):
        assert said == "Số liệu này cũ và ngày hẹn 20/11/2026 đã qua. Mời Quý khách hỏi cán bộ tại quầy."
