"""From a dossier looked up to a number of the right field in one touch, by the dispenser's own rules and pages."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

from kiosk.presenters.dispenser_views import Closed, DispenserView, Sorry
from kiosk.presenters.dispenser_visit import At, Visit
from kiosk.presenters.dispenser_words import page_of
from kiosk.presenters.effects import Effect
from kiosk.presenters.leads import leads_in
from kiosk.presenters.lookup_views import AtDesk, Leaving
from kiosk.presenters.receipt_ways import Way, way_of
from kiosk.presenters.scene import Scene
from kiosk.presenters.stays import stay
from kiosk.presenters.taking import Taking
from lobby.contract.dossiers import Dossier
from lobby.contract.replies import Reply
from lobby.contract.requests import PrintOutcome, TicketIssue
from lobby.contract.slips import PrintDone
from lobby.contract.states import CounterState, DeviceConfig, QueueState

_AT_A_COUNTER = frozenset({3, 5, 6, 7, 8, 9})
_ASKS = frozenset({At.CONFIRM, At.FIELDS, At.REFUSED})
_LOSES = _ASKS | {At.HELD}


class Left(Enum):
    """Where a citizen goes who leaves the pages of numbers."""

    BACK = auto()
    HOME = auto()


class NumberDesk:
    """Pure. Holds nothing but the dossier's code and the number, and those only until the visit ends.

    A page that is left with something undone stands for `least_s` seconds at least.
    """

    def __init__(self, scene: Scene, least_s: float = 0.0) -> None:
        self.scene = scene
        self._least_s = least_s
        self._taking = Taking(scene)

    def queue_changed(self, state: QueueState) -> None:
        """Take the newest picture of a field."""
        self.scene.fields.changed(state)

    def queue_gone(self, service: str) -> None:
        """The site has this field no more."""
        self.scene.fields.gone(service)

    def counter_changed(self, state: CounterState) -> None:
        """Take the newest picture of a counter."""
        self.scene.fields.counters[state.counter] = state

    def counter_gone(self, counter: str) -> None:
        """The site has this counter no more."""
        self.scene.fields.counters.pop(counter, None)

    def configured(self, config: DeviceConfig) -> None:
        """Take where the hub leads receipts."""
        self.scene.told = leads_in(config.settings)

    def way(self, dossier: Dossier, overdue: bool) -> Way | None:
        """Return where the holder of `dossier` goes in this office, None where there is nothing to do at a counter."""
        if dossier.status not in _AT_A_COUNTER and not overdue:
            return None
        leads = self.scene.leads
        return way_of(dossier, leads.collect_service, leads.fields)

    def gives(self, service: str | None, now: float) -> bool:
        """Tell whether a number of `service` is given now; without one, whether any field gives numbers."""
        if service is not None and service in self.scene.fields.queues:
            return self.scene.gives(service, now)
        return any(self.scene.gives(one, now) for one in self.scene.fields.queues)

    def begin(self, dossier: str, service: str | None, now: float) -> list[Effect]:
        """Take a number of `service` for `dossier` at once; where the field is not known it is chosen first."""
        scene = self.scene
        scene.visit = Visit(since=now, dossier=dossier)
        if service is None or service not in scene.fields.queues:
            scene.visit.go(At.FIELDS, now)
            return []
        scene.choose(service, now)
        return self._taking.take(now)

    def touch(self, name: str, now: float) -> tuple[list[Effect], Left | None]:
        """A citizen touched the target `name`; the second value tells where they leave to."""
        scene, at = self.scene, self.scene.visit.at
        if at is At.CONFIRM and name == "take":
            return self._taking.take(now), None
        if at is At.FIELDS and name.startswith("service:"):
            service = name.removeprefix("service:")
            if scene.gives(service, now):
                scene.choose(service, now)
        elif name == "back" and (at is At.ASKING or at in _ASKS):
            self._taking.let_go()
            return [], Left.BACK
        elif name == "more-time":
            scene.attends(now)
        elif name == "done":
            return [], Left.HOME
        return [], None

    def lets_go(self) -> bool:
        """Tell whether the scan of another code may begin another visit, and make room for it."""
        if self.scene.visit.at is At.PRINTING:
            return False
        self._taking.let_go()
        return True

    @property
    def stays(self) -> float:
        """How many seconds the page stands when nobody touches it."""
        visit = self.scene.visit
        usual = stay(visit, self.scene.tongue)
        return max(usual, self._least_s) if visit.at in _LOSES else usual

    @property
    def loses(self) -> bool:
        """Whether a citizen loses something when the page goes: what was begun, or a number that is on no paper."""
        return self.scene.visit.at in _LOSES or self.unwritten

    @property
    def on_paper(self) -> bool:
        """Whether a number was taken whose slip was printed."""
        return self.scene.visit.at is At.TAKEN and self.scene.visit.slip is PrintOutcome.PRINTED

    @property
    def unwritten(self) -> bool:
        """Whether a number was taken that is on no paper, and must be remembered."""
        return self.scene.visit.at is At.TAKEN and not self.on_paper

    def forget(self, now: float) -> None:
        """Keep nothing of the visit."""
        self.scene.visit = Visit(since=now)

    def tick(self, now: float) -> tuple[list[Effect], bool]:
        """Let time pass; the second value tells that the visit is over."""
        effects = self._taking.tick(now)
        visit = self.scene.visit
        return effects, visit.at is At.WELCOME or now - visit.since >= self.stays

    def replied(self, request: TicketIssue, reply: Reply | None, now: float) -> list[Effect]:
        """The answer to a question for a number came, or None: no answer in time."""
        return self._taking.replied(request, reply, now)

    def printed(self, done: PrintDone, now: float) -> list[Effect]:
        """The print service told what became of a slip."""
        return self._taking.printed(done, now)

    def view(self, leaving: Leaving | None, now: float) -> AtDesk:
        """Return the page to show now; `leaving` tells that it will go."""
        return AtDesk(self._with_way_back(page_of(self.scene, None, now)), leaving)

    def _with_way_back(self, body: DispenserView) -> DispenserView:
        """A dispenser waits until there are numbers again; from here one goes back to the dossier."""
        back = self.scene.tongue.say("Quay lại")
        if isinstance(body, Closed):
            return Sorry(body.title, body.reason, back, body.original)
        return replace(body, back=back) if isinstance(body, Sorry) else body
