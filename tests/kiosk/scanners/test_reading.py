"""What is a scan: its cleaning and the guard against one receipt being scanned again and again."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanners.lines import ByteLines
from kiosk.scanners.reading import BEGINNING, LONGEST, RepeatGuard, Scan, clean


@pytest.mark.parametrize(
    ("raw", "scan"),
    [
        ("]C0H29.16-261122-0001\r", Scan("H29.16-261122-0001", "code128", "hid")),
        ("]Q1https://mot-cua.gov.vn/t?c=1\r\n", Scan("https://mot-cua.gov.vn/t?c=1", "qr", "hid")),
        ("A012\t", Scan("A012", None, "hid")),
        ("]Z9A012", Scan("]Z9A012", None, "hid")),
        ("A\x1d012", Scan("A\x1d012", None, "hid")),
    ],
)
def test_identifier_and_suffix_are_taken_off_and_nothing_else(raw: str, scan: Scan) -> None:
    assert clean(raw, "hid") == scan


def test_an_empty_scan_is_none() -> None:
    assert clean("\r\n", "serial") is None
    assert clean("]C0\r", "serial") is None


def test_of_a_scan_that_is_too_long_the_beginning_is_handed_on_with_a_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    secret = "079203001234" * 200
    with caplog.at_level(logging.WARNING):
        scan = clean(secret, "serial")
    assert scan is not None and scan.text == secret[:BEGINNING]
    assert "2400 characters" in caplog.text
    assert secret[:12] not in caplog.text
    assert clean("x" * LONGEST, "serial") == Scan("x" * LONGEST, None, "serial")


@given(st.text())
def test_no_text_breaks_the_cleaning(raw: str) -> None:
    scan = clean(raw, "serial")
    assert scan is None or 0 < len(scan.text) <= LONGEST


def test_the_same_text_within_two_seconds_of_its_last_sighting_is_one_scan() -> None:
    guard = RepeatGuard()
    assert [guard.fresh("A", at) for at in (0.0, 1.9, 3.8, 5.8)] == [True, False, False, True]


def test_two_codes_on_one_receipt_are_two_scans_however_they_alternate() -> None:
    guard = RepeatGuard()
    seen = [guard.fresh("AB"[n % 2], n * 0.1) for n in range(100)]
    assert seen == [True, True] + [False] * 98


def test_a_receipt_that_is_held_still_stays_one_scan_and_one_taken_away_may_come_again() -> None:
    guard = RepeatGuard()
    assert guard.fresh("A", 0.0)
    for tenth in range(1, 100):
        guard.keep(tenth / 10)
    assert not guard.fresh("A", 10.0)
    guard.lift()
    assert guard.fresh("A", 10.1)
    guard.lift()
    assert not guard.fresh("A", 11.0)


@given(st.lists(st.binary(min_size=1, max_size=30).map(lambda b: b.replace(b"\r", b"-")), max_size=20), st.data())
def test_serial_scans_come_whole_however_the_bytes_are_cut(scans: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(scan + b"\r" for scan in scans)
    lines, read = ByteLines(b"\r"), []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        read += lines.feed(stream[:cut], 0.0)
        stream = stream[cut:]
    assert read == scans


def test_silence_ends_a_serial_scan_without_suffix() -> None:
    lines = ByteLines(b"\r")
    assert lines.feed(b"A01", 1.0) == []
    assert lines.feed(b"2", 1.05) == []
    assert lines.gap(1.14) == []
    assert lines.gap(1.16) == [b"A012"]
    assert lines.gap(9.0) == []


def test_of_bytes_without_end_the_beginning_is_kept_and_the_next_scan_is_whole() -> None:
    lines = ByteLines(b"\r")
    for _ in range(100):
        assert lines.feed(b"x" * 1000, 1.0) == []
    endless, scan = lines.feed(b"x\rA012\r", 1.0)
    assert (set(endless), len(endless) < 10_000, scan) == (set(b"x"), True, b"A012")
