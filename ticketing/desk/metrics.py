"""The queue's figures as Prometheus text; nothing in it names an officer or a citizen: pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lobby.contract.devices import Standing, Uplink
from lobby.contract.states import CounterPhase, CounterState, QueueState
from ticketing.desk.families import Labels, Sample, counter, gauge, histogram
from ticketing.hub.door import DeviceSeen
from ticketing.journal import figure_ratings
from ticketing.journal.figure import Figure
from ticketing.reports.model import Measures

WAIT_S = (60, 120, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200)
SERVICE_S = (60, 120, 180, 300, 450, 600, 900, 1200, 1800, 2700, 3600)
# Names of counts, as figures have them, and of their families.
_COUNTERS = {
    "issued": ("lobby_tickets_issued_total", "Tickets issued"),
    "called": ("lobby_tickets_called_total", "Calls of a ticket to a counter, but not repeated ones"),
    "served": ("lobby_tickets_served_total", "Tickets served"),
    "missed": ("lobby_no_shows_total", "Calls that nobody came to"),
    "expired": ("lobby_tickets_expired_total", "Tickets that were not served when their day ended"),
}
_SINCE = " since the hub began, also what was taken back"
_MB = 1024 * 1024


@dataclass(frozen=True)
class Watched:
    """What is told to machines that watch over the site.

    `owed` slips did not come out, `helps` officers call for help, `faults` stand at the hub. `fields` is what happened
    in each field since this process began, `undone` how many acts were taken back; `day` is today's measures, `seq` the
    newest journal entry, `unsent` how many the bridge has not taken, `disk_free` in bytes: None where they are unknown.
    """

    queues: Sequence[QueueState]
    counters: Sequence[CounterState]
    devices: Sequence[DeviceSeen]
    owed: int
    helps: int
    faults: int
    fields: Mapping[str, Figure]
    undone: int
    day: Measures | None
    seq: int | None
    unsent: int | None
    disk_free: int | None


def exposition(seen: Watched) -> str:
    """Return all figures, one family after another."""
    return "".join([*_lobby(seen), *_happened(seen), *(_today(seen.day) if seen.day else ()), *_house(seen)])


def _lobby(seen: Watched) -> Iterator[str]:
    queues = seen.queues
    yield gauge("lobby_waiting", "People waiting", [(_service(q), q.waiting) for q in queues])
    yield gauge(
        "lobby_waiting_priority", "People waiting with priority", [(_service(q), q.waiting_priority) for q in queues]
    )
    yield gauge("lobby_service_open", "Whether a service issues tickets", [(_service(q), q.open) for q in queues])
    yield gauge("lobby_last_issued_number", "Digits of the last ticket issued today", _issued(queues))
    yield gauge("lobby_counters", "Counters by state", _phases(seen.counters))
    busy = [({"counter": one.counter}, one.ticket is not None) for one in seen.counters]
    yield gauge("lobby_counter_busy", "Whether a counter holds a ticket", busy)
    yield gauge("lobby_help_calls", "Officers who call for help", [({}, seen.helps)])


def _happened(seen: Watched) -> Iterator[str]:
    names = dict.fromkeys([*(queue.service for queue in seen.queues), *seen.fields])
    figures = [({"service": name}, seen.fields.get(name, Figure())) for name in names]
    for count, (name, purpose) in _COUNTERS.items():
        yield counter(name, purpose + _SINCE, [(labels, one.counts[count]) for labels, one in figures])
    yield counter("lobby_acts_undone_total", "Acts that officers took back since the hub began", [({}, seen.undone)])
    waits = [(labels, one.wait) for labels, one in figures]
    yield histogram("lobby_wait_seconds", "From taking a number to its first call" + _SINCE, WAIT_S, waits)
    services = [(labels, one.service) for labels, one in figures]
    yield histogram("lobby_service_seconds", "From coming to the counter to the end" + _SINCE, SERVICE_S, services)
    rated = list(_ratings(seen.fields, figure_ratings.FACE))
    yield counter("lobby_ratings_total", "Ratings taken by face of a scale, without doubtful ones", rated)
    doubtful = sum(value for _, value in _ratings(seen.fields, figure_ratings.DOUBTFUL))
    yield counter("lobby_ratings_doubtful_total", "Ratings taken and marked as doubtful", [({}, doubtful)])


def _today(day: Measures) -> Iterator[str]:
    counts = {"issued": day.issued, "served": day.served, "missed": day.missed, "late": day.late}
    yield gauge(
        "lobby_today_tickets", "Today's tickets by what happened", [({"what": k}, n) for k, n in counts.items()]
    )
    for name, purpose, spread in (
        ("lobby_today_wait_seconds", "Today's waits: the median, and what nine of ten did not exceed", day.wait),
        (
            "lobby_today_service_seconds",
            "Today's services: the median, and what nine of ten did not exceed",
            day.service,
        ),
    ):
        told = {"median": spread.median_s, "p90": spread.p90_s}
        yield gauge(name, purpose, [({"stat": stat}, value) for stat, value in told.items() if value is not None])
    rated = {"all": day.rated.n, "satisfied": day.rated.satisfied, "doubtful": day.rated.doubtful}
    yield gauge(
        "lobby_today_ratings", "Today's ratings; doubtful ones apart", [({"what": k}, n) for k, n in rated.items()]
    )


def _house(seen: Watched) -> Iterator[str]:
    devices = seen.devices
    yield gauge("lobby_device_online", "Whether a device is linked", [(_device(d), _is_online(d)) for d in devices])
    felt = [(_device(one), one.health) for one in devices if one.health is not None]
    yield gauge("lobby_device_faults", "Faults standing at a device", [(of, len(one.faults)) for of, one in felt])
    # A board in a browser knows nothing of its disk and says 0.
    disks = [(of, one.disk_free_mb * _MB) for of, one in felt if one.disk_free_mb]
    yield gauge("lobby_device_disk_free_bytes", "Free room on a device's disk", disks)
    heat = [(of, one.temperature_c) for of, one in felt if one.temperature_c is not None]
    yield gauge("lobby_device_temperature_celsius", "A device's temperature", heat)
    yield from _bridge([one.health.uplink for one in devices if one.health is not None and one.health.uplink])
    yield gauge("lobby_hub_faults", "Faults standing at the hub itself", [({}, seen.faults)])
    yield gauge("lobby_hub_disk_free_bytes", "Free room on the hub's disk", _if_known(seen.disk_free))
    yield gauge(
        "lobby_slips_unconfirmed", "Waiting tickets whose slip is not known to have come out", [({}, seen.owed)]
    )
    yield gauge("lobby_journal_seq", "Number of the newest journal entry", _if_known(seen.seq))
    yield gauge("lobby_bridge_unsent_entries", "Journal entries that the bridge has not taken", _if_known(seen.unsent))


def _bridge(told: Sequence[Uplink]) -> Iterator[str]:
    waiting: list[Sample] = [({}, sum(one.waiting for one in told))] if told else []
    yield gauge("lobby_bridge_waiting_entries", "Journal entries that the backend does not hold yet", waiting)
    aside: Counter[str] = Counter()
    for one in told:
        aside.update(one.aside)
    set_aside = [({"why": why}, count) for why, count in sorted(aside.items())]
    yield gauge("lobby_bridge_set_aside_entries", "Journal entries that were set aside, by reason", set_aside)
    answered = [one.answered_at.timestamp() for one in told if one.answered_at is not None]
    newest: list[Sample] = [({}, max(answered))] if answered else []
    yield gauge("lobby_backend_answered_timestamp_seconds", "When the backend last answered", newest)
    dropped: list[Sample] = [({}, sum(one.reports_dropped for one in told))] if told else []
    yield gauge("lobby_bridge_dropped_reports", "Reports on devices that were dropped, by the bridge's count", dropped)


def _ratings(fields: Mapping[str, Figure], kind: str) -> Iterator[Sample]:
    whole = Figure()
    for figure in fields.values():
        whole.merge(figure)
    for name, count in sorted(whole.counts.items()):
        what, *face = name.split(":")
        if what == kind and len(face) == 2:
            yield {"scale": face[0], "score": face[1]}, count


def _if_known(value: float | None) -> list[Sample]:
    return [] if value is None else [({}, value)]


def _service(queue: QueueState) -> Labels:
    return {"service": queue.service}


def _device(seen: DeviceSeen) -> Labels:
    return {"device": seen.device, "role": seen.role.value}


def _is_online(seen: DeviceSeen) -> bool:
    return seen.presence is not None and seen.presence.state is Standing.ONLINE


def _issued(queues: Sequence[QueueState]) -> list[Sample]:
    found = [(queue, re.search(r"\d+$", queue.last_issued or "")) for queue in queues]
    return [(_service(queue), float(digits.group()) if digits else 0.0) for queue, digits in found]


def _phases(counters: Sequence[CounterState]) -> list[Sample]:
    return [({"state": phase.value}, sum(c.state is phase for c in counters)) for phase in CounterPhase]
