"""Divides the results that can be collected into pages that each fit one message: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lobby.contract.dossiers import Ready

READY_AT_MOST = 2000
PAGE_BYTES = 48 * 1024  # of the 64 KiB that a message holds, the rest of it stands beside
LONGEST_CODE = 60
LONGEST_NAME = 160


def paged(ready: Iterable[Ready]) -> list[tuple[Ready, ...]]:
    """Return the newest READY_AT_MOST of `ready`, newest first, in pages of PAGE_BYTES; at least one page.

    What can be no code of a dossier is left out, and a procedure's name is cut where it is far longer than a line.
    """
    newest = sorted(_told(ready), key=lambda one: one.since, reverse=True)[:READY_AT_MOST]
    pages: list[list[Ready]] = [[]]
    room = PAGE_BYTES
    for one in newest:
        weight = len(one.model_dump_json(exclude_none=True).encode()) + 1
        if weight > room:
            pages.append([])
            room = PAGE_BYTES
        pages[-1].append(one)
        room -= weight
    return [tuple(page) for page in pages]


def _told(ready: Iterable[Ready]) -> Iterator[Ready]:
    for one in ready:
        if 0 < len(one.dossier) <= LONGEST_CODE:
            long = len(one.procedure) > LONGEST_NAME
            yield one.model_copy(update={"procedure": one.procedure[: LONGEST_NAME - 1] + "…"}) if long else one
