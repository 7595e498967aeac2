"""What hangs together in a circle, as Kivy's rounded shapes do, is gone soon after its page."""

from __future__ import annotations

import gc
import subprocess
import sys
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


FRAMES = """
import sys
from kiosk.screens.tidying import keep_little_memory

def resident_mb():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS")) / 1024

if sys.argv[1:] == ["little"]:
    keep_little_memory()
# A large piece that was freed lets glibc keep all smaller ones from then on.
del (large := [bytearray(16 << 20)])[:]
before = resident_mb()
frames = [bytearray(1 << 20) for _ in range(60)]
pinned = [bytes(200) for _ in range(4000)]
del frames
print(resident_mb() - before)
"""


def held(*arguments: str) -> float:
    """Return the MB that a process still holds of sixty freed."""
    ran = subprocess.run([sys.executable, "-c", FRAMES, *arguments], capture_output=True, text=True, check=True)
    return float(ran.stdout)


def test_what_frames_of_a_camera_took_goes_back_to_the_machine() -> None:
    assert held() > 40, "without it the C library keeps them"
    assert held("little") < 10
