"""What presenters' tests share: ids in order, and the site's fields and counters."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import datetime

import pytest

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
