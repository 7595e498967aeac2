"""Decides what a counter's pad shows: the number in hand, one rating a finished service, thanks, then notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from kiosk.presenters import pad_saying as saying
from kiosk.presenters.pad_desk import GivingDesk
from kiosk.presenters.pad_effects import Ignored, PadEffect, Taken
from kiosk.presenters.pad_giving import First
from kiosk.presenters.pad_idle import calls, idle_of, in_hand, stands_of
from kiosk.presenters.pad_notices import Playlist, Stands
from kiosk.presenters.pad_remembered import Remembered
from kiosk.presenters.pad_rules import PadRules
from kiosk.presenters.pad_standing import Standing
from kiosk.presenters.pad_views import Host, Idle, NoticePage, PadView, Rating
from kiosk.presenters.settling import Settling
from kiosk.presenters.wording import Say, Tongue
from lobby.contract.rating import Given, RatingForm
from lobby.contract.states import CounterState, DeviceConfig, RatingOpen


class PadPresenter:
    """Pure: `now` is monotonic seconds, `wall` the office's time. With `full` no rating opens: it could not be kept."""

    def __init__(
        self,
        rules: PadRules,
        others: Mapping[str, Say],
        new_id: Callable[[], str],
        picture_of: Callable[[str], Path | None],
    ) -> None:
        self._rules = rules
        self._new_id = new_id
        self.tongue = Tongue(others)
        self.notices = Playlist(picture_of)
        self.counter: str | None = None
        self.full = False
        self.visit = 0
        self._states: dict[str, CounterState] = {}
        self._name = ""
        self._form: RatingForm | None = None
        self._host: Host | None = None
        self._settling = Settling()
        self._standing = Standing()
        self.desk = GivingDesk(rules.touch, self.tongue, self._settling)
        self._ask(None)
        self._notice: Stands | None = None
        self._quiet_since: float | None = None
        self._rested = True

    @property
    def wanted_levels(self) -> int | None:
        """How many faces the hub wants, None where it has said nothing."""
        return self._form.levels if self._form is not None else None

    @property
    def remembered(self) -> Remembered:
        """What is to be known after a restart."""
        told, rated = self._standing.told, self._standing.rated
        return Remembered(counter=self.counter, name=self._name, form=self._form, rating=told, rated=rated)

    def restore(self, known: Remembered, counter: str | None, now: float, wall: datetime) -> None:
        """Take what an earlier run knew; `counter` is the one of the settings file, where it names one."""
        self.counter = counter or known.counter
        self._name = known.name if self.counter == known.counter else ""
        self._ask(known.form)
        self._standing.rated = known.rated
        if known.rating is not None:
            self._standing.again(known.rating, now, wall)
            self._opened(known.rating, now)

    def counter_changed(self, state: CounterState, now: float) -> list[PadEffect]:
        """Take the newest picture of a counter; the next call ends what the last citizen was saying."""
        before, self._states[state.counter] = self._states.get(state.counter), state
        if state.counter != self.counter:
            return []
        self._name = state.name
        if before is None or (before.state, before.ticket) != (state.state, state.ticket):
            self._quiet_since = now
        ticket, giving = in_hand(state), self.desk.giving
        is_next = giving is not None and ticket is not None and ticket.number != giving.first.number
        return self.desk.end() if is_next else []

    def counter_gone(self, counter: str) -> None:
        """The site has this counter no more."""
        self._states.pop(counter, None)

    def configured(self, config: DeviceConfig, host: Host | None, now: float, wall: datetime) -> list[PadEffect]:
        """Open or close the rating as the hub says, and take form, counter and who serves."""
        self.counter, self._host = config.counter or self.counter, host
        self._ask(config.form or self._form)
        rating, known = config.rating, self._standing.told
        if rating is None:
            self._standing.close()
        if rating is None or (known is not None and known.rate == rating.rate):
            return []
        ended = self.desk.end() if rating.rate != self._standing.rated else []
        self._standing.open(rating, now, wall)
        self._opened(rating, now)
        return ended

    def drawn(self, page: str, now: float) -> None:
        """The screen drew `page`, or the lamp beside the buttons is lit."""
        self._settling.drawn(page, now)
        if page == Rating.page:
            self._standing.seen(now)

    def attends(self, now: float) -> None:
        """Somebody is there at `now`, without touching."""
        self.desk.attends(now)

    def touch(self, name: str, now: float, wall: datetime) -> list[PadEffect]:
        """A citizen touched the target `name`; a second face rates nothing. `now` is when the finger came down."""
        if not self._settling.counts(self.view(now).page, now):
            return []
        self._quiet_since = now
        if name == "language":
            self.tongue.switch()
            self.attends(now)
            return []
        if self.desk.giving is not None:
            return self.desk.touched(name, now)
        kind, _, score = name.partition(":")
        return self._rate(int(score), Given.TOUCH, now, wall) if kind == "score" and score.isdigit() else []

    def press(self, score: int, now: float, wall: datetime) -> list[PadEffect]:
        """A hardware button was pressed; where nothing is to be rated it does nothing."""
        if not self.open_now(now):
            return [Ignored()]
        if not self._settling.counts(Rating.page, now):
            return []
        return [*self._rate(score, Given.BUTTONS, now, wall), Taken()]

    def tick(self, now: float, wall: datetime) -> list[PadEffect]:
        """Let time pass: a page left alone goes, and what was said is given."""
        effects = self.desk.left_alone(now)
        rests = isinstance(self.view(now), Idle | NoticePage)
        if rests and not self._rested:
            self.tongue.home()
        if not rests or calls(self._state) or self._quiet_since is None:
            self._quiet_since = now
        self._rested = rests
        after = self._rules.notices_after_s
        alone = rests and after > 0 and now - self._quiet_since >= after
        self._notice = self.notices.at(now, wall) if alone else None
        return effects

    def closing(self, now: float) -> bool:
        """Tell whether the page says that it will go."""
        giving = self.desk.giving
        return giving is not None and giving.closes_in(now) is not None

    def open_now(self, now: float) -> bool:
        """Tell whether a rating may be given now."""
        return self.desk.giving is None and self._open_rating(now) is not None

    def view(self, now: float) -> PadView:
        """Return the page to show now."""
        if self.desk.giving is not None:
            return self.desk.page(self.desk.giving, now)
        rating = self._open_rating(now)
        if rating is not None:
            return saying.faces_page(
                rating.number, self._name, self.desk.form.levels, self._host, self._rules, self.tongue
            )
        idle = idle_of(self._state, self._name, self._host, self.tongue.say)
        if self._notice is None:
            return idle
        return NoticePage(idle.counter, stands_of(idle), self._notice.text, self._notice.picture)

    @property
    def _state(self) -> CounterState | None:
        return self._states.get(self.counter or "")

    def _ask(self, form: RatingForm | None) -> None:
        """Ask what the site wants, with as many faces as the buttons have, where there are buttons."""
        self._form = form
        asked = form or RatingForm(levels=self._rules.levels)
        levels = self._rules.panel or asked.levels
        self.desk.form = asked.model_copy(update={"levels": levels})

    def _opened(self, rating: RatingOpen, now: float) -> None:
        if self._open_rating(now) is not None:
            self.visit += 1
            self._settling.touched(now)
            self.tongue.home()
            self.tongue.choose(rating.lang or self.tongue.code)

    def _open_rating(self, now: float) -> RatingOpen | None:
        return None if self.full else self._standing.at(now)

    def _rate(self, score: int, by: Given, now: float, wall: datetime) -> list[PadEffect]:
        rating, levels = self._open_rating(now), self.desk.form.levels
        if rating is None or not 1 <= score <= levels:
            return []
        after_ms = self._standing.seen_ms(now)
        first = First(self._new_id(), rating.rate, rating.number, score, levels, wall, after_ms, by)
        self._standing.rated = rating.rate
        return self.desk.begin(first, now)
