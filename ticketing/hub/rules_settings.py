"""The settings of how the queue is run: who goes first, who comes back when, how many numbers, how often to ask."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lobby.settings.load import Strict
from ticketing.engine.site import Precedence, Rules

PRIORITY_CLASSES = ("elderly", "disabled", "pregnant", "small-child", "merit", "far-away")

Seconds = Annotated[int, Field(ge=0, le=86_400)]


class RulesSettings(Strict):
    """The rules of `engine.site.Rules` by the same names, times in whole seconds, and the pace of each device.

    A rating stands open for `rating_open_s`; a device may ask `requests_per_s` times a second for long and
    `requests_burst` times at once. `lease_size` numbers of each long series are held ready at each dispenser for the
    time when it loses the hub; 0 holds none. On the officers' page a ticket is called again `recall_wait_s` after its
    call, "next" may end it `next_wait_s` after, and a no-show stands out `no_show_after_s` after.
    """

    requests_per_s: int = Field(default=50, ge=1, le=1000)
    requests_burst: int = Field(default=500, ge=1, le=10000)
    rating_open_s: int = Field(default=60, ge=5, le=3600)
    priorities: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,31}$")], ...] = PRIORITY_CLASSES
    precedence: Precedence = Precedence.RATIO
    priority_one_in: int = Field(default=2, ge=1, le=20)
    normal_bound_s: int = Field(default=1800, ge=60, le=86_400)
    missed_return_s: Seconds = 180
    missed_out_after: int = Field(default=3, ge=1, le=20)
    parked_return_s: Seconds = 900
    appointment_late_s: Seconds = 900
    overrun_s: Seconds = 1800
    undo_s: int = Field(default=10, ge=0, le=60)
    recall_wait_s: int = Field(default=10, ge=0, le=120)
    next_wait_s: int = Field(default=3, ge=0, le=30)
    no_show_after_s: int = Field(default=45, ge=0, le=900)
    quota: int | None = Field(default=None, ge=1, le=100_000)
    lease_size: int = Field(default=20, ge=0, le=500)

    def rules(self) -> Rules:
        """Return what the engine needs of them."""
        return Rules(
            precedence=self.precedence,
            priority_one_in=self.priority_one_in,
            normal_bound_s=self.normal_bound_s,
            missed_return_s=self.missed_return_s,
            missed_out_after=self.missed_out_after,
            parked_return_s=self.parked_return_s,
            appointment_late_s=self.appointment_late_s,
            overrun_s=self.overrun_s,
            undo_s=self.undo_s,
            quota=self.quota,
            lease_size=self.lease_size,
        )
