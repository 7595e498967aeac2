"""kill -9 of the backend and of the bridge, as processes of their own: nothing lost, nothing twice."""

from __future__ import annotations

from contextlib import suppress

import pytest
import requests

from backend_bridge.sandbox.settings import SandboxSettings

SITE_EVENTS = "/sandbox/events?site=demo&after=0"


@pytest.fixture
def programs(broker, bridge_settings, token_file, tmp_path, free_ports, start_program, wait_until):
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    sandbox = SandboxSettings(port=port, state=tmp_path / "other-backend", site="demo", token_file=token_file)
    bridge = bridge_settings.model_copy(update={"backend": bridge_settings.backend.model_copy(update={"url": url})})

    class Programs:
        def start_backend(self):
            process = start_program("sandbox", sandbox)
            wait_until(lambda: _answers(url), "the backend answers", 20.0)
            return process

        def start_bridge(self):
            return start_program("bridge", bridge)

        def delivered(self) -> list[int]:
            with suppress(requests.RequestException):
                return [entry["seq"] for entry in requests.get(url + SITE_EVENTS, timeout=2).json()["events"]]
            return []

    return Programs()


def test_entries_arrive_once_in_order_though_backend_and_bridge_are_killed(programs, hub, wait_until):
    backend, bridge = programs.start_backend(), programs.start_bridge()
    hub.happen(40)
    wait_until(lambda: len(programs.delivered()) == 40, "the first entries", 20.0)
    backend.kill()
    backend.wait()
    hub.happen(150)
    wait_until(lambda: hub.taken == 190, "taken while the backend is away", 20.0)
    bridge.kill()
    bridge.wait()
    hub.happen(20)
    bridge = programs.start_bridge()
    wait_until(lambda: hub.taken == 210, "taken by the restarted bridge", 20.0)
    backend = programs.start_backend()
    wait_until(programs.delivered, "the backend hears of it", 20.0)
    bridge.kill()
    bridge.wait()
    programs.start_bridge()
    wait_until(lambda: len(programs.delivered()) == 210, "everything", 30.0)
    assert programs.delivered() == list(range(1, 211))


def _answers(url: str) -> bool:
    with suppress(requests.RequestException):
        return requests.get(url + "/healthz", timeout=1).ok
    return False
