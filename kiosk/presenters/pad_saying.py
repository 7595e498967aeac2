"""The pages on which a citizen rates: the faces, then for who says more reasons, the nine indices, own words."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.presenters import pad_words as words
from kiosk.presenters.lookup_views import Leaving
from kiosk.presenters.pad_giving import Giving
from kiosk.presenters.pad_rules import PadRules
from kiosk.presenters.pad_views import Choice, Comment, Host, Indices, Option, Rating, Reasons, Row
from kiosk.presenters.procedures.keys import keyboard
from kiosk.presenters.wording import ENGLISH, Tongue
from lobby.contract.rating import Index, Levels, RatingForm, Reason, mood
from lobby.contract.rating_words import INDEX_WORDS, MOOD_WORDS

CARET = "|"
REASON, INDEX = "reason:", "index:"
BEST = 2
"""What the best answer to an index scores; the others score one less each."""


def faces_page(number: str, counter: str, levels: Levels, host: Host | None, rules: PadRules, tongue: Tongue) -> Rating:
    """Return the page of faces for the ticket `number`, the happiest first."""
    say = tongue.say
    told = say(words.TOUCH_ONE if rules.touch else words.PRESS_ONE)
    detail = " · ".join(part for part in (counter, say(words.NUMBER).format(number=number), told) if part)
    moods = [(score, mood(score, levels)) for score in range(levels, 0, -1)]
    choices = tuple(Choice(score, happy, say(MOOD_WORDS[happy].vi)) for score, happy in moods)
    return Rating(say(words.QUESTION), detail, choices, rules.touch, host)


def reasons_page(giving: Giving, form: RatingForm, tongue: Tongue, now: float) -> Reasons:
    """Return the page of reasons."""
    say = tongue.say
    options = tuple(Option(REASON + one.id, _said(one, tongue), one.id in giving.reasons) for one in form.reasons)
    return Reasons(
        title=say(words.REASONS),
        hint=say(words.REASONS_HINT) if options else "",
        options=options,
        send=say(words.SEND if giving.reasons or giving.comment else words.SKIP),
        write=say(words.WRITE) if form.comment else None,
        leaving=leaving_of(giving, tongue, now),
    )


def comment_page(giving: Giving, tongue: Tongue, now: float) -> Comment:
    """Return the page on which one writes."""
    say = tongue.say
    keys = keyboard(giving.signs, say(words.DONE), say)
    return Comment(
        say(words.WRITE_TITLE), say(words.WRITE_HINT), giving.comment + CARET, keys, leaving_of(giving, tongue, now)
    )


def indices_page(giving: Giving, form: RatingForm, tongue: Tongue, a_page: int, now: float) -> Indices:
    """Return the page of indices that was turned to; `a_page` of them stand on one."""
    say, turned, last = tongue.say, giving.turned, pages_of(a_page) - 1
    title = say(words.INDICES)
    if last:
        title += " · " + say(words.PAGE).format(page=turned + 1, pages=last + 1)
    return Indices(
        title=title,
        rows=tuple(_row(index, giving, tongue) for index in shown(turned, a_page)),
        back=say(words.BACK) if turned else None,
        send=say(words.SEND),
        next=say(words.NEXT) if turned < last else None,
        write=say(words.WRITE) if form.comment and turned == last else None,
        leaving=leaving_of(giving, tongue, now),
    )


def pages_of(a_page: int) -> int:
    """Return how many pages the indices take."""
    return -(-len(Index) // a_page)


def shown(turned: int, a_page: int) -> Sequence[Index]:
    """Return the indices on a page, counted from 0."""
    return list(Index)[turned * a_page : (turned + 1) * a_page]


def leaving_of(giving: Giving, tongue: Tongue, now: float) -> Leaving | None:
    """Return the warning that the page goes, None before it is due."""
    left, say = giving.closes_in(now), tongue.say
    if left is None:
        return None
    told = say(words.CLOSES_IN_ONE) if left == 1 else say(words.CLOSES_IN)
    return Leaving(told.format(n=left), say(words.MORE_TIME))


def index_named(name: str) -> tuple[Index, int] | None:
    """Return the index and score of a target, None where it is no answer."""
    _, found, rest = name.partition(INDEX)
    index, _, score = rest.rpartition(":")
    known = found and index in set(Index) and score in ("0", "1", "2")
    return (Index(index), int(score)) if known else None


def _row(index: Index, giving: Giving, tongue: Tongue) -> Row:
    asked = INDEX_WORDS[index]
    chosen = giving.indices.get(index)
    return Row(
        tongue.say(asked.question.vi),
        tuple(
            Option(f"{INDEX}{index}:{BEST - place}", tongue.say(answer.vi), chosen == BEST - place)
            for place, answer in enumerate(asked.answers)
        ),
    )


def _said(reason: Reason, tongue: Tongue) -> str:
    return reason.en if tongue.code == ENGLISH and reason.en else reason.vi
