"""Joins the lookup kiosk's presenter with bus, scanners, catalogue and printer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from kiosk.catalogue.scoring import Office
from kiosk.catalogue.store import NAME
from kiosk.consulting import Consulting
from kiosk.inbox import Inbox
from kiosk.languages.folders import find_languages, others_of
from kiosk.lookup_settings import LookupSettings, rules_of
from kiosk.patience import Patience
from kiosk.presenters.effects import Ask, Consult, Draft, Drop, Effect, Print, Slip, Tell
from kiosk.presenters.lobby_words import texts_of
from kiosk.presenters.lookup import LookupPresenter, Reached
from kiosk.presenters.procedures.paging import measure_of
from kiosk.presenters.procedures.wishes import Answer, Wish
from kiosk.presenters.wording import Header, Tongue, clock_text
from kiosk.printing import PrintService
from kiosk.reach import Reach
from kiosk.scanners.reading import Scan
from kiosk.screens.lookup_pages import LookupShown
from kiosk.site_watch import watch_site
from kiosk.viewfinder import Viewfinder
from lobby.clock import Clock
from lobby.contract.devices import Beat, Presence
from lobby.contract.notices import Notices
from lobby.contract.replies import Reply
from lobby.contract.requests import PrintOutcome, Request
from lobby.contract.roles import Role
from lobby.contract.slips import PrintDone, PrintJob
from lobby.contract.states import DeviceConfig
from lobby.contract.topics import EVERY
from lobby.link.device import DeviceLink

_NO_PRINTER = "no_printer"


class Lookup:
    """Joins presenter, link and scanners; everything here but the bus's handlers runs on the window's thread."""

    def __init__(self, settings: LookupSettings, link: DeviceLink, clock: Clock) -> None:
        self._settings = settings
        self.camera = Viewfinder(clock)
        self._link = link
        self._clock = clock
        self.inbox = Inbox()
        self._patience = Patience(clock)
        self._hub, self._bridge = Reach(Role.HUB), Reach(Role.BRIDGE)
        self._notices: Notices | None = None
        self._printer: PrintService | None = None
        if settings.printer_command:
            lock = settings.state / "print.lock"
            self._printer = PrintService(settings.printer_command, self._on_printed, link.faults, clock, lock)
        office = Office(settings.province, settings.office_level == "ward")
        self._catalogue = Consulting(settings.state / NAME, office, link.faults, clock, self._on_consulted)
        self.languages = find_languages(settings.aids.languages)
        self._presenter = LookupPresenter(rules_of(settings), others_of(self.languages), lambda: str(uuid.uuid4()))
        self._size = settings.screen.width, settings.screen.height
        self.large: Callable[[], bool] = lambda: False

    @property
    def tongue(self) -> Tongue:
        """The language spoken now."""
        return self._presenter.desk.scene.tongue

    def start(self) -> None:
        topics, put, desk = self._link.topics, self.inbox.put, self._presenter.desk
        watch_site(self._link, put, desk)
        self._link.watch(Presence, topics.presence(EVERY), lambda said: put(lambda: self._present(said)))
        self._link.watch(Beat, topics.beat(), lambda _: put(lambda: self._hub.beat(self._clock.monotonic())))
        config = topics.config(self._link.device)
        self._link.watch(DeviceConfig, config, lambda told: put(lambda: desk.configured(told)))
        self._link.watch(Notices, topics.notices(), lambda told: put(lambda: self._noticed(told)))
        if self._printer is not None:
            self._printer.start()
        self._link.start()
        if not self._presenter.shows:
            self._catalogue.start()

    def step(self) -> None:
        self._link.step()
        if self._printer is not None:
            self._printer.step()
        self._catalogue.step()
        self._presenter.door.procedures = self._catalogue.usable
        self._presenter.desk.scene.today = self._clock.now().date()
        self.inbox.empty()
        now, linked = self._clock.monotonic(), self._link.bus.linked
        self._presenter.reached(Reached(linked, self._hub.reached(linked, now), self._bridge.reached(linked, now)), now)
        self._presenter.door.notices = texts_of(self._notices, self._clock.now()) if self._notices is not None else ()
        self._presenter.door.camera = self.camera.told()
        self._presenter.procedures.measure = measure_of(*self._size, self.large())
        self._do(self._presenter.tick(now))

    def stop(self) -> None:
        if self._printer is not None:
            self._printer.stop()
        self._catalogue.stop()
        self._link.stop()

    def view(self) -> LookupShown:
        """Return the page to show now, under the office's header."""
        header = Header(self._settings.office, clock_text(self._clock.now(), self.tongue.say))
        now, presenter = self._clock.monotonic(), self._presenter
        found, scans, closing = self.camera.told().found, presenter.scans, presenter.closing(now)
        return self._patience.shown(LookupShown(header, presenter.view(now), found, scans, closing))

    def sized(self, width: int, height: int) -> None:
        """Take the size of the window, in px."""
        self._size = width, height

    def drawn(self, page: str) -> None:
        """Take that the screen drew `page`."""
        self._presenter.drawn(page, self._clock.monotonic())

    def touch(self, name: str, at: float, by_key: bool = False) -> None:
        """Take a citizen's touch; `at` is when the finger came down, or the key `by_key` of a keypad."""
        self._do(self._presenter.touch(name, at, by_key))

    def attends(self, now: float) -> None:
        """Take that somebody is there at `now`, monotonic seconds, without touching."""
        self._presenter.attends(now)

    def scanned(self, scan: Scan) -> None:
        """Take what a scanner read; safe from any thread."""
        by_hand = scan.source != "camera"
        self.inbox.put(lambda: self._do(self._presenter.scanned(scan.text, self._clock.monotonic(), by_hand)))

    def _do(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Ask():
                    self._ask(effect.request)
                case Tell():
                    self._tell(effect.request)
                case Print() | Slip():
                    self._print(effect.job)
                case Consult():
                    self._catalogue.ask(effect.wish)
                case Drop() | Draft():
                    pass  # nothing is kept over a restart here, and there are no leased numbers

    def _ask(self, request: Request) -> None:
        self._link.ask(request, lambda reply: self.inbox.put(lambda: self._replied(request, reply)))

    def _tell(self, request: Request) -> None:
        def heard(reply: Reply | None) -> None:
            if reply is None:
                self.inbox.put(lambda: self._tell(request))

        self._link.ask(request, heard)

    def _print(self, job: PrintJob) -> None:
        if self._printer is None:
            self._on_printed(PrintDone(job=job.job, outcome=PrintOutcome.FAILED, fault=_NO_PRINTER))
        else:
            self._printer.print(job)

    def _on_printed(self, done: PrintDone) -> None:
        self.inbox.put(lambda: self._do(self._presenter.printed(done, self._clock.monotonic())))

    def _on_consulted(self, wish: Wish, answer: Answer) -> None:
        self.inbox.put(lambda: self._presenter.consulted(wish, answer))

    def _replied(self, request: Request, reply: Reply | None) -> None:
        self._do(self._presenter.replied(request, reply, self._clock.monotonic()))

    def _noticed(self, told: Notices) -> None:
        self._notices = told

    def _present(self, said: Presence) -> None:
        now = self._clock.monotonic()
        self._hub.present(said, now)
        self._bridge.present(said, now)
