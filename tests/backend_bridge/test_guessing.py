"""Who counts codes up is held back, by kiosk and by site; who holds a receipt is not."""

from __future__ import annotations

import pytest

from backend_bridge.guesses import CHECKS_PER_MINUTE, OUTAGE_TIMES, TOO_MANY, Guesses
from lobby.contract.errors import Refused

HOUR_S = 3600.0


def test_codes_that_nobody_has_shut_one_kiosk_for_a_while_and_not_the_others() -> None:
    guesses = Guesses(per_device_per_hour=3, per_site_per_hour=100)
    for _ in range(3):
        guesses.refuse("kiosk-1", 0)
        guesses.missed("kiosk-1", 0)
    with pytest.raises(Refused, match="nobody has") as refused:
        guesses.refuse("kiosk-1", 1)
    assert refused.value.sentence == TOO_MANY
    guesses.refuse("kiosk-2", 1)
    guesses.refuse("kiosk-1", 1 + HOUR_S / 3)


def test_kiosks_that_guess_together_shut_the_site() -> None:
    guesses = Guesses(per_device_per_hour=100, per_site_per_hour=4)
    for number in range(4):
        guesses.missed(f"kiosk-{number}", 0)
    with pytest.raises(Refused):
        guesses.refuse("kiosk-9", 1)


def test_codes_that_are_found_cost_nothing() -> None:
    guesses = Guesses(per_device_per_hour=1, per_site_per_hour=1)
    for second in range(1000):
        guesses.refuse("kiosk-1", second)


def test_check_codes_are_tried_a_few_times_for_a_dossier_and_for_a_kiosk() -> None:
    guesses = Guesses(per_device_per_hour=7, per_site_per_hour=100)
    tried = [guesses.lets_check("kiosk-1", "A", 0) for _ in range(CHECKS_PER_MINUTE + 1)]
    assert tried == [True] * CHECKS_PER_MINUTE + [False]
    for _ in range(7):
        guesses.wrong_check("kiosk-1", 0)
    assert not guesses.lets_check("kiosk-1", "B", 0)
    assert guesses.lets_check("kiosk-2", "B", 0)


def test_kiosks_that_try_check_codes_together_shut_the_site() -> None:
    guesses = Guesses(per_device_per_hour=100, per_site_per_hour=4)
    for number in range(4):
        guesses.wrong_check(f"kiosk-{number}", 0)
    assert not guesses.lets_check("kiosk-9", "A", 1)


def test_while_the_backend_is_away_counting_codes_up_brings_no_older_answers_to_light() -> None:
    guesses = Guesses(per_device_per_hour=3, per_site_per_hour=100)
    for _ in range(3 * OUTAGE_TIMES):
        assert guesses.lets_recall("kiosk-1", 0)
        guesses.unknown("kiosk-1", 0)
    assert not guesses.lets_recall("kiosk-1", 1)
    assert guesses.lets_recall("kiosk-2", 1)
    assert guesses.lets_recall("kiosk-1", 1 + HOUR_S / 3 / OUTAGE_TIMES)


def test_a_kiosk_that_counts_codes_up_is_told_to_ask_at_the_counter(
    start_bridge, bridge_settings, office, kiosk
) -> None:
    limits = bridge_settings.lookup.model_copy(update={"misses_per_device_per_hour": 3})
    start_bridge(bridge_settings.model_copy(update={"lookup": limits}))
    told = [kiosk.find(f"H15.12-250101-{number}").error for number in range(9001, 9005)]
    assert [error.code for error in told] == ["not_found"] * 3 + ["too_many_requests"]
    assert told[-1].message == TOO_MANY
    code, _ = office.of_status(4)
    assert kiosk.find(code).error.code == "too_many_requests", "a right guess tells nothing either"


def test_codes_counted_up_during_an_outage_end_the_older_answers_for_a_while(
    start_bridge, bridge_settings, office, kiosk
) -> None:
    limits = bridge_settings.lookup.model_copy(update={"misses_per_device_per_hour": 3})
    start_bridge(bridge_settings.model_copy(update={"lookup": limits}))
    code, _ = office.of_status(4)
    assert kiosk.find(code).ok
    office.stop()
    assert kiosk.find(code).data["fresh"] is False
    told = [kiosk.find(f"H15.12-250101-{number}").error.code for number in range(9001, 9001 + 3 * OUTAGE_TIMES)]
    assert set(told) == {"backend_unreachable"}
    assert kiosk.find(code).error.code == "backend_unreachable"
