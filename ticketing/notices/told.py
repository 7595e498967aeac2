"""What boards are told of notices: those of the settings file, then the keeper's, as much as one message holds."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from lobby.contract.notices import Notice, Notices
from ticketing.notices.settings import NoticesSettings
from ticketing.notices.texts import LETTERS_AT_MOST, length_of

log = logging.getLogger(__name__)

BYTES_AT_MOST = 60 * 1024
_EARLY = datetime(2000, 1, 1, tzinfo=UTC)


class Told(NamedTuple):
    """A playlist and a ticker."""

    playlist: tuple[Notice, ...] = ()
    ticker: tuple[str, ...] = ()


def told(settings: NoticesSettings, playlist: Sequence[Notice], ticker: Sequence[str]) -> Told:
    """Return all that fits one message, in order; what is too long for a board (its checks.js) is left out."""
    whole = Told(
        tuple(one for one in (*settings.playlist, *playlist) if length_of(one.text or "") <= LETTERS_AT_MOST),
        tuple(line for line in (*settings.ticker, *ticker) if 0 < length_of(line) <= LETTERS_AT_MOST),
    )
    while not fits(whole):
        whole = Told(whole.playlist[:-1], whole.ticker) if whole.playlist else Told((), whole.ticker[:-1])
    left_out = len(settings.playlist) + len(playlist) - len(whole.playlist)
    left_out += len(settings.ticker) + len(ticker) - len(whole.ticker)
    if left_out:
        log.warning("%d notices are too long or too many for boards and are left out", left_out)
    return whole


def fits(whole: Told) -> bool:
    """Tell whether a message holds all of it."""
    message = Notices(rev=0, at=_EARLY, playlist=whole.playlist, ticker=whole.ticker)
    return len(message.model_dump_json(exclude_none=True, by_alias=True).encode()) <= BYTES_AT_MOST
