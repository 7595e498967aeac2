"""A hub that starts with a journal out of a backup: no number of the day twice, and the keeper is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ticketing.hub.restored import FAULT, FILE, leave


def number(site: Any, device: str = "dispenser-1") -> str:
    return str(site.granted(device, "ticket/issue", service="ho-tich")["ticket"]["number"])


def told(site: Any) -> list[str]:
    return [fault.detail for fault in site.link.faults.standing() if fault.code == FAULT]


def again(site: Any) -> None:
    site.stop()
    site.start()


def test_a_restored_hub_goes_on_beyond_what_the_lost_one_may_have_given(site: Any) -> None:
    assert number(site) == "A001"
    site.stop()
    leave(site.state, site.clock.now().date())
    site.start()
    assert number(site) == "A101"
    (detail,) = told(site)
    assert "chỉ có đến 08:00 ngày 23/11/2026" in detail and "từ số A101, B101;" in detail
    again(site)
    assert number(site) == "A102", "once for each restore"
    assert told(site)


def test_the_keeper_reads_it_and_it_is_over(site: Any) -> None:
    site.stop()
    leave(site.state, site.clock.now().date())
    site.start()
    site.door.read_restore()
    assert not told(site) and not (site.state / FILE).exists()
    again(site)
    assert not told(site) and number(site) == "A101"


def test_it_is_over_with_the_day(site: Any) -> None:
    site.stop()
    leave(site.state, site.clock.now().date())
    site.start()
    site.clock.forward(24 * 3600)
    site.hub.step()
    assert not told(site) and not (site.state / FILE).exists() and number(site) == "A001"


def test_a_journal_of_an_older_day_knows_nothing_of_this_morning(site: Any) -> None:
    assert number(site) == "A001"
    site.stop()
    site.clock.forward(24 * 3600)
    leave(site.state, site.clock.now().date())
    site.start()
    assert number(site) == "A101"


def test_a_clock_that_lost_its_date_does_not_spare_the_day_to_come(site: Any) -> None:
    site.stop()
    leave(site.state, (site.clock.now() + timedelta(days=1)).date())
    site.start()
    assert number(site) == "A101"
    site.clock.forward(24 * 3600)
    assert number(site) == "A101", "the number and the turn of the day are one decision"


def test_what_a_restore_left_and_cannot_be_read_counts(site: Any) -> None:
    site.stop()
    (site.state / FILE).write_text("{")
    site.start()
    assert number(site) == "A101"


def test_a_dispenser_is_leased_nothing_more_that_day(site: Any) -> None:
    held = site.granted("dispenser-1", "numbers/lease")["numbers"]
    assert held
    site.stop()
    leave(site.state, site.clock.now().date())
    site.start()
    assert site.granted("dispenser-1", "numbers/lease")["numbers"] == {}
