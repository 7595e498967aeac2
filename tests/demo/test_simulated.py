"""The simulated day's own parts: which day it is, what the settings say, what a check finds."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from crowd.figures import Figures
from demo.manifest import Ports
from demo.places import Places
from demo.programs import LOBBY
from demo.settings import write_settings
from demo.simulated.check import check, closed, table
from demo.simulated.printer import DeadPrinter
from demo.simulated.setting import choose, remember

TICKET = {
    "ticket": "0f6e1a0e-6d2c-4a57-9b1e-0d4a6b1c2d3e",
    "service": "ho-tich",
    "issued_at": "2026-11-23T08:00:00.000+07:00",
    "called_at": "2026-11-23T08:05:00.000+07:00",
}


@pytest.fixture
def places(tmp_path: Path) -> Places:
    made = Places(tmp_path)
    made.make()
    return made


def test_days_are_working_days_and_never_go_back(places: Places) -> None:
    days: list[date] = []
    for _ in range(6):
        setting = choose(places, 60, half_day=False, bare=True, spoken=False)
        remember(places, setting)
        days.append(setting.day)
    assert days == sorted(set(days)) and all(day.weekday() < 5 for day in days)
    assert days[-1] - days[0] <= timedelta(days=8)


def test_all_programs_on_the_bus_get_one_clock_and_the_hub_the_hours(places: Places) -> None:
    setting = choose(places, 60, half_day=False, bare=False, spoken=False)
    write_settings(places, Ports(1, 2, 3, 4), LOBBY, fullscreen=True, alter=setting.plan().alter)
    told = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in places.settings.glob("*.toml")}
    clocks = [table["clock"] for table in told.values() if "broker" in table]
    assert len(clocks) > 10 and all(clock == clocks[0] for clock in clocks)
    assert told["hub"]["hours"]["week"]["monday"] == ["07:30-11:30", "13:30-17:00"]
    assert any(device["id"] == "desk-1" for device in told["hub"]["devices"])
    assert told["hub"]["pages"]["board"]["clock"] == clocks[0]


def seen() -> Figures:
    figures = Figures()
    figures.note("issued", TICKET)
    figures.note("called", TICKET)
    return figures


def entries(*kinds: str) -> list[dict[str, object]]:
    return [{"seq": seq, "kind": kind, "ticket": TICKET, "data": {}} for seq, kind in enumerate(kinds, 1)]


def test_figures_agree_only_with_a_journal_that_tells_the_same() -> None:
    mine = {TICKET["ticket"]}
    assert check(seen(), mine, entries("ticket.issued", "ticket.called")).agrees
    assert check(seen(), mine, entries("ticket.issued")).differing == ["ho-tich called: 1 / 0", "waits: 1"]
    assert not check(seen(), mine, []).agrees
    torn = entries("ticket.issued", "ticket.called")
    torn[1]["seq"] = 3
    assert check(seen(), mine, torn).gaps == 1


def test_the_day_is_told_as_the_hub_closed_it() -> None:
    assert closed(entries("ticket.issued")) is None
    fields = {"ho-tich": {"issued": 3, "served": 2, "expired": 1}, "dat-dai": {"issued": 1, "served": 1, "expired": 0}}
    ended: dict[str, object] = {"seq": 9, "kind": "day.closed", "ticket": None, "data": {"services": fields}}
    assert closed([*entries("ticket.issued"), ended]) == {"issued": 4, "served": 3, "expired": 1}


def test_who_is_sent_on_counts_in_the_field_that_they_leave() -> None:
    figures = Figures()
    figures.note("moved", TICKET | {"service": "dat-dai"}, "ho-tich")
    heading, left, _all = table(figures)
    assert "chuyển đi" in heading
    assert left.startswith("Hộ tịch") and left.split()[-3] == "1"


def test_tickets_that_someone_took_by_hand_are_told_apart() -> None:
    checked = check(Figures(), set(), entries("ticket.issued"))
    assert checked.agrees and checked.by_hand == 1


def test_officers_who_call_a_ticket_taken_by_hand_leave_the_day_agreeing_with_the_journal() -> None:
    told, by_hand = seen(), {**TICKET, "ticket": "7a3d0c52-6f0e-4f39-8f1d-2b1c9e8d7f60"}
    told.note("called", by_hand)
    told.note("served", by_hand)
    assert check(told, {TICKET["ticket"]}, entries("ticket.issued", "ticket.called")).agrees
    assert told.of({TICKET["ticket"]}).count("served") == 0


def test_a_dead_printer_writes_nothing_and_lives_again_with_its_slips(places: Places) -> None:
    (places.paper / "A001.png").write_bytes(b"slip")
    printer = DeadPrinter(places.paper)
    printer.die()
    assert not places.paper.is_dir()
    printer.live()
    printer.live()
    assert (places.paper / "A001.png").read_bytes() == b"slip"
