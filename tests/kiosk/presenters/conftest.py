"""What presenters' tests share: ids in order, and the site's fields and counters."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import datetime

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.dispenser import DispenserPresenter, DispenserRules
from kiosk.presenters.effects import Effect
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.states import CounterState, QueueState

MORNING = datetime(2026, 11, 22, 8, 9, 10, tzinfo=OFFICE_ZONE)


@pytest.fixture
def morning() -> datetime:
    return MORNING


@pytest.fixture
def new_id() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: str(uuid.UUID(int=next(numbers)))


@pytest.fixture
def queue() -> Callable[..., QueueState]:
    def make(**changed: object) -> QueueState:
        fields: dict[str, object] = {**QueueState.example, "rev": 1, "at": MORNING, **changed}
        return QueueState.model_validate(fields)

    return make


@pytest.fixture
def counter() -> Callable[..., CounterState]:
    def make(**changed: object) -> CounterState:
        fields: dict[str, object] = {"rev": 1, "at": MORNING, "counter": "quay-1", "name": "Quầy số 1", "state": "open"}
        return CounterState.model_validate({**fields, **changed})

    return make


@pytest.fixture
def screen(
    new_id: Callable[[], str], queue: Callable[..., QueueState], counter: Callable[..., CounterState]
) -> Callable[..., DispenserPresenter]:
    """A dispenser with three fields and the hub in reach, by the site's rules."""

    def make(**rules: object) -> DispenserPresenter:
        known = DispenserRules(**{"track_url_base": "http://lobby.local/t/", **rules})  # type: ignore[arg-type]
        presenter = DispenserPresenter(known, {"en": translator("en")}, new_id)
        presenter.hub_reached(True, 0)
        for service, name in (
            ("ho-tich", "Hộ tịch – Chứng thực"),
            ("dat-dai", "Đất đai"),
            ("tra-ket-qua", "Trả kết quả"),
        ):
            presenter.queue_changed(queue(service=service, name=name))
        presenter.counter_changed(counter())
        return presenter

    return make


@pytest.fixture
def touch() -> Callable[[DispenserPresenter, str, float], list[Effect]]:
    """Touch as one who has seen the page for a second."""

    def at(screen: DispenserPresenter, name: str, now: float) -> list[Effect]:
        screen.drawn(screen.view(now).page, now - 1)
        return screen.touch(name, now)

    return at
