"""Calls are as loud as the time of day and the noise of the hall ask for, within bounds."""

from __future__ import annotations

import math
from datetime import datetime, time

import pytest

from lobby.contract.base import OFFICE_ZONE
from ticketing.voice.loudness import Bounds, Hours, Loudness
from ticketing.voice.settings import MicrophoneSettings, SpeakerSettings, VoiceSettings

BOUNDS = Bounds(quiet_db=-60, loud_db=-30, low=0.5, slow_s=60)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=OFFICE_ZONE)


def test_a_table_of_hours_sets_the_volume_also_over_midnight() -> None:
    loudness = Loudness(0.9, [Hours(time(11, 30), time(13, 30), 0.4), Hours(time(17, 30), time(7), 0)])
    told = {clock: loudness.volume(at(*clock)) for clock in ((7, 0), (11, 29), (11, 30), (13, 30), (17, 30), (6, 59))}
    assert told == {(7, 0): 0.9, (11, 29): 0.9, (11, 30): 0.4, (13, 30): 0.9, (17, 30): 0, (6, 59): 0}


def test_in_a_quiet_hall_calls_are_quieter_and_never_louder_than_was_set() -> None:
    loudness = Loudness(0.8, bounds=BOUNDS)
    assert loudness.volume(at(9)) == 0.8, "before anything was measured"
    volumes: list[float] = []
    for level in (-90.0, -60.0, -45.0, -30.0, -3.0):
        one = Loudness(0.8, bounds=BOUNDS)
        one.hear(level, 0)
        volumes.append(round(one.volume(at(9)), 3))
    assert volumes == [0.4, 0.4, 0.6, 0.8, 0.8]


def test_one_slammed_door_changes_little_and_a_noisy_morning_all() -> None:
    loudness = Loudness(1.0, bounds=BOUNDS)
    for second in range(0, 600, 5):
        loudness.hear(-60, second)
    assert loudness.volume(at(9)) == pytest.approx(0.5, abs=0.001)
    loudness.hear(-10, 600)
    assert loudness.volume(at(9)) < 0.6
    for second in range(605, 1205, 5):
        loudness.hear(-30, second)
    assert loudness.volume(at(9)) == pytest.approx(1.0, abs=0.01)


def test_silence_by_the_hour_stays_silence_in_any_noise() -> None:
    loudness = Loudness(1.0, [Hours(time(0), time(23, 59), 0)], BOUNDS)
    loudness.hear(-5, 0)
    assert loudness.volume(at(9)) == 0


@pytest.mark.parametrize("level", [math.nan, math.inf, -math.inf])
def test_a_broken_measurement_changes_nothing(level: float) -> None:
    loudness = Loudness(1.0, bounds=BOUNDS)
    loudness.hear(level, 0)
    assert loudness.volume(at(9)) == 1.0


def test_a_wrong_hour_is_named_and_the_right_ones_hold() -> None:
    voice = VoiceSettings.model_validate(
        {
            "hours": [
                {"from": "25:00", "until": "07:00", "volume": 0},
                {"from": "17:30", "until": "07:00", "volume": 0},
                {"from": "11:30", "until": "13:00", "volume": 7},
                "đêm",
            ]
        }
    )
    hours, wrong = voice.right_hours()
    assert hours == [Hours(time(17, 30), time(7), 0)]
    assert ["voice.hours.1.from" in wrong[0], "voice.hours.3.volume" in wrong[1], "voice.hours.4" in wrong[2]] == [
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("volume", [90, -1, "to", None, [0.5]])
def test_a_wrong_volume_is_named_and_calls_are_spoken_at_full_volume(volume: object) -> None:
    voice = VoiceSettings.model_validate({"volume": volume})
    full, (wrong,) = voice.right_volume()
    assert "voice.volume" in wrong
    assert full == voice.style().volume == 1.0


@pytest.mark.parametrize("volume", [0, 0.4, 1])
def test_a_volume_from_silence_to_full_holds(volume: float) -> None:
    assert VoiceSettings.model_validate({"volume": volume}).right_volume() == (volume, [])


@pytest.mark.parametrize("begins", [20, "11:30Z", "11:30+07:00", "7h30", "24:00", "", None, True, 7.5])
def test_hours_that_are_no_time_of_the_day_are_named_and_silence_nothing(begins: object) -> None:
    voice = VoiceSettings.model_validate({"hours": [{"from": begins, "until": "06:00", "volume": 0}]})
    hours, (wrong,) = voice.right_hours()
    assert "voice.hours.1.from" in wrong
    assert "07:30" in wrong
    assert Loudness(1.0, hours).volume(at(23)) == 1.0


@pytest.mark.parametrize("begins", ["7:30", "07:30", time(7, 30)])
def test_the_hours_may_be_one_table_and_written_as_people_write_them(begins: object) -> None:
    voice = VoiceSettings.model_validate({"hours": {"from": begins, "until": "11:00", "volume": 0.5}})
    assert voice.right_hours() == ([Hours(time(7, 30), time(11), 0.5)], [])


@pytest.mark.parametrize(
    "table",
    [{"driver": "radio"}, {"driver": "pipe"}, {"driver": "sounddevice", "quiet_db": -20, "loud_db": -50}, {"loud": 1}],
)
def test_a_wrong_microphone_is_named_and_off(table: dict[str, object]) -> None:
    head = {"site": "s", "device": "speaker-1", "state": "/x", "broker": {"password_file": "/x"}}
    settings = SpeakerSettings.model_validate({**head, "microphone": table})
    microphone, wrong = settings.right_microphone()
    assert microphone == MicrophoneSettings()
    assert microphone.bounds() is None
    assert len(wrong) == 1
    assert "microphone" in wrong[0]
