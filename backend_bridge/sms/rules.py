"""Who is answered and who is not, so that two machines never talk to each other for a night. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend_bridge.sms.numbers import mobile
from backend_bridge.sms.reading import Kind, Question

OLDEST = timedelta(hours=48)
SAME_IN_AN_HOUR = 3
HELPS_A_DAY = 2
_LINK = re.compile(r"https?://|www\.|\b[a-z0-9-]+\.(?:vn|com|net|me|ly)/", re.IGNORECASE)


class Why(StrEnum):
    """Why a message gets no answer."""

    UNREADABLE = "unreadable"
    LATER_PART = "later_part"
    NO_TELEPHONE = "no_telephone"
    BLOCKED = "blocked"
    OLD = "old"
    ADVERT = "advert"
    OWN_WORDS = "own_words"
    REPEATED = "repeated"
    BUDGET = "budget"
    NUMBER_BUDGET = "number_budget"
    NO_QUESTION = "no_question"


class Verdict(StrEnum):
    """What a message gets that is not left alone."""

    ANSWER = "answer"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Limits:
    """Answers a day for all, a day and an hour for one number; `blocked` and the site's own number as +84…."""

    per_day: int
    per_number_per_day: int
    per_number_per_hour: int
    blocked: Collection[str] = ()


@dataclass(frozen=True)
class Past:
    """What is known of today: answers to all; to this number today, in the last hour, of the kinds that help and that
    say it was too often; how often it sent this text in the last hour, and whether it is one of our own answers."""

    all_today: int = 0
    today: int = 0
    last_hour: int = 0
    helps_today: int = 0
    warned_today: int = 0
    same_last_hour: int = 0
    own_words: bool = False


@dataclass(frozen=True)
class Message:
    """A message as it came."""

    number: str
    text: str
    sent_at: datetime | None
    part: int = 1


def not_from_a_citizen(message: Message, limits: Limits, now: datetime) -> Why | None:
    """Return why a message is none that a person asks with, whatever was before; None where it may be one."""
    if not message.text.strip():
        return Why.UNREADABLE
    if message.part > 1:
        return Why.LATER_PART
    number = mobile(message.number)
    if number is None:
        return Why.NO_TELEPHONE
    if number in limits.blocked:
        return Why.BLOCKED
    if message.sent_at is not None and now - message.sent_at > OLDEST:
        return Why.OLD
    return Why.ADVERT if _LINK.search(message.text) else None


def judge(question: Question, past: Past, limits: Limits) -> Verdict | Why:
    """Return whether a person's message is answered, after what was before."""
    if past.own_words:
        return Why.OWN_WORDS
    if past.all_today >= limits.per_day:
        return Why.BUDGET
    if past.same_last_hour > SAME_IN_AN_HOUR:
        return Why.REPEATED
    if past.today >= limits.per_number_per_day or past.last_hour >= limits.per_number_per_hour:
        return Why.NUMBER_BUDGET if past.warned_today else Verdict.TOO_MANY
    if question.kind is Kind.UNREADABLE and past.helps_today >= HELPS_A_DAY:
        return Why.NO_QUESTION
    return Verdict.ANSWER
