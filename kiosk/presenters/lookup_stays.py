"""How long each page of the lookup kiosk stands when nobody touches it, and when it says that it will go."""

from __future__ import annotations

import math

from kiosk.presenters.lookup_numbers import NumberDesk
from kiosk.presenters.lookup_rules import LookupRules
from kiosk.presenters.lookup_visit import At, Visit
from kiosk.presenters.wording import VIETNAMESE

PROBLEM_S = 15.0
WARNS_OF = 2 / 3
"""The share of a page's time for which it warns at most: before that it is read in peace."""
LEFT_THERE_S = 120.0
"""Seconds after the last touch for which a receipt that a camera sees again holds a page: it may have been forgotten
there, with its dossier open before everybody."""


def stay_of(visit: Visit, desk: NumberDesk, rules: LookupRules) -> float:
    """Return how many seconds the page of `visit` stands; infinity where it waits, for an answer or for anybody."""
    if visit.at is At.NUMBER:
        return desk.stays
    untouched = visit.at is At.WELCOME and not visit.typed and desk.scene.tongue.code == VIETNAMESE
    if visit.at is At.LOOKING or untouched:
        return math.inf
    if visit.at is At.PROBLEM and visit.unanswered is None and not visit.typed:
        return PROBLEM_S
    return rules.forget_after_s


def left_of(visit: Visit, desk: NumberDesk, rules: LookupRules, now: float) -> float:
    """Return the seconds left to the page of `visit`."""
    acted = desk.scene.visit.since if visit.at is At.NUMBER else visit.acted
    return acted + stay_of(visit, desk, rules) - now


def told_of(visit: Visit, desk: NumberDesk, rules: LookupRules, now: float) -> int | None:
    """Return the whole seconds of which a page warns on which something is lost, None before the warning is due.

    A page that stands for a shorter time than others warns for a shorter time, too.
    """
    if rules.shows or not _loses(visit, desk):
        return None
    left, stay = left_of(visit, desk, rules, now), stay_of(visit, desk, rules)
    warns = min(rules.warn_before_s * min(1.0, stay / rules.forget_after_s), stay * WARNS_OF)
    return max(1, math.ceil(left)) if left <= warns else None


def seen_again_keeps(visit: Visit, desk: NumberDesk, by_hand: bool, now: float) -> bool:
    """Tell whether the receipt that is seen again keeps its page: not a number's that is on paper."""
    if visit.at is At.NUMBER and desk.on_paper:
        return False
    return by_hand or now - visit.meant < LEFT_THERE_S


def stays_for_another_kind(visit: Visit, desk: NumberDesk, by_hand: bool) -> bool:
    """Tell whether a code of another kind than a dossier's leaves the page.

    What a camera sees may be anything on a receipt, or anyone's card; what is held there by hand is answered, but
    where a number must be remembered.
    """
    return (visit.at is At.NUMBER and desk.unwritten) if by_hand else visit.in_use


def _loses(visit: Visit, desk: NumberDesk) -> bool:
    """Tell whether a citizen loses something when the page goes: not an untouched door, not a number on paper."""
    if visit.at is At.NUMBER:
        return desk.loses
    return visit.at is not At.WELCOME or bool(visit.typed)
