"""Decides what the dispenser shows and asks: one touch gives at most one ticket, whatever the network does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk.presenters.dispenser_views import DispenserView
from kiosk.presenters.dispenser_visit import At
from kiosk.presenters.dispenser_words import page_of
from kiosk.presenters.effects import Effect
from kiosk.presenters.fields import Fields
from kiosk.presenters.leads import leads_in
from kiosk.presenters.outage import UNREACHED_S
from kiosk.presenters.receipts import Receipts
from kiosk.presenters.reprints import Reprints
from kiosk.presenters.scene import DispenserRules, Scene
from kiosk.presenters.settling import Settling
from kiosk.presenters.stays import CONFIRM_S, IDLE_S, SHOWN_S, TAKEN_S, stay
from kiosk.presenters.taking import LATE_S, PRINTING_S, SILENT_S, Taking
from kiosk.presenters.wording import Say, Tongue
from lobby.contract.replies import Reply
from lobby.contract.requests import DossierFind, NumbersUsed, PrintOutcome, Request, TicketIssue
from lobby.contract.slips import PrintDone, PrintTicket
from lobby.contract.states import CounterState, DeviceConfig, QueueState

__all__ = [
    "CONFIRM_S",
    "IDLE_S",
    "LATE_S",
    "PRINTING_S",
    "SHOWN_S",
    "SILENT_S",
    "TAKEN_S",
    "UNREACHED_S",
    "DispenserPresenter",
    "DispenserRules",
]

BUTTON_AGAIN_S = 3.0
"""Seconds the last citizen's number stands before a hardware button gives the next one."""

_GOES_HOME = frozenset({At.FIELDS, At.PURPOSE, At.RECEIPT, At.UNREAD, At.CONFIRM, At.REFUSED, At.HELD})
_CHOOSES = frozenset({At.WELCOME, At.FIELDS})


