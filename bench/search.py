"""Search over the portal's procedures: how soon each keystroke is answered, how often the wanted one is among five."""

from __future__ import annotations

import re
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench.table import Figure, percentile
from kiosk.catalogue.importing import import_file
from kiosk.catalogue.searching import Search
from kiosk.catalogue.store import Catalogue, open_catalogue
from kiosk.catalogue.synonyms import synonyms
from lobby.clock import SystemClock

QUERIES = Path(__file__).with_name("search_queries.tsv")
FIRST = 5
SPOKEN = Path(__file__).with_name("search_spoken.tsv")
"""Queries as spoken, abbreviated and mistyped; the third column tells on which of them the search was tuned."""
HELD_OUT_EVERY = 3
"""Each third query was never looked at while the search was tuned."""


class Query(NamedTuple):
    """What a citizen types, and the codes of which one is wanted."""

    text: str
    wanted: frozenset[str]


def measure(procedures: Path | None = None) -> list[Figure]:
    """Return times and hits over the records in `procedures`, beside those of plain FTS5 on the names."""
    if procedures is None or not procedures.exists():
        print("search: give the portal's records by --procedures FILE (.jsonl.gz); without them nothing is measured")
        return []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "catalogue.db"
        import_file(procedures, file, procedures.name, SystemClock().now())
        catalogue = open_catalogue(file)
        search = Search(catalogue, synonyms())
        floor = _plain(catalogue)
        search.prepare()

        def find(text: str) -> list[str]:
            return [one.code for one in search.find(text, FIRST)]

        return [*_times(search, floor), *_hits(find, floor), *_spoken(find)]


def queries() -> list[Query]:
    """Return the list of queries."""
    rows = (line.split("\t") for line in QUERIES.read_text(encoding="utf-8").splitlines())
    return [Query(text, frozenset(codes.split())) for text, codes in rows]


def _times(search: Search, floor: Callable[[str], list[str]]) -> list[Figure]:
    typed = [query.text[:end] for query in queries() for end in range(1, len(query.text) + 1)]
    ours, plain = _ms(search.find, typed), _ms(floor, typed)
    note = f"{len(typed)} keystrokes, median {percentile(ours, 0.5):.1f}, worst {max(ours):.1f}"
    return [
        Figure("search: a keystroke, p95", percentile(ours, 0.95), "ms", 15, note),
        Figure("search: plain FTS5 on names, p95", percentile(plain, 0.95), "ms", None),
    ]


def _ms(find: Callable[[str], object], typed: list[str]) -> list[float]:
    taken: list[float] = []
    for text in typed:
        begun = time.perf_counter()
        find(text)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _hits(find: Callable[[str], list[str]], floor: Callable[[str], list[str]]) -> list[Figure]:
    asked = queries()
    held = [query for place, query in enumerate(asked) if place % HELD_OUT_EVERY == HELD_OUT_EVERY - 1]
    tuned = [query for query in asked if query not in held]
    missed = ", ".join(query.text for query in asked if not query.wanted & set(find(query.text)))
    return [
        Figure(
            "search: wanted among five, all queries",
            _share(asked, find),
            "%",
            95,
            f"{len(asked)}; missed: {missed}",
            True,
        ),
        Figure("search: wanted among five, tuned on", _share(tuned, find), "%", 95, f"{len(tuned)}", True),
        Figure("search: wanted among five, held out", _share(held, find), "%", 95, f"{len(held)}", True),
        Figure("search: plain FTS5 on names, all queries", _share(asked, floor), "%", None, f"{len(asked)}"),
    ]


def _spoken(find: Callable[[str], list[str]]) -> list[Figure]:
    rows = [line.split("\t") for line in SPOKEN.read_text(encoding="utf-8").splitlines()]
    kinds = {"tuned": "tuned on", "held": "held out", "strangers": "strangers' (98.2 before it was read)"}
    lists = {kind: [Query(text, frozenset(codes.split())) for text, codes, of in rows if of == kind] for kind in kinds}
    return [
        Figure(f"search: as spoken, {kinds[kind]}", _share(asked, find), "%", 95, f"{len(asked)}", True)
        for kind, asked in lists.items()
    ]


def _share(asked: list[Query], find: Callable[[str], list[str]]) -> float:
    return 100 * sum(bool(query.wanted & set(find(query.text)[:FIRST])) for query in asked) / len(asked)


def _without_bar(text: str) -> str:
    return text.replace("đ", "d").replace("Đ", "D")


def _plain(catalogue: Catalogue) -> Callable[[str], list[str]]:
    rows = sqlite3.connect(":memory:")
    rows.execute(
        "CREATE VIRTUAL TABLE plain USING fts5(code UNINDEXED, name, tokenize='unicode61 remove_diacritics 2')"
    )
    named = [(entry.code, _without_bar(entry.name)) for entry in catalogue.entries().values()]
    rows.executemany("INSERT INTO plain VALUES (?, ?)", named)
    asked = "SELECT code FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?"

    def find(text: str) -> list[str]:
        match = " ".join(f'"{word}"' for word in re.findall(r"\w+", _without_bar(text)))
        return [code for (code,) in rows.execute(asked, (match + "*", FIRST))] if match else []

    return find
