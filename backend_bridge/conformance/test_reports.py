"""How the devices are and what befell them reaches an office that wants to know, each report once."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from backend_bridge.adapters.backend import Backend, Rejected
from backend_bridge.conformance.expecting import unreachable
from backend_bridge.conformance.stand import Stand, Trouble


def reports(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"report {n}")),
            "at": f"2026-11-22T08:00:{n:02d}.000+07:00",
            "kind": "device.health",
            "device": "dispenser-1",
            "role": "dispenser",
            "data": {
                "uptime_s": n,
                "load": 0.4,
                "temperature_c": None,
                "disk_free_mb": 1,
                "memory_mb": 1,
                "faults": [],
            },
        }
        for n in range(count)
    ]


@pytest.fixture
def takes_reports(stand: Stand, backend: Backend) -> Backend:
    """Give the adapter, where its backend takes reports."""
    if backend.report([]) is None:
        pytest.skip("this backend takes no reports on devices")
    assert stand.reported() is not None, "reports that nobody took"
    return backend


def test_each_report_arrives_whole_and_once(stand: Stand, takes_reports: Backend) -> None:
    assert takes_reports.report(reports(3)) == 3
    assert takes_reports.report(reports(3)) == 0
    assert stand.open().report(reports(3)) == 0
    assert stand.reported() == reports(3)


def test_reports_are_no_entries(stand: Stand, takes_reports: Backend) -> None:
    takes_reports.report(reports(2))
    assert stand.taken() == []
    assert takes_reports.send([]) == 0


@pytest.mark.parametrize("befalls", [Trouble.REJECTS], indirect=True)
def test_reports_that_cannot_be_taken_are_told_apart_from_an_outage(
    stand: Stand, takes_reports: Backend, befalls: Trouble
) -> None:
    stand.trouble(befalls)
    with pytest.raises(Rejected):
        takes_reports.report(reports(2))
    stand.trouble(None)
    assert takes_reports.report(reports(2)) == 2


@pytest.mark.parametrize("befalls", [Trouble.AWAY, Trouble.FAILING, Trouble.CUT], indirect=True)
def test_after_an_outage_every_report_is_there_once(stand: Stand, takes_reports: Backend, befalls: Trouble) -> None:
    stand.trouble(befalls)
    with unreachable(befalls):
        takes_reports.report(reports(2))
    stand.trouble(None)
    takes_reports.report(reports(2))
    assert stand.reported() == reports(2)
