"""The backend's own counts are kept, the last of each day, with their source and time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from lobby.contract.base import OFFICE_ZONE, wire_time
from lobby.contract.dossiers import Results
from ticketing.hub.results_kept import EVERY_S
from ticketing.journal import on_time

if TYPE_CHECKING:
    from tests.ticketing.hub.conftest import Site

RESULTS = "lobby/1/demo/results"
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=OFFICE_ZONE)


def told(site: Site, as_of: datetime, on_time: int) -> None:
    fields: dict[str, Any] = json.loads(json.dumps(Results.example))
    fields |= {"as_of": wire_time(as_of), "counts": {**fields["counts"], "on_time": on_time}}
    site.send(RESULTS, fields, True)


def kept(site: Site) -> list[tuple[str, int]]:
    with site.ground.journal.reader() as reader:
        given = on_time.between(reader, "0000", "9999")
    assert all(one.source == "Hệ thống một cửa điện tử" for one in given)
    return [(f"{one.as_of:%d %H:%M}", one.counts["on_time"]) for one in given]


def tidy(site: Site, seconds: float) -> None:
    site.clock.forward(seconds)
    site.hub.step()


def test_the_last_counts_of_each_day_stay(site: Site) -> None:
    told(site, MORNING, 300)
    tidy(site, 6)
    assert kept(site) == [("23 08:30", 300)]
    told(site, MORNING + timedelta(hours=8), 320)
    told(site, MORNING + timedelta(days=1), 321)
    tidy(site, 6)
    assert len(kept(site)) == 1, "a memory card need not take every change"
    tidy(site, EVERY_S)
    assert kept(site) == [("23 16:30", 320), ("24 08:30", 321)]
    told(site, MORNING, 300)
    tidy(site, EVERY_S)
    assert kept(site)[0] == ("23 16:30", 320), "what the broker retained from before does not come back"


def test_what_waits_is_kept_when_the_hub_stops_and_rubbish_is_left(site: Site) -> None:
    told(site, MORNING, 300)
    tidy(site, 6)
    told(site, MORNING + timedelta(hours=1), 310)
    site.send(RESULTS, b"{", True)
    site.stop()
    site.start()
    assert kept(site) == [("23 09:30", 310)]
