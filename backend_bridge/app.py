"""`lobby bridge`: joins a site to the office's one-stop software."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import SystemRandom

from backend_bridge import settling, status
from backend_bridge.adapters.adapter import Around, open_backend
from backend_bridge.adapters.backend import Backend, hands_over
from backend_bridge.agency_book import AgenciesJob, AgencyBook
from backend_bridge.changes import ChangesJob
from backend_bridge.delivery import Delivery
from backend_bridge.figures import FiguresJob
from backend_bridge.finding import Finder
from backend_bridge.guesses import Guesses
from backend_bridge.intake import Intake
from backend_bridge.lookups import Lookups
from backend_bridge.numbering import Numbering
from backend_bridge.pace import Backoff
from backend_bridge.procedure_faults import ProceduresWatch
from backend_bridge.procedures import ProceduresJob
from backend_bridge.questions import Questions
from backend_bridge.reach import Reach
from backend_bridge.remembering import Remembering
from backend_bridge.reports.faults import ReportsWatch
from backend_bridge.reports.gathering import Gathering, free_bytes
from backend_bridge.reports.sending import Sending
from backend_bridge.seen import Seen
from backend_bridge.settings import BridgeSettings
from backend_bridge.shelf import Shelf
from backend_bridge.standing import StandingTold, last_answer
from backend_bridge.store import agencies, changes, lines, lookups, outbox, procedures
from backend_bridge.store import reports as told
from backend_bridge.watch import Watch
from backend_bridge.worker import Worker
from lobby.clock import Clock
from lobby.contract.roles import Role
from lobby.database import Database
from lobby.link.device import DeviceLink, link_device
from lobby.program import Part, run, settings_from
from lobby.settings.device import clock_of

PURPOSE = (
    "Cầu nối với phần mềm một cửa: tra cứu hồ sơ, gửi nhật ký, lấy số liệu cho bảng kết quả. "
    "Xem nó đang giữ gì, mất kết nối từ lúc nào: lobby bridge status."
)
# A backend that is back after hours must have all within a minute: most of it is for sending.
TRIES_AGAIN_S = (1.0, 20.0)
REPORTS_AGAIN_S = (5.0, 300.0)
FIRST_CHANGES_S = 1.0
A_LONG_POLL_LEAVES_S = 0.2
FIRST_PROCEDURES_S = 5.0
"""A site that starts has more urgent things to do than to fetch procedures."""


_OF_LOOKUPS = lookups.SCHEMA + changes.SCHEMA + agencies.SCHEMA


class _Telling(Worker):
    """The thread of a job that also listens to the bus."""

    def __init__(
        self, job: FiguresJob | ProceduresJob | Intake | Gathering, name: str, first_after_s: float = 0.0
    ) -> None:
        super().__init__(job, name, first_after_s)
        self._tells = job

    def start(self) -> None:
        self._tells.listen()
        super().start()


def compose(settings: BridgeSettings, link: DeviceLink, backend: Backend, clock: Clock) -> Sequence[Part]:
    """Return the bridge's parts in the order in which they start."""
    # What was answered for must survive a power cut; a lost cache is only a lost cache.
    outbox_file = Database(settings.state / outbox.FILE, outbox.SCHEMA, "FULL")
    lines_file = Database(settings.state / lines.FILE, lines.SCHEMA, "FULL")
    lookup_file = Database(settings.state / "lookups.db", _OF_LOOKUPS, "NORMAL")
    kept = outbox.Outbox(outbox_file)
    replies = lookups.Replies(lookup_file)
    cache = lookups.Cache(lookup_file, timedelta(days=settings.cache.keep_days), settings.cache.most)
    reach = Reach(clock, last_answer(settings.state))
    limits = settings.lookup
    guesses = Guesses(limits.misses_per_device_per_hour, limits.misses_per_site_per_hour)
    most = limits.workers + limits.queue
    questions = Questions(limits.workers, most, limits.stale_after_s, clock.monotonic)
    book = AgencyBook()
    seen = Seen(cache, book, clock)
    finder = Finder(
        backend, reach, Remembering(replies, clock), seen, book, clock, limits.code_pattern, guesses, questions
    )
    intake = Intake(link, kept, clock, partial(free_bytes, settings.state))
    backoff = Backoff(*TRIES_AGAIN_S, SystemRandom().random)
    numbered = Numbering(backend, kept, lines.Lines(lines_file))
    way_up = Reach(clock) if hands_over(backend) else reach
    delivery = Delivery(kept, numbered, way_up, clock, backoff, lambda: intake.gap_ends)
    courier = Worker(delivery, "delivery")
    intake.kept = courier.wake
    taker = _Telling(intake, "intake")
    intake.arrived = taker.wake
    reports_file = Database(settings.state / told.FILE, told.SCHEMA, "NORMAL")
    reports = told.Reports(reports_file)
    sending = Worker(Sending(reports, backend, clock, Backoff(*REPORTS_AGAIN_S, SystemRandom().random)), "reports")
    gathering = Gathering(link, reports, settings.outbox, clock, partial(free_bytes, settings.state))
    gathering.kept = sending.wake
    figures = FiguresJob(link, backend, reach, lookups.LastFigures(lookup_file), clock, settings.results_every_s)
    asks_again = Backoff(*TRIES_AGAIN_S, SystemRandom().random)
    pushed, pace = changes.Cursor(lookup_file), settings.changes
    taken = ChangesJob(link, backend, reach, cache, pushed, clock, asks_again, pace.every_s, pace.wait_s)
    listed = AgenciesJob(backend, reach, agencies.KeptAgencies(lookup_file), book, clock, settings.agencies.every_s)
    catalogue_file = Database(settings.state / "procedures.db", procedures.SCHEMA, "NORMAL")
    folder, every_s = settings.state / "procedures", settings.procedures.every_s
    catalogue = ProceduresJob(link, backend, reach, procedures.ProcedureStore(catalogue_file), folder, clock, every_s)

    def damaged() -> Path | None:
        return outbox_file.set_aside or lines_file.set_aside

    return (
        outbox_file,
        lines_file,
        lookup_file,
        catalogue_file,
        reports_file,
        Shelf(link, folder, clock),
        _Telling(catalogue, "procedures", FIRST_PROCEDURES_S),
        Worker(listed, "agencies"),
        Lookups(link, finder, replies, cache, settings.lookup, clock),
        taker,
        courier,
        _Telling(gathering, "gathering"),
        sending,
        _Telling(figures, "figures"),
        Worker(taken, "changes", FIRST_CHANGES_S, A_LONG_POLL_LEAVES_S),
        Watch(link.faults, reach, way_up, intake, delivery, kept, clock, damaged),
        ProceduresWatch(link.faults, catalogue),
        ReportsWatch(link.faults, reports, clock),
        StandingTold(link, outbox_file, reports_file, reach, clock, settings.state),
        link,
    )


def main(argv: list[str] | None = None) -> int:
    """Run `lobby bridge --settings FILE`, `lobby bridge status` or `lobby bridge settle`; return its exit code.

    Raises SettingsError.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["status"]:
        return status.main(arguments[1:])
    if arguments[:1] == ["settle"]:
        return settling.main(arguments[1:])
    settings = settings_from(arguments, BridgeSettings, "bridge", PURPOSE)
    logging.getLogger("urllib3").setLevel(logging.INFO)  # its debug lines hold addresses with check codes
    clock = clock_of(settings)
    backend = open_backend(settings.backend, Around(settings.site, settings.state / "backend", clock))
    return run(compose(settings, link_device(settings, Role.BRIDGE, clock), backend, clock))
