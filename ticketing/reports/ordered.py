"""A report drawn by a process of its own, so that a hub that answers citizens lends it no time: `python -m` this."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ticketing.hub.settings import HubSettings
from ticketing.reports.formats import FORMATS, file_name
from ticketing.reports.logo import form_of
from ticketing.reports.model import Period
from ticketing.reports.office import make

# A year of a busy site takes a few seconds on a machine that has nothing else to do.
PATIENCE_S = 120.0
_KINDNESS = 10


@dataclass(frozen=True)
class Order:
    """What is asked for; `officers` as `office.make` knows them."""

    settings: HubSettings
    now: datetime
    period: Period
    format: str
    officers: Mapping[str, str] | None


class NotDrawn(Exception):
    """The report could not be made; the text is for the log."""


def drawn(order: Order) -> tuple[str, bytes]:
    """Return the name and the bytes of the report's file, once a child process has drawn it; raises NotDrawn."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", __name__],
            input=pickle.dumps(order),
            capture_output=True,
            timeout=PATIENCE_S,
            check=True,
        )
    except subprocess.TimeoutExpired as fault:
        raise NotDrawn(f"not done within {PATIENCE_S:.0f} s") from fault
    except subprocess.CalledProcessError as fault:
        raise NotDrawn(fault.stderr.decode(errors="replace").strip()[-2000:]) from fault
    name, _, content = child.stdout.partition(b"\n")
    return name.decode(), content


def main() -> int:
    """Draw the order that our own parent hands in, and nobody else."""
    os.nice(_KINDNESS)
    order = pickle.load(sys.stdin.buffer)
    report = make(order.settings, order.now, order.period, order.officers)
    form = FORMATS[order.format]
    content = form.draw(report, form_of(order.settings.reports.form)[0])
    sys.stdout.buffer.write(file_name(report, form.ending).encode() + b"\n" + content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
