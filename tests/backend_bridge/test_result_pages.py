"""Codes ready to collect, be they five or thousands, reach the results board newest first, in messages that fit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend_bridge.adapters.backend import Figures
from backend_bridge.adapters.twin import TwinBackend
from backend_bridge.result_pages import LONGEST_NAME, PAGE_BYTES, READY_AT_MOST, paged
from lobby.contract.codec import encode
from lobby.contract.dossiers import Counts, Ready, Results, ResultsPage

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
NAME = "Cấp giấy xác nhận tình trạng hôn nhân cho công dân Việt Nam đang cư trú trong nước"


def ready(number: int, name: str = NAME) -> Ready:
    """Return dossier `number`; a higher one is newer."""
    since = NOON + timedelta(minutes=number)
    return Ready(dossier=f"H15.12-251101-{number:04d}", procedure=name, since=since, counter="quay-7")


def figures(count: int) -> Figures:
    counts = Counts(received=1, processing=2, on_time=3, overdue=4, supplement=5, ready=count, returned=6)
    return Figures(as_of=NOON, source="sổ", counts=counts, ready=tuple(ready(n) for n in range(count)))


@pytest.mark.parametrize("count", [0, 5, 500, 5000])
def test_every_page_fits_a_message_and_the_newest_come_first(count: int) -> None:
    pages = paged(ready(number) for number in range(count))
    told = [one.dossier for page in pages for one in page]
    newest = range(count - 1, max(-1, count - READY_AT_MOST - 1), -1)
    assert told == [f"H15.12-251101-{number:04d}" for number in newest]
    for number, page in enumerate(pages, 1):
        assert len(encode(ResultsPage(rev=1, at=NOON, page=max(2, number), ready=page))) <= PAGE_BYTES + 500


def test_a_procedure_with_an_endless_name_is_shortened_and_what_is_no_code_left_out() -> None:
    odd = ready(1).model_copy(update={"dossier": "x" * 100})
    ((only,),) = paged([odd, ready(2, "á" * 60_000)])
    assert only.dossier == "H15.12-251101-0002"
    assert len(only.procedure) == LONGEST_NAME


def test_hundreds_of_codes_reach_the_board_and_are_fewer_when_they_were_collected(
    start_bridge, bridge_settings, kiosk, wait_until
):
    seen: dict[str, tuple[str, ...]] = {}
    topics = kiosk.link.topics

    def keep(page: int, told: Results | ResultsPage) -> None:
        seen[str(page)] = tuple(one.dossier for one in told.ready)

    results: list[Results] = []
    kiosk.link.watch(Results, topics.results(), lambda told: (results.append(told), keep(1, told)))
    kiosk.link.watch(
        ResultsPage,
        topics.results_page("+"),
        lambda told: keep(told.page, told),
        gone=lambda page: seen.pop(page, None),
    )
    twin = TwinBackend(figures(500))
    bridge = start_bridge(bridge_settings.model_copy(update={"results_every_s": 1.0}), twin)
    wait_until(lambda: len({code for codes in seen.values() for code in codes}) == 500, "all codes")
    assert (results[-1].ready_total, results[-1].pages) == (500, len(seen))
    twin.figures = figures(5)
    wait_until(lambda: list(seen) == ["1"] and len(seen["1"]) == 5, "fewer codes, on one page", 20.0)
    bridge.stop()
    heard = len(results)
    start_bridge(bridge_settings, TwinBackend(None))
    wait_until(lambda: len(results) > heard, "a bridge that starts without its backend tells the last figures again")
    assert (results[-1].ready_total, results[-1].pages) == (5, 1)