class DispenserPresenter:
    """Pure: events and the monotonic time in seconds go in, effects and views come out."""

    def __init__(self, rules: DispenserRules, languages: Mapping[str, Say], new_id: Callable[[], str]) -> None:
        fields = Fields(rules.order, rules.names_en)
        self._scene = Scene(rules, Tongue(languages), fields, new_id)
        self._taking = Taking(self._scene)
        self._receipts = Receipts(self._scene)
        self._reprints = Reprints(self._scene)
        self._settling = Settling()

    def remember(self, queues: list[QueueState], counters: list[CounterState], reprinted: set[str]) -> None:
        """Learn what an earlier run knew: names of fields and counters, and which reprints were begun."""
        for queue in queues:
            self._scene.fields.remember(queue)
        for counter in counters:
            self._scene.fields.counters.setdefault(counter.counter, counter)
        self._reprints.knows(reprinted)

    def queue_changed(self, state: QueueState) -> None:
        """Take the newest picture of a field."""
        self._scene.fields.changed(state)

    def queue_gone(self, service: str) -> None:
        """The site has this field no more."""
        self._scene.fields.gone(service)

    def counter_changed(self, state: CounterState) -> None:
        """Take the newest picture of a counter."""
        self._scene.fields.counters[state.counter] = state

    def counter_gone(self, counter: str) -> None:
        """The site has this counter no more."""
        self._scene.fields.counters.pop(counter, None)

    def configured(self, config: DeviceConfig) -> None:
        """Take what the hub wants printed again, and where it leads receipts."""
        self._scene.told = leads_in(config.settings)
        self._reprints.configured(config)

    def leased(self, left: Mapping[str, int]) -> None:
        """Learn how many leased numbers each field has left today."""
        self._scene.fields.left = left

    def hub_reached(self, reached: bool, now: float, linked: bool = True) -> None:
        """Learn whether the hub can be reached, and whether the bus is; a short loss is not shown."""
        self._scene.linked = linked
        self._scene.outage.hub_reached(reached, now)
        if reached:
            self._scene.fields.forget_remembered()

    @property
    def scene(self) -> Scene:
        """The screen's state."""
        return self._scene

    def drawn(self, page: str, now: float) -> None:
        """The screen drew `page`."""
        self._settling.drawn(page, now)

    def touch(self, name: str, now: float, by_key: bool = False) -> list[Effect]:
        """A citizen touched the target `name`; `now` is when the finger came down, or the key `by_key` of a keypad."""
        # On a keypad one comes to what one presses on this very page.
        if not by_key and not self._settling.counts(self.view(now).page, now):
            return []
        self._settling.touched(now)
        visit = self._scene.visit
        if name == "take" and visit.at is At.CONFIRM:
            return self._taking.take(now)
        if name.startswith("class:") and visit.at is At.PRIORITY:
            return self._taking.take(now, name.removeprefix("class:"))
        self._turn(name, now)
        return []

    def pressed(self, service: str, now: float) -> list[Effect]:
        """A citizen pressed the hardware button of `service`, which gives a number at once."""
        scene, visit = self._scene, self._scene.visit
        rested = visit.at is At.TAKEN and visit.slip is PrintOutcome.PRINTED and now - visit.since >= BUTTON_AGAIN_S
        if not (rested or visit.at in (At.WELCOME, At.CONFIRM, At.FIELDS)) or not scene.gives(service, now):
            return []
        if rested:
            scene.go_home(now)
        scene.choose(service, now)
        return self._taking.take(now)

    def scanned(self, text: str, now: float) -> list[Effect]:
        """The scanner read `text`."""
        return self._receipts.scanned(text, now)

    def replied(self, request: Request, reply: Reply | None, now: float) -> list[Effect]:
        """The answer to `request` came, or None: no answer in time."""
        if isinstance(request, TicketIssue):
            return self._taking.replied(request, reply, now)
        return self._receipts.replied(request, reply, now) if isinstance(request, DossierFind) else []

    def given(self, used: NumbersUsed | None, now: float) -> list[Effect]:
        """The lease gave a number, or None where it gives none."""
        return self._taking.given(used, now)

    def held(self, number: str, now: float) -> None:
        """The receipt has a number from the lease already."""
        self._taking.held(number, now)

    def resume(self, issues: list[TicketIssue]) -> list[Effect]:
        """Go on with the questions of an earlier run, whose citizens saw no number."""
        return self._taking.resume(issues)

    def resume_slip(self, slip: PrintTicket, ticket: str, service: str, now: float) -> list[Effect]:
        """Go on with a slip that was begun a moment before a restart."""
        return self._taking.resume_slip(slip, ticket, service, now)

    def cut_off(self, job: str, ticket: str) -> list[Effect]:
        """Tell of a reprint that a restart cut off."""
        return self._reprints.cut_off(job, ticket)

    def printed(self, done: PrintDone, now: float) -> list[Effect]:
        """The print service told what became of a slip."""
        return [*self._taking.printed(done, now), *self._reprints.printed(done, now)]

    def tick(self, now: float) -> list[Effect]:
        """Let time pass: pages end, what does not answer is given up, a reprint is begun between two citizens."""
        self._receipts.tick(now)
        effects = self._taking.tick(now)
        if not effects and now - self._scene.visit.since >= stay(self._scene.visit, self._scene.tongue):
            self._scene.go_home(now)
        return [*effects, *self._reprints.tick(self._scene.visit.at is At.WELCOME, now)]

    def view(self, now: float) -> DispenserView:
        """Return the page to show now."""
        return page_of(self._scene, self._reprints.number_shown(now), now)

    def _turn(self, name: str, now: float) -> None:
        scene, visit = self._scene, self._scene.visit
        if name == "language":
            scene.tongue.switch()
            visit.since = now
        elif name in ("back", "done"):
            self._back(now)
        elif name == "priority" and visit.at is At.CONFIRM and scene.rules.priorities:
            visit.go(At.PRIORITY, now)
        elif name.startswith("service:") and visit.at in _CHOOSES:
            service = name.removeprefix("service:")
            if scene.gives(service, now):
                scene.choose(service, now)
        else:
            self._receipts.touch(name, now)

    def _back(self, now: float) -> None:
        visit = self._scene.visit
        if visit.at is At.PRIORITY:
            visit.go(At.CONFIRM, now)
        elif visit.at is At.ASKING:
            self._taking.leave(now)
        elif visit.at is At.TAKEN or visit.at in _GOES_HOME:
            self._scene.go_home(now)
