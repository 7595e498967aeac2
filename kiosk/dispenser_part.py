"""Joins the dispenser's presenter with bus, disk and print service."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from kiosk.dispenser_settings import DispenserSettings, rules_of
from kiosk.inbox import Inbox
from kiosk.keeping.ledger import Begun
from kiosk.keeping.wall import Wall
from kiosk.languages.folders import find_languages, others_of
from kiosk.lessee import Lessee
from kiosk.outbox import Outbox
from kiosk.presenters.dispenser import DispenserPresenter
from kiosk.presenters.effects import Ask, Draft, Drop, Effect, Print, Tell
from kiosk.presenters.wording import Header, Tongue, clock_text
from kiosk.printing import PrintService
from kiosk.reach import Reach
from kiosk.register import Register
from kiosk.scanners.reading import Scan
from kiosk.screens.dispenser_pages import DispenserShown
from kiosk.site_watch import watch_site
from lobby.clock import Clock
from lobby.contract.devices import Beat, Presence
from lobby.contract.replies import Reply
from lobby.contract.requests import PrintOutcome, Request, TicketIssue, TicketPrinted
from lobby.contract.slips import PrintDone
from lobby.contract.states import DeviceConfig
from lobby.contract.topics import EVERY
from lobby.link.device import DeviceLink

FRESH_S = 90.0
"""Seconds after which nobody is taken to wait any more for a slip that was begun before a restart."""


class Dispenser:
    """Joins presenter, link, disk and print service; everything here but the bus's handlers runs on the window's
    thread. What is done is on the disk before it is done: what an end cut off is settled by the next start."""

    def __init__(self, settings: DispenserSettings, link: DeviceLink, clock: Clock) -> None:
        self._settings = settings
        self._link = link
        self._clock = clock
        self.inbox = Inbox()
        self._reach = Reach()
        self._scans = 0
        lock = settings.state / "print.lock"
        self._printer = PrintService(settings.printer_command, self._on_printed, link.faults, clock, lock)
        self._register = Register(settings.state / "numbers.sqlite", clock, Wall(), link.faults, _new_id)
        self._lessee = Lessee(self._register, self._ask_for, clock, _new_id)
        self._outbox = Outbox(self._register, self._ask_for, self._lessee.want, clock)
        self.languages = find_languages(settings.aids.languages)
        self._presenter = DispenserPresenter(rules_of(settings), others_of(self.languages), _new_id)

    @property
    def tongue(self) -> Tongue:
        """The language spoken now."""
        return self._presenter.scene.tongue

    def start(self) -> None:
        topics, put = self._link.topics, self.inbox.put
        self._resume()
        watch_site(self._link, put, self._presenter, self._register)
        self._link.watch(Presence, topics.presence(EVERY), lambda said: put(lambda: self._present(said)))
        self._link.watch(Beat, topics.beat(), lambda _: put(lambda: self._reach.beat(self._clock.monotonic())))
        configured = self._presenter.configured
        self._link.watch(DeviceConfig, topics.config(self._link.device), lambda told: put(lambda: configured(told)))
        self._link.start()

    def step(self) -> None:
        self._link.step()
        self._printer.step()
        self._presenter.scene.today = self._clock.now().date()
        self.inbox.empty()
        now, linked = self._clock.monotonic(), self._link.bus.linked
        reached = self._reach.reached(linked, now)
        self._presenter.hub_reached(reached, now, linked)
        self._presenter.leased(self._register.left(self._clock.now()))
        self._do(self._presenter.tick(now))
        self._outbox.step(reached)
        self._lessee.step(reached)

    def stop(self) -> None:
        self._printer.stop()
        self._link.stop()
        self._register.close()

    def view(self) -> DispenserShown:
        """Return the page to show now, under the office's header."""
        header = Header(self._settings.office, clock_text(self._clock.now(), self.tongue.say))
        return DispenserShown(header, self._presenter.view(self._clock.monotonic()), self._scans)

    def drawn(self, page: str) -> None:
        """Take that the screen drew `page`."""
        self._presenter.drawn(page, self._clock.monotonic())

    def touch(self, name: str, at: float, by_key: bool = False) -> None:
        """Take a citizen's touch; `at` is when the finger came down, or the key `by_key` of a keypad."""
        self._do(self._presenter.touch(name, at, by_key))

    def attends(self, now: float) -> None:
        """Take that somebody is there at `now`, monotonic seconds, without touching."""
        self._presenter.scene.attends(now)

    def scanned(self, scan: Scan) -> None:
        """Take what a scanner read; safe from any thread."""
        self.inbox.put(lambda: self._scanned(scan))

    def pressed(self, service: str) -> None:
        """Take the press of a field's button; safe from any thread."""
        self.inbox.put(lambda: self._do(self._presenter.pressed(service, self._clock.monotonic())))

    def _scanned(self, scan: Scan) -> None:
        self._scans += 1
        self._do(self._presenter.scanned(scan.text, self._clock.monotonic()))

    def _resume(self) -> None:
        """Settle what the last end cut off, before anything new is begun."""
        left = self._register.open()
        self._presenter.remember(left.queues, left.counters, left.reprinted)
        self._outbox.open(left.tells, left.used)
        self._printer.start()
        self._do(self._presenter.resume(left.issues))
        for begun in left.begun:
            self._resume_slip(begun, newest=begun is left.begun[-1])

    def _resume_slip(self, begun: Begun, newest: bool) -> None:
        if begun.slip.again:
            self._do(self._presenter.cut_off(begun.slip.job, begun.ticket))
        elif newest and 0 <= self._clock.age_s(begun.at) < FRESH_S:
            self._do(self._presenter.resume_slip(begun.slip, begun.ticket, begun.service, self._clock.monotonic()))
        else:
            told = TicketPrinted(id=_new_id(), ticket=begun.ticket, outcome=PrintOutcome.FAILED, detail="restarted")
            self._do([Tell(told, closes=begun.slip.job)])

    def _do(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Ask():
                    self._ask(effect.request)
                case Print():
                    self._print(effect)
                case Tell():
                    self._outbox.tell(effect)
                case Drop():
                    self._register.drop(effect.kept)
                    self._outbox.closed(effect.kept)
                case Draft():
                    self._give(effect)

    def _ask(self, request: Request) -> None:
        if isinstance(request, TicketIssue):
            self._register.asking(request)
            self._outbox.question(request.id)
        replied = self._presenter.replied
        self._ask_for(request, lambda reply: self._do(replied(request, reply, self._clock.monotonic())))

    def _give(self, draft: Draft) -> None:
        held, now = self._register.number_of(draft.dossier) if draft.dossier else None, self._clock.monotonic()
        if held is not None:
            self._presenter.held(held, now)
        else:
            self._do(self._presenter.given(self._register.draw(draft), now))

    def _print(self, effect: Print) -> None:
        kept = self._register.begin(effect)
        if effect.job.offline and not kept:
            self._do(self._presenter.given(None, self._clock.monotonic()))
            return
        if effect.job.offline:
            self._outbox.given()
        self._outbox.closed(effect.closes)
        self._printer.print(effect.job)

    def _ask_for(self, request: Request, then: Callable[[Reply | None], None]) -> None:
        self._link.ask(request, lambda reply: self.inbox.put(lambda: then(reply)))

    def _present(self, said: Presence) -> None:
        self._reach.present(said, self._clock.monotonic())

    def _on_printed(self, done: PrintDone) -> None:
        self.inbox.put(lambda: self._do(self._presenter.printed(done, self._clock.monotonic())))


def _new_id() -> str:
    return str(uuid.uuid4())
