"""What hangs together in a circle, as Kivy's rounded shapes do, is gone soon after its page."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from kiosk.screens.tidying import EVERY_S, LOADED_S, Tidying


class Shape:
    """Holds the line around it, which holds it."""

    def __init__(self) -> None:
        self.line = [self]


@pytest.fixture(autouse=True)
def _no_collector_of_its_own() -> Iterator[None]:
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def gone(tidying: Tidying) -> bool:
    shape = weakref.ref(Shape())
    tidying.drawn()
    return shape() is None


def test_what_left_the_screen_is_given_back_once_the_program_has_loaded() -> None:
    now = [100.0]
    tidying = Tidying(lambda: now[0])
    assert not gone(tidying)
    now[0] += LOADED_S
    assert gone(tidying)
    assert not gone(tidying), "a countdown's every number is not worth a look"
    now[0] += EVERY_S
    assert gone(tidying)


def test_what_a_program_has_loaded_is_not_looked_through_again() -> None:
    now = [0.0]
    tidying = Tidying(lambda: now[0])
    before = gc.get_freeze_count()
    now[0] += LOADED_S
    tidying.drawn()
    assert gc.get_freeze_count() > before
    assert len(gc.get_objects()) < gc.get_freeze_count()
