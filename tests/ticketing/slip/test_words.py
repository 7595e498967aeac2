"""Times and waits on the slip read as people say them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.contract.ticket import Wait
from ticketing.slip.words import minutes, moment, people


def test_the_hour_is_the_offices_not_greenwichs() -> None:
    assert moment(datetime(2026, 11, 21, 18, 30, tzinfo=UTC)) == "01:30 22/11/2026"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (300, 720, "5 – 12 phút"),
        (301, 721, "5 – 13 phút"),
        (0, 0, "dưới 1 phút"),
        (20, 290, "dưới 5 phút"),
        (300, 300, "khoảng 5 phút"),
        (3600, 7140, "60 – 119 phút"),
        (7140, 14460, "119 phút – 4 giờ 01"),
        (7260, 14400, "2 giờ 01 – 4 giờ 00"),
    ],
)
def test_a_wait_is_told_in_whole_minutes(low: int, high: int, said: str) -> None:
    assert minutes(Wait(low_s=low, high_s=high)) == said


def in_minutes(time: str) -> int:
    hours, _, rest = time.rpartition(" giờ ")
    return int(re.sub(r"\D", "", hours) or 0) * 60 + int(re.sub(r"\D", "", rest))


@given(low=st.integers(0, 20_000), more=st.integers(0, 20_000))
def test_the_told_range_holds_the_expected_one(low: int, more: int) -> None:
    told = [in_minutes(time) for time in minutes(Wait(low_s=low, high_s=low + more)).split(" – ")]
    assert max(told) * 60 >= low + more
    assert len(told) == 1 or told[0] * 60 <= low


def test_nobody_ahead_is_said_in_words() -> None:
    assert people(0) == "Không có ai"
    assert people(3) == "3 người"
