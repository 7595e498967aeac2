"""What machines that watch over the site read: well formed, steady names, nobody's name; the files that read it fit."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from lobby.clock import HandClock
from ticketing.desk.application import READS_A_MINUTE
from ticketing.desk.daybook import FRESH_S
from ticketing.desk.families import gauge, histogram

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

ROOT = Path(__file__).parents[3]
DASHBOARD = ROOT / "docs/grafana/lobby.json"
RULES = ROOT / "docs/prometheus/lobby.rules.yml"
_LABEL = r'[a-z]+="(?:[^"\\\n]|\\[\\"n])*"'
_SAMPLE = re.compile(rf"([a-z_]+)(?:\{{({_LABEL}(?:,{_LABEL})*)\}})? (-?[0-9.]+(?:e[+-]?[0-9]+)?)")
_ENDINGS = re.compile(r"_(bucket|sum|count)$")


def families(text: str) -> dict[str, tuple[str, dict[str, float]]]:
    """Read the exposition strictly: HELP, TYPE, then samples of that family alone; returns type and samples."""
    found: dict[str, tuple[str, dict[str, float]]] = {}
    lines = text.splitlines()
    assert text.endswith("\n")
    for place, line in enumerate(lines):
        if line.startswith("# HELP "):
            name = line.split(" ")[2]
            assert name not in found, f"{name} twice"
            kind = lines[place + 1].removeprefix(f"# TYPE {name} ")
            assert kind in ("gauge", "counter", "histogram"), lines[place + 1]
            found[name] = (kind, {})
        elif not line.startswith("# TYPE "):
            sample = _SAMPLE.fullmatch(line)
            assert sample, line
            kind, samples = found[name]
            assert sample[1] == name or (kind == "histogram" and _ENDINGS.sub("", sample[1]) == name), line
            series = line.rpartition(" ")[0]
            assert series not in samples, f"{series} twice"
            samples[series] = float(sample[3])
    return found


def test_counts_and_times_of_each_field_are_counters_and_histograms(
    officer: Browser, site: Site, clock: HandClock
) -> None:
    officer.client.get("/metrics")
    for _ in range(3):
        site.take()
    clock.forward(100)
    for verb in ("counter/open", "counter/next", "counter/serve"):
        officer.do(verb)
    clock.forward(200)
    officer.do("counter/finish")
    officer.do("counter/next")
    officer.do("counter/no-show")
    clock.forward(FRESH_S + 1)
    found = families(officer.client.get("/metrics").text)
    kinds = {name: kind for name, (kind, _) in found.items()}
    assert all((kind == "counter") == name.endswith("_total") for name, kind in kinds.items())
    values = {series: value for _, samples in found.values() for series, value in samples.items()}
    assert values['lobby_tickets_issued_total{service="ho-tich"}'] == 3
    assert values['lobby_tickets_issued_total{service="dat-dai"}'] == 0
    assert values['lobby_tickets_served_total{service="ho-tich"}'] == 1
    assert values['lobby_no_shows_total{service="ho-tich"}'] == 1
    assert values['lobby_wait_seconds_bucket{service="ho-tich",le="60"}'] == 0
    assert values['lobby_wait_seconds_bucket{service="ho-tich",le="120"}'] == 1
    assert values['lobby_wait_seconds_bucket{service="ho-tich",le="+Inf"}'] == 2
    assert values['lobby_service_seconds_sum{service="ho-tich"}'] == 200
    assert values['lobby_today_tickets{what="issued"}'] == 3
    assert values['lobby_today_service_seconds{stat="median"}'] == 200
    assert values["lobby_bridge_unsent_entries"] == values["lobby_journal_seq"] == site.keeper.lobby.seq


def test_a_counter_never_falls_though_an_act_is_taken_back(officer: Browser, site: Site, clock: HandClock) -> None:
    officer.client.get("/metrics")
    site.take()
    for verb in ("counter/open", "counter/next", "counter/undo"):
        assert (officer.do(verb).json or {})["ok"], verb
    clock.forward(FRESH_S + 1)
    text = officer.client.get("/metrics").text
    assert 'lobby_tickets_called_total{service="ho-tich"} 1' in text
    assert "lobby_acts_undone_total 1" in text


def test_what_was_journalled_before_the_hub_began_is_not_counted_again(site: Site, browser: Browser) -> None:
    site.take()
    text = browser.client.get("/metrics").text
    assert 'lobby_tickets_issued_total{service="ho-tich"} 0' in text
    assert 'lobby_today_tickets{what="issued"} 1' in text


def test_nobody_is_named(officer: Browser, site: Site, clock: HandClock) -> None:
    number = site.take().ticket.number
    for verb in ("counter/open", "counter/next", "counter/serve", "counter/finish"):
        officer.do(verb)
    clock.forward(FRESH_S + 1)
    text = officer.client.get("/metrics").text
    for name in ("lan.nt", "Lan", "minh.tv", number):
        assert name not in text, name


def test_odd_words_are_escaped_and_great_numbers_stay_whole() -> None:
    text = gauge("lobby_x", "X", [({"a": 'q"\\\n'}, 12_345_678), ({"a": "z"}, 0.5)])
    assert families(text)["lobby_x"][1] == {'lobby_x{a="q\\"\\\\\\n"}': 12_345_678, 'lobby_x{a="z"}': 0.5}
    buckets = histogram("lobby_y", "Y", (10, 20), [({}, Counter({10: 2, 15: 1, 99: 1}))])
    assert list(families(buckets)["lobby_y"][1].values()) == [2, 3, 4, 134, 4]


@pytest.fixture
def exposed(browser: Browser) -> set[str]:
    """Return every name of a series that can be asked for."""
    names: set[str] = set()
    for name, (kind, _) in families(browser.client.get("/metrics").text).items():
        names |= {f"{name}{ending}" for ending in ("_bucket", "_sum", "_count")} if kind == "histogram" else {name}
    return names


def named_in(text: str) -> set[str]:
    return set(re.findall(r"\blobby_[a-z_]+", text))


def test_the_dashboard_asks_for_what_is_there_in_vietnamese(exposed: set[str]) -> None:
    board: dict[str, Any] = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    panels = [panel for panel in board["panels"] if panel["type"] != "row"]
    asked = named_in(" ".join(target["expr"] for panel in panels for target in panel["targets"]))
    assert asked
    assert asked <= exposed
    assert named_in(json.dumps(board["templating"])) <= exposed
    ids = [panel["id"] for panel in board["panels"]]
    assert len(set(ids)) == len(ids)
    for panel in panels:
        assert panel["datasource"] == {"type": "prometheus", "uid": "${nguon}"}, panel["title"]
        assert re.search(r"[^\x00-\x7f]", panel["title"]), panel["title"]
    assert {one["type"] for one in board["templating"]["list"]} == {"datasource", "query"}


def test_no_panel_lies_on_another() -> None:
    board: dict[str, Any] = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    places: Counter[tuple[int, int]] = Counter()
    for panel in board["panels"]:
        at = panel["gridPos"]
        assert at["x"] + at["w"] <= 24
        places.update((x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"]))
    assert max(places.values()) == 1


def test_the_alarms_ask_for_what_is_there(exposed: set[str]) -> None:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"][0]["rules"]
    assert all(rule["annotations"]["summary"] and rule["labels"]["severity"] for rule in rules)
    assert named_in(" ".join(rule["expr"] for rule in rules)) <= exposed


def test_one_address_asks_for_metrics_so_often_and_no_more(browser: Browser) -> None:
    codes = {browser.client.get("/metrics").status_code for _ in range(READS_A_MINUTE + 1)}
    assert codes == {200, 429}
    assert browser.client.get("/queue.json").status_code == 200, "another door"
