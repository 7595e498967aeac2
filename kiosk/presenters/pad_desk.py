"""Takes what a citizen says after the first touch, and knows when there is no more to come; pure."""

from __future__ import annotations

from kiosk.presenters import pad_saying as saying
from kiosk.presenters import pad_words as words
from kiosk.presenters.pad_effects import Give, Keep, PadEffect
from kiosk.presenters.pad_giving import At, First, Giving
from kiosk.presenters.pad_views import PadView, Thanks
from kiosk.presenters.procedures.keys import typed
from kiosk.presenters.settling import Settling
from kiosk.presenters.syllables import Style
from kiosk.presenters.wording import Tongue
from lobby.contract.rating import RatingForm, unhappy


class GivingDesk:
    """`touch` tells whether anything can be said after the face: a screen for the eyes alone thanks at once.

    `form` is what the site asks, `a_page` how many indices stand on one page.
    """

    def __init__(self, touch: bool, tongue: Tongue, settling: Settling) -> None:
        self._touch = touch
        self._tongue = tongue
        self._settling = settling
        self.form = RatingForm()
        self.a_page = 2
        self.giving: Giving | None = None

    def begin(self, first: First, now: float) -> list[PadEffect]:
        """Take the first touch, which counts."""
        self.giving = giving = Giving(first, now, now)
        asks = self.form.reasons or self.form.comment
        if self._touch and unhappy(first.score, first.scale) and asks:
            giving.at = At.REASONS
            return [self._keep(giving)]
        giving.said = not (self._touch and (self.form.indices or self.form.comment))
        return [self._keep(giving), *([self._give(giving)] if giving.said else [])]

    def touched(self, name: str, now: float) -> list[PadEffect]:
        """Take a touch of the target `name`."""
        giving = self.giving
        if giving is None:
            return []
        giving.acted = now
        if name == "send" or (name == "hide" and giving.at is At.COMMENT):
            return self._sent(giving)
        if name == "more" and giving.at is At.THANKS and not giving.said:
            giving.at, giving.more = At.INDICES if self.form.indices else At.COMMENT, True
        elif name == "write" and self.form.comment:
            giving.at = At.COMMENT
        elif name in ("next", "back") and giving.at is At.INDICES:
            self._turn(giving, 1 if name == "next" else -1, now)
        elif name.startswith("key:"):
            _type(giving, name.removeprefix("key:"))
            # Not with every letter: each time it goes to the disk, which the next key would wait for.
            return [self._keep(giving)] if name == "key:space" else []
        else:
            return self._chosen(giving, name)
        return []

    def attends(self, now: float) -> None:
        """Somebody is there at `now`, without touching."""
        if self.giving is not None:
            self.giving.acted = max(self.giving.acted, now)

    def left_alone(self, now: float) -> list[PadEffect]:
        """Let time pass: a page left alone gives way to thanks, and thanks to whoever comes next."""
        giving = self.giving
        if giving is None or not giving.over(now):
            return []
        if giving.at is At.THANKS:
            return self.end()
        giving.at, giving.acted, giving.said = At.THANKS, now, True
        return [self._give(giving)]

    def end(self) -> list[PadEffect]:
        """The citizen's turn is over, whatever stood before them."""
        giving, self.giving = self.giving, None
        return [] if giving is None or giving.given else [self._give(giving)]

    def page(self, giving: Giving, now: float) -> PadView:
        """Return the page that stands before the citizen."""
        if giving.at is At.REASONS:
            return saying.reasons_page(giving, self.form, self._tongue, now)
        if giving.at is At.COMMENT:
            return saying.comment_page(giving, self._tongue, now)
        if giving.at is At.INDICES:
            return saying.indices_page(giving, self.form, self._tongue, self.a_page, now)
        say = self._tongue.say
        return Thanks(say(words.THANKS), say(words.THANKS_DETAIL), None if giving.said else say(words.MORE))

    def _sent(self, giving: Giving) -> list[PadEffect]:
        """A page is done with: after reasons there may still be more to say."""
        if giving.at is At.THANKS:
            return []
        giving.at, giving.said = At.THANKS, giving.more or not self.form.indices
        return [self._give(giving) if giving.said else self._keep(giving)]

    def _turn(self, giving: Giving, pages: int, now: float) -> None:
        giving.turned = min(max(giving.turned + pages, 0), saying.pages_of(self.a_page) - 1)
        self._settling.touched(now)

    def _chosen(self, giving: Giving, name: str) -> list[PadEffect]:
        reason, index = name.removeprefix(saying.REASON), saying.index_named(name)
        if giving.at is At.REASONS and reason in {one.id for one in self.form.reasons}:
            giving.toggle(reason)
        elif giving.at is At.INDICES and index is not None:
            giving.answer(*index)
        else:
            return []
        return [self._keep(giving)]

    def _keep(self, giving: Giving) -> Keep:
        return Keep(giving.submit(self._tongue.code))

    def _give(self, giving: Giving) -> Give:
        giving.given = True
        return Give(giving.submit(self._tongue.code))


def _type(giving: Giving, key: str) -> None:
    if key == "layout":
        giving.signs = not giving.signs
    else:
        giving.comment = typed(giving.comment, key, Style.OLD)
