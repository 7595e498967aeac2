"""What a dispenser asks to be printed, and on which paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lobby.contract.slips import PrintTicket
from ticketing.slip.style import Dots, SlipStyle


@pytest.fixture
def ticket() -> Callable[..., PrintTicket]:
    def make(**changes: Any) -> PrintTicket:
        waits = {"wait": {"low_s": 300, "high_s": 720}}
        return PrintTicket.model_validate({**PrintTicket.example, **waits, **changes})

    return make


@pytest.fixture(params=[576, 384], ids=["80mm", "58mm"])
def style(request: pytest.FixtureRequest) -> SlipStyle:
    dots: Dots = request.param
    return SlipStyle("Trung tâm Phục vụ hành chính công", "Phường Tô Hiệu, tỉnh Sơn La", "0212 3850 000", dots)
