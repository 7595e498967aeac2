"""A client that is not ours takes a number and calls it, with nothing but demo.json."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
import requests

pytestmark = pytest.mark.journey

DEVICES = "dispenser-1,kiosk-1,pad-1,keypad-3,keypad-4"


def test_mosquitto_rr_takes_a_number_and_calls_it(demo: Any) -> None:
    issued = demo.rr("dispenser-1", "ticket/issue", service="dat-dai")
    assert issued["ok"], issued
    number = issued["data"]["ticket"]["number"]
    assert number.startswith("B") and issued["data"]["track"]
    assert demo.rr("keypad-3", "counter/open", counter="quay-3")["ok"]
    called = demo.rr("keypad-3", "counter/next", counter="quay-3")
    assert called["ok"], called
    assert called["data"]["ticket"]["number"] == number
    assert called["data"]["call_id"] and called["data"]["why"]
    assert demo.rr("keypad-3", "counter/finish", counter="quay-3")["ok"]


def test_the_backend_answers_with_the_token_of_demo_json_or_on_this_machine_without_one(demo: Any) -> None:
    facts = demo.facts()
    url = f"{facts['backend']}/v1/procedures"
    right, wrong = f"Bearer {facts['backend_token']}", "Bearer wrong"
    for headers, status in (({}, 200), ({"Authorization": right}, 200), ({"Authorization": wrong}, 401)):
        assert requests.get(url, headers=headers, timeout=10).status_code == status


def test_the_same_request_gets_the_same_number(demo: Any) -> None:
    request = {"id": "11111111-2222-4333-8444-555555555555", "service": "lao-dong"}
    first = demo.rr("dispenser-1", "ticket/issue", **request)
    assert demo.rr("dispenser-1", "ticket/issue", **request) == first


@pytest.mark.parametrize(
    ("device", "verb", "arguments", "code"),
    [
        ("dispenser-1", "ticket/issue", {"service": "khong-co"}, "unknown_service"),
        ("dispenser-1", "ticket/issue", {}, "bad_request"),
        ("dispenser-1", "ticket/issue", {"service": "ho-tich", "pad": "x" * 70000}, "bad_request"),
        ("keypad-4", "counter/next", {"counter": "quay-4"}, "counter_closed"),
        ("keypad-4", "counter/next", {"counter": "quay-5"}, "forbidden"),
        ("keypad-4", "counter/next", {"counter": "quay-99"}, "forbidden"),
        ("kiosk-1", "dossier/find", {"code": "H15.12-200101-9999"}, "not_found"),
        ("kiosk-1", "dossier/find", {"code": "a\u0007b"}, "bad_request"),
    ],
)
def test_bad_input_is_answered_in_vietnamese(
    demo: Any, device: str, verb: str, arguments: dict[str, Any], code: str
) -> None:
    reply = demo.rr(device, verb, **arguments)
    assert not reply["ok"] and reply["error"]["code"] == code
    assert reply["error"]["message"].endswith((".", "!"))


def test_a_pad_that_calls_a_number_gets_no_answer(demo: Any) -> None:
    facts = demo.facts()
    pad = facts["devices"]["pad-1"]
    topic = f"lobby/1/{facts['site']}/do/pad-1/counter/next"
    command = ["mosquitto_pub", "-V", "mqttv5", "-q", "1", "-d", "-p", str(facts["mqtt"]["port"]), "-t", topic]
    command += ["-u", pad["username"], "-P", pad["password"], "-m", json.dumps({"v": 1, "counter": "quay-1"})]
    tried = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert "RC:135" in tried.stdout + tried.stderr
