"""The clock of a simulated day, which every program of a site reads alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lobby.clock import FastClock, SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.settings.device import DeviceSettings, clock_of
from lobby.settings.load import SettingsError, load

MORNING = datetime(2026, 11, 23, 6, 45, tzinfo=OFFICE_ZONE)
HEAD = 'site = "demo"\ndevice = "hub"\nstate = "x"\n[broker]\npassword_file = "x"\n'


def settings(tmp_path: Path, clock: str = "") -> DeviceSettings:
    place = tmp_path / "hub.toml"
    place.write_text(HEAD + clock, encoding="utf-8")
    return load(DeviceSettings, place)


def test_an_hour_passes_in_a_minute_and_people_live_as_long_as_ever() -> None:
    clock = FastClock(MORNING, 60.0, datetime.now(OFFICE_ZONE) - timedelta(seconds=60))
    assert timedelta(minutes=59) < clock.now() - MORNING < timedelta(minutes=70)
    assert 59.0 < clock.age_s(MORNING) < 70.0


def test_until_the_day_begins_time_passes_as_ever() -> None:
    clock = FastClock(MORNING, 600.0, datetime.now(OFFICE_ZONE) + timedelta(seconds=60))
    assert timedelta(seconds=50) < MORNING - clock.now() < timedelta(seconds=61)


def test_all_programs_of_a_simulated_site_agree_on_the_time(tmp_path: Path) -> None:
    told = '[clock]\nstart = "2026-11-23T06:45:00+07:00"\nspeed = 60\nsince = "2026-11-22T16:00:00+00:00"\n'
    first, second = (clock_of(settings(tmp_path, told)) for _ in range(2))
    assert isinstance(first, FastClock)
    assert abs(first.now() - second.now()) < timedelta(minutes=5)


def test_without_a_word_of_it_the_clock_is_the_machines(tmp_path: Path) -> None:
    assert isinstance(clock_of(settings(tmp_path)), SystemClock)


def test_a_clock_without_a_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="since"):
        settings(tmp_path, '[clock]\nstart = "2026-11-23T06:45:00+07:00"\nspeed = 60\nsince = "2026-11-22T16:00:00"\n')
