"""`python -m bench [NAME ...]`: measures the figures by hand and prints them as a table.

Example: .venv/bin/python -m bench issue start
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bench import (
    ahead,
    answer,
    board,
    bridge_kills,
    busy_year,
    cached,
    call,
    callouts,
    counters,
    estimate,
    histories,
    intake,
    issue,
    journal,
    kills,
    live,
    outage,
    ratings,
    report,
    rush,
    scan,
    search,
    slow,
    start,
    visits,
    voice,
)
from bench.table import Figure, show

Measure = Callable[[], list[Figure]]

BENCHES: dict[str, Measure] = {
    "issue": issue.measure,
    "call": call.measure,
    "board": board.measure,
    "callouts": callouts.measure,
    "ahead": ahead.measure,
    "start": start.measure,
    "rush": rush.measure,
    "counters": counters.measure,
    "kills": kills.measure,
    "estimate": estimate.measure,
    "journal": journal.measure,
    "histories": histories.measure,
    "scan": lambda: scan.measure(None),
    "search": search.measure,
    "answer": answer.measure,
    "live": live.measure,
    "visits": visits.measure,
    "voice": voice.measure,
    "ratings": ratings.measure,
    "report": report.measure,
    "outage": outage.measure,
    "cached": cached.measure,
    "intake": intake.measure,
    "slow": slow.measure,
    "bridge-kills": bridge_kills.measure,
}


def main() -> int:
    """Run the named benches, all of them where none is named; returns 1 where a figure is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which to run: {', '.join(BENCHES)}")
    parser.add_argument("--kills", type=int, help="how often `kills` kills the hub, and `bridge-kills` the bridge")
    parser.add_argument("--examples", type=int, default=histories.EXAMPLES, help="how many `histories` are played")
    parser.add_argument(
        "--barcodes", type=Path, metavar="DIR", help="folders of photographs with their texts, for `scan`"
    )
    parser.add_argument("--procedures", type=Path, metavar="FILE", help="the portal's procedures, for `search`")
    parser.add_argument("--visits", type=int, default=visits.VISITS, help="how many `visits` are played")
    parser.add_argument("--year", type=int, default=busy_year.VISITS, help="how many visits the year of `report` has")
    parser.add_argument("--ratings", type=int, default=ratings.RATINGS, help="how many `ratings` pads send")
    parser.add_argument("--recogniser", type=Path, metavar="DIR", help="a Whisper model for CTranslate2, for `voice`")
    parser.add_argument("--kept", type=Path, metavar="DIR", help="where `voice` leaves its calls as WAVs")
    parser.add_argument("--entries", type=int, default=outage.ENTRIES, help="how many pile up in `outage`")
    chosen = parser.parse_args()
    benches: dict[str, Measure] = {
        **BENCHES,
        "kills": lambda: kills.measure(chosen.kills or kills.KILLS),
        "bridge-kills": lambda: bridge_kills.measure(chosen.kills or bridge_kills.KILLS),
        "histories": lambda: histories.measure(chosen.examples),
        "scan": lambda: scan.measure(chosen.barcodes),
        "visits": lambda: visits.measure(chosen.visits),
        "ratings": lambda: ratings.measure(chosen.ratings),
        "search": lambda: search.measure(chosen.procedures),
        "voice": lambda: voice.measure(chosen.recogniser, chosen.kept),
        "report": lambda: report.measure(chosen.year),
        "outage": lambda: outage.measure(chosen.entries),
    }
    names = chosen.names or list(benches)
    if unknown := [name for name in names if name not in benches]:
        parser.error(f"no bench called {', '.join(unknown)}; there are {', '.join(benches)}")
    reached = [show(benches[name]()) for name in names]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
