"""Whose calls a loudspeaker speaks, by its zone's counters and fields."""

from __future__ import annotations

from collections.abc import Callable

from lobby.contract.calls import Call
from ticketing.voice.zone import Zone

UPSTAIRS = Zone(frozenset({"quay-5", "quay-6"}), frozenset({"dat-dai"}))


def test_without_a_zone_every_call_is_spoken(make_call: Callable[..., Call]) -> None:
    assert Zone().hears(make_call("A001", 1))
    assert Zone().has_counter("quay-1", ())
    assert Zone().has_field("ho-tich", ())


def test_a_call_belongs_to_a_zone_by_its_counter_or_its_field(make_call: Callable[..., Call]) -> None:
    assert UPSTAIRS.hears(make_call("A001", 5))
    assert UPSTAIRS.hears(make_call("B001", 1, service="dat-dai"))
    assert not UPSTAIRS.hears(make_call("A001", 1))


def test_only_what_may_be_called_in_the_zone_is_made_ready() -> None:
    assert UPSTAIRS.has_field("ho-tich", ["quay-1", "quay-6"])
    assert UPSTAIRS.has_counter("quay-2", ["dat-dai", "ho-tich"])
    assert not UPSTAIRS.has_field("ho-tich", ["quay-1"])
    assert not UPSTAIRS.has_counter("quay-2", ["ho-tich"])


def test_what_the_site_does_not_have_is_named() -> None:
    assert UPSTAIRS.unknown({"quay-5", "quay-1"}, {"ho-tich"}) == ["dat-dai", "quay-6"]
    assert Zone().unknown((), ()) == []
