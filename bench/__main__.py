"""`python -m bench [issue|call|start ...]`: measures the figures by hand and prints them as a table.

Example: .venv/bin/python -m bench issue start
"""

from __future__ import annotations

import argparse
import sys

from bench import call, issue, start
from bench.table import show

BENCHES = {"issue": issue.measure, "call": call.measure, "start": start.measure}


def main() -> int:
    """Run the named benches, all of them where none is named; returns 1 where a figure is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which to run: {', '.join(BENCHES)}")
    names = parser.parse_args().names or list(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        parser.error(f"no bench called {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    reached = [show(BENCHES[name]()) for name in names]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
