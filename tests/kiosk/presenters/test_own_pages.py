"""What stands of a citizen's dossier on a page makes the page theirs alone."""

from __future__ import annotations

from dataclasses import replace

from kiosk.presenters.dispenser_views import Choices, Confirm, Looking, Welcome
from kiosk.presenters.lookup_views import AtDesk
from kiosk.presenters.own_pages import of_a_dossier

CONFIRM = Confirm("Hộ tịch", "Chọn lĩnh vực", "3", "người", (), "Lấy số", "Quay lại")


def test_a_field_chosen_without_a_receipt_is_anybodys() -> None:
    assert not of_a_dossier(CONFIRM)
    assert not of_a_dossier(Choices("priority", "Quý khách thuộc diện nào?", "", (), "Quay lại"))


def test_a_field_that_a_receipt_led_to_tells_of_the_receipt() -> None:
    led = replace(CONFIRM, receipt="Hồ sơ H15.12-250701-0001: cần bổ sung giấy tờ")
    assert of_a_dossier(led) and of_a_dossier(AtDesk(led))
    assert of_a_dossier(Choices("purpose", "Quý khách đến để làm gì?", "H15.12-250701-0001", (), "Quay lại"))
    assert of_a_dossier(Welcome("Chọn lĩnh vực", "Hồ sơ H15.12-250701-0001", (), None, back="Quay lại"))
    assert of_a_dossier(Looking("Đang tra cứu", "H15.12-250701-0001"))
