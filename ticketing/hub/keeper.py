"""Keeps the one true state: decides under a lock, commits to the journal, and only then lets the state change."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from lobby.contract.calls import Shown
from lobby.contract.codec import decode
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Reply
from lobby.health import Faults
from ticketing.engine.changes import changed
from ticketing.engine.days import moment
from ticketing.engine.decide import pass_time, stamp
from ticketing.engine.facts import Draft, Fact
from ticketing.engine.fold import fold
from ticketing.engine.lost import next_numbers, set_aside
from ticketing.engine.presenting import presented
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby
from ticketing.hub.clock_faults import tell_clock
from ticketing.hub.gathering import Asked, Batch, Settling, rate_in
from ticketing.hub.restored import AfterRestore
from ticketing.hub.timekeeper import Timekeeper
from ticketing.journal.store import Journal, StoredReply

log = logging.getLogger(__name__)

REPLIES_KEPT = timedelta(hours=48)
TAKEN_IN_KEPT = timedelta(days=31)
"""As long as a dispenser keeps a number that was taken in: it may have been away over a weekend, and ask again."""
PRUNED_AT_ONCE = 200
PRUNINGS = 20
TURNS_BY_ITSELF = timedelta(days=4)

Committed = Callable[[tuple[Fact, ...]], None]


class Keeper:
    """The state of the day and the only hand that writes the journal; every method is safe from any thread.

    `committed` is called with the new facts once they are durable, in the journal's order; `reread` when a commit that
    seemed to fail turns out to stand, so that some facts were never told. Both must be quick.
    """

    def __init__(self, site: Site, journal: Journal, time: Timekeeper, faults: Faults, restored: AfterRestore) -> None:
        self._site = site
        self._journal = journal
        self._time = time
        self._faults = faults
        self._restored = restored
        self._lock = threading.Lock()
        self._held_since: float | None = None
        self._gathered: deque[Settling] = deque()
        self._lobby = Lobby()
        self._doubtful = False
        self.committed: Committed = lambda _facts: None
        self.reread: Callable[[], None] = lambda: None

    @property
    def lobby(self) -> Lobby:
        """The state now: a value that never changes under its reader."""
        return self._lobby

    def held_s(self) -> float:
        """Return for how many seconds the writing under way has kept all others waiting; 0 where there is none."""
        since = self._held_since
        return 0.0 if since is None else self._time.monotonic() - since

    def open(self) -> None:
        """Open the journal and fold the business day that is open; raises sqlite3.Error or NewerJournal."""
        self._journal.open()
        self._lobby = fold(self._journal.day_facts())
        self._time.start()
        log.info("journal open: day %s, entry %d, %d tickets", self._lobby.day, self._lobby.seq, len(self._lobby.cards))
        if self._lobby.at is not None:
            # A counter may have left the settings while the hub stood still.
            self._commit(*stamp(self._lobby, changed(self._site, self._lobby), self._lobby.at))
        self._restored.open(self._lobby.at)
        self._leave_out_lost()

    def close(self) -> None:
        """Let go of the journal."""
        with self._lock:
            self._journal.close()

    def settle(self, asked: Asked) -> Reply:
        """Return the durable reply to a request, the first one where its id was answered before.

        Raises Refused(internal) where the journal cannot be written; then nothing happened.
        """
        outcome = self.settle_all([asked])[0]
        if isinstance(outcome, Refused):
            raise outcome
        return decode(Reply, outcome)

    def settle_all(self, asked: Iterable[Asked]) -> list[bytes | Refused]:
        """Return the reply to each request as it is sent, or why there is none.

        They are decided in this order and made durable by one commit. Who asks while a commit is under way waits for
        the next one, which takes in all who wait.
        """
        mine = [Settling(one) for one in asked]
        self._gathered.extend(mine)
        with self._holding():
            # Whoever had the lock before may have settled these with its own.
            everyone = [self._gathered.popleft() for _ in range(len(self._gathered))]
            if everyone:
                self._settle(everyone)
        return [one.outcome for one in mine]

    def _settle(self, everyone: Sequence[Settling]) -> None:
        try:
            with self._guarded():
                self._leave_out_lost()
                known = self._journal.replies_to((one.asked.asking.device, one.asked.request.id) for one in everyone)
                rates = self._journal.rates(filter(None, (rate_in(one.asked.request) for one in everyone)))
                batch = Batch(self._site, self._lobby, known, rates, self._time.read())
                outcomes = [batch.decide(one.asked) for one in everyone]
                self._commit(batch.facts, batch.lobby, batch.replies)
        except Refused as refused:
            if isinstance(refused.__cause__, sqlite3.IntegrityError) and len(everyone) > 1:
                # What the tables refuse is one request's fault: the others shall not suffer for it.
                for one in everyone:
                    self._settle([one])
                return
            outcomes = [refused] * len(everyone)
        for one, outcome in zip(everyone, outcomes, strict=True):
            one.outcome = outcome

    def present(self, shown: Iterable[tuple[str, Shown]]) -> None:
        """Journal what devices presented of the newest calls, all in one commit."""
        with self._writing():
            at = moment(self._lobby, self._time.now())
            facts: tuple[Fact, ...] = ()
            lobby = self._lobby
            for device, told in shown:
                draft = presented(lobby, device, told)
                more, lobby = stamp(lobby, () if draft is None else (draft,), at)
                facts += more
            self._commit(facts, lobby)

    def take(self, through: int) -> None:
        """Keep the bridge's mark."""
        with self._writing():
            self._journal.take(through)

    def change(self, site: Site, names: Iterable[str]) -> None:
        """Decide by `site` from now on, and journal the `names` of what changed; raises Refused as `settle` does."""
        with self._writing():
            at = moment(self._lobby, self._time.now())
            drafts = (*changed(site, self._lobby), Draft(EntryKind.RULES_CHANGED, data={"changed": list(names)}))
            self._commit(*stamp(self._lobby, drafts, at))
            self._site = site

    def note(self, names: Iterable[str]) -> None:
        """Journal the `names` of what changed that no decision depends on; raises Refused as `settle` does."""
        with self._writing():
            at = moment(self._lobby, self._time.now())
            self._commit(*stamp(self._lobby, (Draft(EntryKind.RULES_CHANGED, data={"changed": list(names)}),), at))

    def turn_day(self) -> None:
        """Do what is due though nobody asks for anything: tickets that come back, closing, the turn of the day.

        A clock that says much later, and that nobody vouches for, waits for someone to ask: it may be wrong for a
        moment after the power came back.
        """
        with self._writing():
            self._leave_out_lost()
            now, day = self._time.read(), self._lobby.day
            if day is not None and (now.day - day <= TURNS_BY_ITSELF or self._time.is_sure):
                facts, after = pass_time(self._site, self._lobby, moment(self._lobby, now.at), now.day)
                self._commit(facts, after)
            self._restored.step(self._lobby.day)

    def tidy(self) -> None:
        """Forget replies that are too old, letting who asks in between, and watch the machine's clock."""
        for _ in range(PRUNINGS):
            with self._writing():
                now = moment(self._lobby, self._time.now())
                pruned = self._journal.prune(_ms(now - REPLIES_KEPT), _ms(now - TAKEN_IN_KEPT), PRUNED_AT_ONCE)
            if pruned < PRUNED_AT_ONCE:
                break
        tell_clock(self._faults, self._time.doubt)

    def _leave_out_lost(self) -> None:
        """Where the journal was restored, leave out what it does not know of this day, before anything is decided."""
        if not self._restored.stands:
            return
        now = self._time.read()
        if not self._restored.wants(now.day):
            return
        turned, today = pass_time(self._site, self._lobby, moment(self._lobby, now.at), now.day)
        left_out, after = stamp(today, set_aside(self._site, today, self._journal.busiest()), moment(today, now.at))
        self._commit((*turned, *left_out), after)
        self._restored.done(now.day, tuple(next_numbers(self._site, after)))
        self._restored.step(now.day)

    @contextmanager
    def upkeep(self) -> Iterator[None]:
        """Hold off all other writing, for the few milliseconds of the block; raises Refused as `settle` does."""
        with self._writing():
            yield

    def _commit(self, facts: Sequence[Fact], after: Lobby, replies: Sequence[StoredReply] = ()) -> None:
        if facts or replies:
            self._journal.record(facts, replies)
        self._lobby = after
        if facts:
            self.committed(tuple(facts))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._holding(), self._guarded():
            yield

    @contextmanager
    def _holding(self) -> Iterator[None]:
        with self._lock:
            self._held_since = self._time.monotonic()
            try:
                yield
            finally:
                self._held_since = None

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            self._reread_if_doubtful()
            yield
        except sqlite3.Error as fault:
            # A commit that failed half-way may or may not be on disk: the file alone knows.
            self._doubtful = True
            log.exception("journal failed")
            self._faults.stand(
                "journal_failed",
                "Không ghi được sổ hàng đợi nên không cấp và gọi số được.",
                "Kiểm tra dung lượng và tình trạng thẻ nhớ hoặc ổ đĩa của máy chủ hàng đợi.",
            )
            raise Refused(ErrorCode.INTERNAL, detail=str(fault)) from fault
        self._faults.clear("journal_failed")

    def _reread_if_doubtful(self) -> None:
        if self._doubtful:
            before = self._lobby.seq
            self._lobby = fold(self._journal.day_facts())
            self._doubtful = False
            if self._lobby.seq != before:
                self.reread()


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
