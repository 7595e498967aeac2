"""Which rating stands open at a pad, until when, and since when its faces are to be seen; pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from lobby.contract.states import RatingOpen

_CLOCK_MAY_DIFFER = timedelta(minutes=2)


class Standing:
    """`now` is monotonic seconds, `wall` the office's time; `rated` is the token of the rating given last."""

    def __init__(self) -> None:
        self.told: RatingOpen | None = None
        self.rated: str | None = None
        self._closes = 0.0
        self._faces_at: float | None = None

    def at(self, now: float) -> RatingOpen | None:
        """Return the rating that may be given now."""
        told = self.told
        return None if told is None or told.rate == self.rated or now >= self._closes else told

    def open(self, rating: RatingOpen, now: float, wall: datetime) -> None:
        """Take that the hub has opened `rating`; one that is past its time stays closed."""
        stands = (rating.closes_at - rating.opened_at).total_seconds()
        left = min((rating.closes_at - wall).total_seconds(), stands)
        self.told, self._closes, self._faces_at = rating, now + left, None

    def again(self, rating: RatingOpen, now: float, wall: datetime) -> None:
        """Take that `rating` stood open before a restart."""
        # A clock that begins anew in the past would open it for whoever sits there now.
        if wall >= rating.opened_at - _CLOCK_MAY_DIFFER:
            self.open(rating, now, wall)

    def close(self) -> None:
        """Take that none stands open any more."""
        self.told = None

    def seen(self, now: float) -> None:
        """Take that the faces are on the glass, or the lamp beside the buttons is lit."""
        self._faces_at = now if self._faces_at is None else self._faces_at

    def seen_ms(self, now: float) -> int:
        """Return for how many milliseconds the faces have been there."""
        return max(0, round((now - self._faces_at) * 1000)) if self._faces_at is not None else 0
