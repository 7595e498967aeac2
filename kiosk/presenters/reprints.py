"""Slips that the desk wants printed once more: each job once at most, and between two citizens."""

from __future__ import annotations

from kiosk.presenters.effects import Effect, Print, Tell
from kiosk.presenters.numbers import from_reprint, slip_of
from kiosk.presenters.scene import Scene
from lobby.contract.requests import PrintOutcome, TicketPrinted
from lobby.contract.slips import PrintDone
from lobby.contract.states import DeviceConfig, Reprint

SHOWN_S = 15.0
SILENT_S = 20.0


class Reprints:
    """Pure. A reprint waits until no citizen is served: their own slip must not be mistaken for it."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._begun: set[str] = set()
        self._wanted: list[Reprint] = []
        self._printing: Reprint | None = None
        self._since = 0.0
        self._shown: tuple[str, float] | None = None

    def knows(self, begun: set[str]) -> None:
        """Learn which jobs were begun by earlier runs."""
        self._begun |= begun

    def configured(self, config: DeviceConfig) -> None:
        """Take what the hub wants printed again, which it repeats until it is told of the end."""
        self._wanted = [wanted for wanted in config.reprints or () if wanted.job not in self._begun]

    def tick(self, free: bool, now: float) -> list[Effect]:
        """Begin the next reprint while the screen is `free`; give up a print service that is silent."""
        if self._printing is not None:
            silent = now - self._since >= SILENT_S
            return self._over(self._printing, PrintOutcome.FAILED, now) if silent else []
        if not free or not self._wanted:
            return []
        wanted = self._wanted.pop(0)
        self._begun.add(wanted.job)
        self._printing, self._since = wanted, now
        slip = slip_of(wanted.job, from_reprint(wanted), self._scene.fields, self._scene.rules.track_url_base, True)
        return [Print(slip, wanted.ticket.ticket, wanted.ticket.service)]

    def printed(self, done: PrintDone, now: float) -> list[Effect]:
        """The print service told what became of a slip."""
        if self._printing is None or done.job != self._printing.job:
            return []
        came_out = done.outcome is PrintOutcome.PRINTED
        return self._over(self._printing, PrintOutcome.PRINTED if came_out else PrintOutcome.FAILED, now)

    def cut_off(self, job: str, ticket: str) -> list[Effect]:
        """Tell of a reprint that a restart cut off: it may have come out, so it is not begun again."""
        return [self._tell(job, ticket, PrintOutcome.FAILED)]

    def number_shown(self, now: float) -> str | None:
        """Return the number whose reprint has just come out."""
        return self._shown[0] if self._shown is not None and now - self._shown[1] < SHOWN_S else None

    def _over(self, reprint: Reprint, outcome: PrintOutcome, now: float) -> list[Effect]:
        self._printing = None
        if outcome is PrintOutcome.PRINTED:
            self._shown = reprint.ticket.number, now
        return [self._tell(reprint.job, reprint.ticket.ticket, outcome)]

    def _tell(self, job: str, ticket: str, outcome: PrintOutcome) -> Tell:
        told = TicketPrinted(id=self._scene.new_id(), ticket=ticket, outcome=outcome, detail=f"job:{job}")
        return Tell(told, closes=job)
