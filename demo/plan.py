"""What a run of the demo's site consists of: all of it as it is, or other parts and other settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from demo.site import BOARD, KEYPADS, LED, SMS, SPEAKER, TOUCH_SCREENS, Device
from demo.tables import Table

EVERY_PART = (*TOUCH_SCREENS, BOARD, LED, SPEAKER, SMS, *KEYPADS)


@dataclass(frozen=True)
class Plan:
    """`parts` run beside the broker, the hub, the bridge and the backend; `guests` may ask the hub but are no programs.

    `alter` changes the settings of a program before they are written, by its name; without `accounts` no officer can
    log in.
    """

    parts: Sequence[Device] = EVERY_PART
    guests: Sequence[Device] = ()
    alter: Callable[[str, Table], Table] = lambda _name, table: table
    accounts: bool = True
