"""Locks a login after wrong passwords: a user name at one address soon, at all addresses only after very many."""

from __future__ import annotations

from lobby.clock import Clock
from ticketing.desk.pacing import Pacer

WRONG_AT_MOST = 5
# Far more than one address gets: nobody locks a colleague out of the colleague's own machine by typing wrong.
WRONG_EVERYWHERE = 30
LOCKED_S = 300.0


class Locks:
    """Counts tries of `who`, which is the same for names that are known and names that are not."""

    def __init__(self, clock: Clock) -> None:
        self._here = Pacer(clock, WRONG_AT_MOST, LOCKED_S)
        self._everywhere = Pacer(clock, WRONG_EVERYWHERE, LOCKED_S)

    def lets_try(self, who: str, address: str) -> bool:
        """Count one try; False where too many of the last five minutes were wrong."""
        return not self._everywhere.spent(who) and self._here.allows(_at(who, address))

    def wrong(self, who: str, address: str) -> bool:
        """Count a wrong password; tell whether no try is left."""
        self._everywhere.allows(who)
        return self._here.spent(_at(who, address)) or self._everywhere.spent(who)

    def right(self, who: str, address: str) -> None:
        """Forget the wrong ones before a right one, at its address."""
        self._here.forget(_at(who, address))

    def recall(self, who: str, address: str) -> None:
        """Count a wrong password of before this process began."""
        self._here.allows(_at(who, address))
        self._everywhere.allows(who)

    def free(self, who: str) -> None:
        """Forget all wrong ones, at every address."""
        self._everywhere.forget(who)
        self._here.forget_all(_at(who, ""))

    def hold(self, who: str) -> bool:
        """Tell whether `who` is locked at any address."""
        return self._everywhere.spent(who) or self._here.spent_any(_at(who, ""))


def _at(who: str, address: str) -> str:
    return f"{who}\n{address}"
