"""A wrong value in the hub's settings names itself, in Vietnamese, with the nearest right one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lobby.settings.load import SettingsError, check
from ticketing.hub.settings import HubSettings

Fields = Callable[[Path], dict[str, Any]]


def told(fields: dict[str, Any]) -> str:
    with pytest.raises(SettingsError) as fault:
        check(HubSettings, fields, "hub.toml")
    return str(fault.value)


def test_a_counter_that_serves_an_unknown_field_is_named(hub_fields: Fields, tmp_path: Path) -> None:
    fields = hub_fields(tmp_path)
    fields["counters"][0]["services"] = ["ho-tic"]
    assert "quầy «quay-1»: không có lĩnh vực «ho-tic»; có phải «ho-tich»?" in told(fields)


def test_a_device_at_an_unknown_counter_and_a_pad_without_one_are_named(hub_fields: Fields, tmp_path: Path) -> None:
    fields = hub_fields(tmp_path)
    fields["devices"] += [{"id": "pad-8", "role": "pad"}, {"id": "keypad-8", "role": "keypad", "counter": "quay-8"}]
    said = told(fields)
    assert "«pad-8»: bảng đánh giá phải có mục «counter»" in said and "«quay-8»; có phải «quay-" in said


def test_twins_and_overlapping_series_are_named(hub_fields: Fields, tmp_path: Path) -> None:
    fields = hub_fields(tmp_path)
    fields["services"][1]["prefix"] = "A"
    fields["counters"][1]["id"] = "quay-1"
    said = told(fields)
    assert "«quay-1» có hai lần" in said and "hai dãy số trùng nhau" in said


def test_an_unknown_key_is_refused_with_the_nearest(hub_fields: Fields, tmp_path: Path) -> None:
    fields = hub_fields(tmp_path)
    fields["rules"] = {"rating_open": 60}
    assert "có phải «rating_open_s»?" in told(fields)
