"""Decides what a counter's pad shows: the number in hand, one rating a finished service, thanks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kiosk.presenters.effects import Ask, Effect
from kiosk.presenters.pad_views import Choice, Idle, PadView, Rating, Thanks
from kiosk.presenters.settling import Settling
from lobby.contract.requests import RatingSubmit
from lobby.contract.states import CounterPhase, CounterState, DeviceConfig, RatingOpen
from lobby.contract.ticket import Ticket, TicketState

THANKS_S = 5.0

_VERY_HAPPY, _HAPPY = (5, "Rất hài lòng"), (4, "Hài lòng")
_NEITHER, _UNHAPPY, _VERY_UNHAPPY = (3, "Bình thường"), (2, "Không hài lòng"), (1, "Rất không hài lòng")
# Scales seen on pads in offices: moods and words, happiest first; scores count down to 1.
_LEVELS: dict[int, tuple[tuple[int, str], ...]] = {
    3: (_VERY_HAPPY, _HAPPY, _UNHAPPY),
    4: (_VERY_HAPPY, _HAPPY, _NEITHER, _UNHAPPY),
    5: (_VERY_HAPPY, _HAPPY, _NEITHER, _UNHAPPY, _VERY_UNHAPPY),
}


class PadPresenter:
    """Pure: `now` is monotonic seconds, `wall` the office's time."""

    def __init__(self, levels: int, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._state: CounterState | None = None
        self._rating: RatingOpen | None = None
        self._closes = 0.0
        self._settling = Settling()
        self._rated: str | None = None
        self._thanks_until = 0.0
        moods = _LEVELS[levels]
        self._choices = tuple(Choice(levels - place, mood, words) for place, (mood, words) in enumerate(moods))

    def counter_changed(self, state: CounterState) -> None:
        """Take the newest picture of the counter."""
        self._state = state

    def configured(self, config: DeviceConfig, now: float, wall: datetime) -> None:
        """Open or close the rating as the hub says; one that is past its time stays closed."""
        rating = config.rating
        if rating is None:
            self._rating = None
        elif self._rating is None or self._rating.rate != rating.rate:
            stands = (rating.closes_at - rating.opened_at).total_seconds()
            left = min((rating.closes_at - wall).total_seconds(), stands)
            self._rating, self._closes = rating, now + left

    def drawn(self, page: str, now: float) -> None:
        """The screen drew `page`."""
        self._settling.drawn(page, now)

    def touch(self, name: str, now: float, wall: datetime) -> list[Effect]:
        """A citizen touched the target `name`; a second touch rates nothing. `now` is when the finger came down."""
        rating = self._open_rating(now)
        chosen = next((choice for choice in self._choices if name == f"score:{choice.score}"), None)
        if rating is None or chosen is None or not self._settling.counts(Rating.page, now):
            return []
        self._rated = rating.rate
        self._thanks_until = now + THANKS_S
        return [Ask(RatingSubmit(id=self._new_id(), rate=rating.rate, score=chosen.score, at=wall))]

    def view(self, now: float) -> PadView:
        """Return the page to show now."""
        rating = self._open_rating(now)
        if rating is not None:
            question = "Quý khách có hài lòng với lần phục vụ này?"
            whose = " · ".join(part for part in (self._name(), f"Số {rating.number}") if part)
            return Rating(question, f"{whose} · Mời chạm vào một ô", self._choices)
        if now < self._thanks_until:
            return Thanks("Cảm ơn Quý khách đã đánh giá!", "Ý kiến của Quý khách giúp chúng tôi phục vụ tốt hơn.")
        return self._idle()

    def _open_rating(self, now: float) -> RatingOpen | None:
        rating = self._rating
        if rating is None or rating.rate == self._rated or now >= self._closes:
            return None
        return rating

    def _name(self) -> str:
        return self._state.name if self._state is not None else ""

    def _idle(self) -> Idle:
        state = self._state
        if state is None:
            return Idle("Kính chào Quý khách", "", None, "Xin Quý khách chờ trong giây lát.", "calm")
        if state.state is not CounterPhase.OPEN and state.ticket is None:
            return Idle(state.name, "", None, _not_working(state), "calm")
        return _with_ticket(state, state.ticket)


def _with_ticket(state: CounterState, ticket: Ticket | None) -> Idle:
    if ticket is not None and ticket.state is TicketState.CALLED:
        return Idle(state.name, "Mời công dân có số", ticket.number, "Xin mời đến quầy.", "call")
    if ticket is not None and ticket.state is TicketState.SERVING:
        return Idle(state.name, "Đang phục vụ số", ticket.number, "Xin Quý khách giữ phiếu đến khi xong việc.", "ok")
    return Idle(state.name, "Kính chào Quý khách", None, "Xin Quý khách chờ đến số của mình.", "calm")


def _not_working(state: CounterState) -> str:
    if state.state is CounterPhase.CLOSED:
        return "Quầy hiện chưa mở. Xin Quý khách chờ hoặc hỏi cán bộ hướng dẫn."
    reason = f": {state.pause_reason}" if state.pause_reason else ""
    return f"Quầy tạm dừng{reason}. Xin Quý khách chờ trong giây lát."
