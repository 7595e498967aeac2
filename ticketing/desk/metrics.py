"""The queue's figures as Prometheus text (exposition format 0.0.4): pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lobby.contract.devices import Standing
from lobby.contract.states import CounterPhase, CounterState, QueueState
from ticketing.hub.door import DeviceSeen

Sample = tuple[dict[str, str], float]


def exposition(
    queues: Sequence[QueueState],
    counters: Sequence[CounterState],
    devices: Sequence[DeviceSeen],
    owed: int = 0,
    helps: int = 0,
) -> str:
    """Return all figures, one family after another; `owed` slips did not come out, `helps` officers call for help."""
    families = [
        _family("lobby_waiting", "People waiting", [(_service(q), q.waiting) for q in queues]),
        _family(
            "lobby_waiting_priority",
            "People waiting with priority",
            [(_service(q), q.waiting_priority) for q in queues],
        ),
        _family("lobby_service_open", "Whether a service issues tickets", [(_service(q), q.open) for q in queues]),
        _family("lobby_last_issued_number", "Digits of the last ticket issued today", _issued(queues)),
        _family("lobby_counters", "Counters by state", _phases(counters)),
        _family(
            "lobby_counter_busy",
            "Whether a counter holds a ticket",
            [({"counter": c.counter}, c.ticket is not None) for c in counters],
        ),
        _family("lobby_device_online", "Whether a device is linked", [(_device(d), _is_online(d)) for d in devices]),
        _family("lobby_device_faults", "Faults standing at a device", _faults(devices)),
        _family("lobby_slips_unconfirmed", "Waiting tickets whose slip is not known to have come out", [({}, owed)]),
        _family("lobby_help_calls", "Officers who call for help", [({}, helps)]),
    ]
    return "".join(families)


def _family(name: str, purpose: str, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP {name} {purpose}", f"# TYPE {name} gauge"]
    for labels, value in samples:
        inside = ",".join(f'{key}="{_escape(text)}"' for key, text in labels.items())
        lines.append(f"{name}{{{inside}}} {value:g}" if inside else f"{name} {value:g}")
    return "\n".join(lines) + "\n"


def _service(queue: QueueState) -> dict[str, str]:
    return {"service": queue.service}


def _device(seen: DeviceSeen) -> dict[str, str]:
    return {"device": seen.device, "role": seen.role.value}


def _is_online(seen: DeviceSeen) -> bool:
    return seen.presence is not None and seen.presence.state is Standing.ONLINE


def _issued(queues: Sequence[QueueState]) -> list[Sample]:
    found = [(queue, re.search(r"\d+$", queue.last_issued or "")) for queue in queues]
    return [(_service(queue), float(digits.group()) if digits else 0.0) for queue, digits in found]


def _phases(counters: Sequence[CounterState]) -> list[Sample]:
    return [({"state": phase.value}, sum(c.state is phase for c in counters)) for phase in CounterPhase]


def _faults(devices: Sequence[DeviceSeen]) -> list[Sample]:
    return [(_device(seen), len(seen.health.faults)) for seen in devices if seen.health is not None]


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
