"""`lobby sms`: answers citizens' short messages through a GSM modem."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from random import SystemRandom

from backend_bridge.pace import Backoff
from backend_bridge.sms import outgoing, store, ticket_wishes, wishes
from backend_bridge.sms.at_line import AtLine
from backend_bridge.sms.at_modem import AtModem
from backend_bridge.sms.clerk import Clerk
from backend_bridge.sms.gammu_queue import GammuQueue
from backend_bridge.sms.modem import Modem
from backend_bridge.sms.pin import PinFile
from backend_bridge.sms.post import Post
from backend_bridge.sms.replying import Replies
from backend_bridge.sms.settings import SmsSettings
from backend_bridge.sms.status import told
from backend_bridge.sms.telling import Telling
from backend_bridge.sms.turns import Turns
from backend_bridge.sms.watch import Watch
from backend_bridge.worker import Worker
from lobby.clock import Clock
from lobby.contract.roles import Role
from lobby.database import Database
from lobby.link.device import DeviceLink, link_device
from lobby.program import Part, run, settings_from
from lobby.settings.device import clock_of

PURPOSE = "Trả lời tin nhắn tra cứu hồ sơ của người dân qua modem. Thêm «status» ở cuối để xem tin đang chờ."
FILE = "sms.db"
SCHEMA = store.SCHEMA + outgoing.SCHEMA + wishes.SCHEMA + ticket_wishes.SCHEMA
TRIES_AGAIN_S = (1.0, 60.0)


class _PostOffice(Worker):
    """The modem's thread, which lets go of the modem when it ends."""

    def __init__(self, post: Post) -> None:
        super().__init__(post, "modem")
        self._post = post

    def stop(self) -> None:
        super().stop()
        self._post.leave()


def compose(settings: SmsSettings, link: DeviceLink, modem: Modem, clock: Clock) -> Sequence[Part]:
    """Return the telephone's parts in the order in which they start."""
    # What left the modem's memory stands here alone: it must survive a power cut.
    file = Database(settings.state / FILE, SCHEMA, "FULL")
    kept = store.Store(file)
    post = Post(modem, kept, outgoing.Outbox(file), clock, Backoff(*TRIES_AGAIN_S, SystemRandom().random))
    thread = _PostOffice(post)
    wanted, awaited = wishes.Wishes(file), ticket_wishes.TicketWishes(file)
    clerk = Clerk(link, kept, Replies(wanted, awaited, settings), settings, clock)
    turns = Turns(link, awaited, kept, settings, clock)
    clerk.written = turns.written = thread.wake
    watch = Watch(link.faults, post, clerk, kept, settings.limits.per_day, clock, lambda: file.set_aside)
    return (file, thread, clerk, Telling(link, wanted, kept, settings, clock), turns, watch, link)


def modem_of(settings: SmsSettings) -> Modem:
    """Return the modem of the settings."""
    chosen = settings.modem
    if chosen.queue is not None and chosen.driver == "gammu":
        return GammuQueue(chosen.queue, chosen.sends_within_s)
    assert chosen.port is not None, "the settings were checked"
    pin = PinFile(chosen.pin_file, settings.state / "pin-tried")
    return AtModem(AtLine(chosen.port, chosen.baud, chosen.patience_s), pin, chosen.settle_s, chosen.sends_within_s)


def main(argv: list[str] | None = None) -> int:
    """Run `lobby sms --settings FILE [status]` and return its exit code; raises SettingsError."""
    arguments = sys.argv[1:] if argv is None else argv
    asked = "status" in arguments[-1:] or "status" in arguments[:1]
    settings = settings_from([word for word in arguments if word != "status"], SmsSettings, "sms", PURPOSE)
    clock = clock_of(settings)
    if asked:
        return _tell(settings, clock)
    return run(compose(settings, link_device(settings, Role.SMS, clock), modem_of(settings), clock))


def _tell(settings: SmsSettings, clock: Clock) -> int:
    try:
        print(told(settings.state / FILE, clock.now()))  # noqa: T201
    except sqlite3.Error as fault:
        print(f"Chưa xem được tin nhắn trong {settings.state}: {fault}.", file=sys.stderr)  # noqa: T201
        return 1
    return 0
