"""Who an officer is as pads show it, told by the pages that keep the accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lobby.contract.rating import Server
from ticketing.engine.rating_rules import Shown


class Faces:
    """Officers by user name; `changed` is called when they are others than before. Safe from any thread."""

    def __init__(self) -> None:
        self._known: Mapping[str, Server] = {}
        self._bare: Mapping[str, Server] = {}
        self.changed: Callable[[], None] = lambda: None

    def tell(self, known: Mapping[str, Server]) -> None:
        """Let these officers be shown from now on, and no others."""
        if known == self._known:
            return
        self._bare = {name: one.model_copy(update={"photo": None}) for name, one in known.items()}
        self._known = dict(known)
        self.changed()

    def of(self, officer: str | None, shown: Shown) -> Server | None:
        """Return an officer as far as the office shows it."""
        if officer is None or shown is Shown.NOTHING:
            return None
        return (self._known if shown is Shown.PHOTO else self._bare).get(officer)
