"""The modem's own thread: fetches what came, sends what is written, begins anew with a modem that fails."""

from __future__ import annotations

import logging
import sqlite3

from backend_bridge.pace import Backoff
from backend_bridge.sms.modem import Modem, ModemFault, NotSent, Radio, Trouble
from backend_bridge.sms.numbers import masked
from backend_bridge.sms.outgoing import Outbox, Outgoing
from backend_bridge.sms.store import Store
from lobby.clock import Clock

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 2.0
HEARS_EVERY_S = 30.0
HOLDS_S = 120.0
REFUSALS_IN_A_ROW = 3
UNWRITABLE_S = 5.0


class Post:
    """A job for `backend_bridge.worker.Worker`; `trouble`, `radio`, `refusals` (in a row) and `unwritable` are for who
    watches."""

    def __init__(self, modem: Modem, store: Store, outbox: Outbox, clock: Clock, backoff: Backoff) -> None:
        self._modem = modem
        self._store = store
        self._outbox = outbox
        self._clock = clock
        self._backoff = backoff
        self._is_open = False
        self._begun = False
        self._hear_due = 0.0
        self._send_due = 0.0
        self._told = ""
        self._went: Outgoing | None = None
        self.trouble: Trouble | None = None
        self.radio: Radio | None = None
        self.refusals = 0
        self.unwritable = False

    def step(self) -> float:
        """Fetch, then send one message; what cannot be kept stays in the modem."""
        try:
            after_s = self._step()
        except sqlite3.Error as fault:
            if not self.unwritable:
                log.error("messages cannot be kept: %s", fault)
            self.unwritable = True
            return UNWRITABLE_S
        self.unwritable = False
        return after_s

    def _step(self) -> float:
        if not self._begun:
            self._begin()
        self._mark()
        try:
            self._ready()
            self._fetch()
            again = self._send_next()
        except ModemFault as fault:
            return self._failed(fault)
        self._backoff.good()
        self._stands(None if self.radio is None or self.radio.registered else Trouble.NO_NETWORK)
        return 0.0 if again else LOOKS_EVERY_S

    def leave(self) -> None:
        """Let go of the modem; call when no step is under way."""
        self._modem.close()

    def _begin(self) -> None:
        doubted = self._outbox.begin()
        self._begun = True
        if doubted:
            log.warning("%d messages were being sent when the program ended: sent once more, or given up", doubted)

    def _ready(self) -> None:
        if not self._is_open:
            self._modem.open()
            self._is_open = True
            self._hear_due = 0.0
        if self._clock.monotonic() >= self._hear_due or self.trouble is not None:
            self.radio = self._modem.radio()
            self._hear_due = self._clock.monotonic() + HEARS_EVERY_S

    def _fetch(self) -> None:
        came = self._modem.inbox()
        if not came:
            return
        # On disk before it leaves the modem: a program killed in between fetches it again and knows it.
        self._store.take(came, self._clock.now())
        for message in came:
            self._modem.drop(message.place)

    def _send_next(self) -> bool:
        if (self.radio is not None and not self.radio.registered) or self._clock.monotonic() < self._send_due:
            return False
        outgoing = self._outbox.next_out(self._clock.now())
        if outgoing is None:
            return False
        try:
            self._modem.send(outgoing.number, outgoing.text, outgoing.key)
        except NotSent as fault:
            self._refused(outgoing, fault)
            return True
        except ModemFault as fault:
            self._outbox.unsent(outgoing, fault.doubtful)
            raise
        self._went = outgoing
        self.refusals = 0
        self._mark()
        return True

    def _mark(self) -> None:
        """Write down what went out, once it can be: it is not sent again because the disk was full."""
        if self._went is not None:
            self._outbox.sent(self._went)
            self._went = None

    def _refused(self, outgoing: Outgoing, fault: NotSent) -> None:
        log.warning("%s: refused: %s", masked(outgoing.number), fault)
        self._outbox.refused(outgoing, self._clock.now())
        self.refusals += 1
        if self.refusals >= REFUSALS_IN_A_ROW:
            # Most likely the account is empty: the messages behind it wait instead of being used up by refusals.
            self._send_due = self._clock.monotonic() + HOLDS_S

    def _failed(self, fault: ModemFault) -> float:
        log.warning("modem: %s", fault)
        self._is_open = False
        if fault.trouble is Trouble.SILENT:
            self._modem.reset()
        self._modem.close()
        self._stands(fault.trouble)
        return self._backoff.failed()

    def _stands(self, trouble: Trouble | None) -> None:
        self.trouble = trouble
        told = trouble or "ready"
        if told != self._told:
            self._store.tell_modem(told, self._clock.now())
            self._told = told
