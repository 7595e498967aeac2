"""The sandbox backend as a vendor's client meets it, over real HTTP, checked against the OpenAPI document."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

import backend_bridge
from backend_bridge.sandbox.app import main
from backend_bridge.sandbox.procedures import load_procedures
from backend_bridge.sandbox.web import build
from lobby.clock import SystemClock
from lobby.contract.dossiers import Dossier

DOCUMENT = yaml.safe_load((Path(backend_bridge.__file__).parent / "openapi.yaml").read_text(encoding="utf-8"))
CODE = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,4})[-.]\d{6}[-.]\d{3,7}")
TOKEN = "khoa-thu-0123456789abcdef"
TYPES: dict[str, Any] = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def conform(value: Any, schema: dict[str, Any], place: str = "$") -> None:
    """Check `value` against the parts of JSON Schema that the document uses; unknown fields fail too."""
    schema = resolve(schema)
    if "const" in schema:
        assert value == schema["const"], place
        return
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    assert isinstance(value, TYPES[kind]) and isinstance(value, bool) == (kind == "boolean"), place
    if kind == "object" and "properties" in schema:
        assert set(schema.get("required", ())) <= set(value), place
        if place.startswith("$.dossier"):
            assert set(value) <= set(schema["properties"]), place
        for name, part in schema["properties"].items():
            if name in value:
                conform(value[name], part, f"{place}.{name}")
    for item in value if kind == "array" else ():
        conform(item, schema["items"], f"{place}[]")
    if kind == "string":
        assert len(value) <= schema.get("maxLength", 10**6), place
        assert re.search(schema.get("pattern", ""), value), place
        if schema.get("format") == "date-time":
            assert datetime.fromisoformat(value).tzinfo, place
    if kind == "integer":
        assert schema.get("minimum", value) <= value <= schema.get("maximum", value), place


def as_documented(answer: requests.Response, path: str, method: str = "get") -> Any:
    responses = DOCUMENT["paths"][path][method]["responses"]
    assert str(answer.status_code) in responses, f"{answer.status_code} is not documented for {path}"
    body = answer.json()
    conform(body, resolve(responses[str(answer.status_code)])["content"]["application/json"]["schema"])
    return body


def entries(*seqs: int) -> list[dict[str, Any]]:
    return [{"v": 1, "seq": seq, "at": "2026-11-23T08:00:00+07:00", "kind": "day.opened", "data": {}} for seq in seqs]


def entry_with(data: bytes) -> bytes:
    """Return a body whose one entry holds `data`, raw JSON, as a value."""
    body = json.dumps({"site": "demo", "events": [{**entries(1)[0], "data": {"why": "HERE"}}]})
    return body.encode().replace(b'"HERE"', data)


@pytest.fixture
def post(office):
    def post(*seqs: int, site: str = "demo") -> int:
        answer = office.client.post(office.url + "/v1/events", json={"site": site, "events": entries(*seqs)})
        return as_documented(answer, "/v1/events", "post")["through"]

    return post


def test_every_dossier_is_told_as_the_document_says(office):
    for code, _, check in office.codes[::9]:
        shut = as_documented(office.client.get(f"{office.url}/v1/dossiers/{code}"), "/v1/dossiers/{code}")
        opened = office.client.get(f"{office.url}/v1/dossiers/{code}", params={"check": check})
        body = as_documented(opened, "/v1/dossiers/{code}")
        assert {"steps", "holder_masked"} <= set(body["dossier"])
        assert not {"steps", "holder_masked"} & set(shut["dossier"])
        Dossier.model_validate(body["dossier"])


def test_whoever_waits_for_a_result_reads_the_day_to_come_back(office):
    for code in [code for code, status, _ in office.codes if status in (2, 4)][::10]:
        told = office.client.get(f"{office.url}/v1/dossiers/{code}").json()["dossier"]
        due = datetime.fromisoformat(told.get("new_due_at") or told["due_at"])
        assert f"chờ đến ngày {due:%d/%m/%Y}" in told["todo"]


def test_an_unknown_code_and_a_missing_token_are_told_as_the_document_says(office):
    path = "/v1/dossiers/{code}"
    assert as_documented(office.client.get(office.url + "/v1/dossiers/H15.12-250101-9999"), path)
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        answer = requests.get(office.url + "/v1/results", headers=headers, timeout=30)
        assert answer.status_code == 401
        as_documented(answer, "/v1/results")
    assert requests.get(office.url + "/v1/khong-co", timeout=30).status_code == 401
    assert requests.get(office.url + "/healthz", timeout=30).json() == {"ok": True}


@pytest.fixture
def opened(office):
    """Answer a call on the sandbox, opened to its own machine, as status: from an address, with a token."""
    settings = office.settings.model_copy(update={"open_to_loopback": True})
    client = build(settings, office.sandbox.ledger, load_procedures(), SystemClock()).test_client()

    def call(path: str, address: str = "127.0.0.1", token: str | None = None) -> int:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.get(path, headers=headers, environ_base={"REMOTE_ADDR": address}).status_code

    return call


@pytest.mark.parametrize("path", ["/v1/results", "/v1/procedures", "/sandbox/events"])
def test_opened_to_its_own_machine_the_token_may_be_left_out_there_and_only_there(opened, path):
    assert [opened(path, here) for here in ("127.0.0.1", "::1")] == [200, 200]
    assert opened(path, "192.0.2.7") == 401
    assert opened(path, "192.0.2.7", TOKEN) == 200


@pytest.mark.parametrize("path", ["/v1/results", "/sandbox/events"])
def test_a_wrong_token_is_refused_even_where_none_is_needed(opened, path):
    assert [opened(path, here, "khoa-sai") for here in ("127.0.0.1", "192.0.2.7")] == [401, 401]
    assert opened(path, token=TOKEN) == 200


def test_figures_and_procedures_are_told_as_the_document_says(office):
    figures = as_documented(office.client.get(office.url + "/v1/results"), "/v1/results")
    statuses = Counter(status for _, status, _ in office.codes)
    assert figures["counts"]["ready"] == statuses[9]
    assert figures["counts"]["returned"] == statuses[10]
    path = office.url + "/v1/procedures"
    everything = as_documented(office.client.get(path), "/v1/procedures")["procedures"]
    assert len({one["code"].strip() for one in everything}) == 25
    late = office.client.get(path, params={"updated_since": "2026-06-01T00:00:00+07:00"}).json()["procedures"]
    assert {one["code"] for one in late} == {one["code"] for one in everything if one["updatedAt"] >= 1780246800000}
    assert 0 < len(late) < 25
    for wrong in ("hôm qua", "2026-06-01T00:00:00"):
        as_documented(office.client.get(path, params={"updated_since": wrong}), "/v1/procedures")


def test_entries_are_taken_once_in_order_and_gaps_are_not(office, post):
    assert post(1, 2, 3) == 3
    assert post(2, 3) == 3
    assert post(5, 6) == 3
    assert post() == 3
    assert post(3, 4, 6) == 4
    assert post(1, site="other") == 1
    taken = requests.get(office.url + "/sandbox/events?site=demo&after=1", timeout=30).json()
    assert [entry["seq"] for entry in taken["events"]] == [2, 3, 4]


def test_one_wrong_entry_lets_none_in(office, post):
    wrong = [*entries(1), {"seq": 2, "at": "gestern", "kind": "day.opened"}]
    answer = office.client.post(office.url + "/v1/events", json={"site": "demo", "events": wrong})
    assert answer.status_code == 422
    assert as_documented(answer, "/v1/events", "post")["detail"][0]["where"].startswith("events.1")
    assert post() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"", 400),
        (b"[" * 20_000, 400),
        (entry_with(b'"\\ud800"'), 400),
        (entry_with(b"NaN"), 400),
        (entry_with(b"1e999"), 400),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"site": "A B", "events": []}', 422),
        (b"x" * 1_200_000, 413),
    ],
)
def test_what_is_not_of_the_form_is_refused_in_json(office, body, status):
    headers = {"Content-Type": "application/json"}
    answer = office.client.post(office.url + "/v1/events", data=body, headers=headers)
    assert answer.status_code == status
    assert as_documented(answer, "/v1/events", "post")["error"]["message"]
    assert office.client.get(office.url + "/sandbox/events").json()["through"] == 0


@pytest.mark.parametrize("check", ["é", "K7V8?", "A" * 17])
def test_a_check_code_that_can_be_on_no_receipt_is_refused_in_json(office, check):
    answer = office.client.get(f"{office.url}/v1/dossiers/{office.codes[0][0]}", params={"check": check})
    assert answer.status_code == 400
    assert "«check»" in as_documented(answer, "/v1/dossiers/{code}")["error"]["message"]


def test_an_entry_kept_with_a_number_json_does_not_know_is_shown_as_json_all_the_same(office):
    kept = {**entries(1)[0], "data": {"minutes": float("nan")}}
    office.sandbox.ledger.take("demo", [kept], datetime.now(UTC))
    shown = requests.get(office.url + "/sandbox/events?site=demo", timeout=30).text
    (entry,) = json.loads(shown, parse_constant=pytest.fail)["events"]
    assert entry["data"] == {"minutes": None}


def test_examples_in_the_document_follow_its_own_schemas():
    for path, methods in DOCUMENT["paths"].items():
        for method in methods.values():
            for answer in method["responses"].values():
                content = resolve(answer)["content"]["application/json"]
                if "example" in content:
                    conform(content["example"], content["schema"], f"$.dossier of {path}")


def test_the_page_says_what_it_is_and_names_codes_to_try(office):
    page = requests.get(office.url, timeout=30).text
    assert "chạy thử" in page
    for status in range(1, 11):
        assert office.of_status(status)[0] in page


def test_codes_can_be_listed_for_whoever_tries_the_lobby(office, token_file, tmp_path, capsys):
    file = tmp_path / "backend.toml"
    state = json.dumps(str(office.settings.state))
    file.write_text(f'site = "demo"\nstate = {state}\ntoken_file = "{token_file}"\n', encoding="utf-8")
    assert main(["--settings", str(file), "--list-codes"]) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["code"], one["status"], one["check"]) for one in listed] == office.codes
    assert len(listed) >= 300
    assert {one["status"] for one in listed} == set(range(1, 11))
    assert all(CODE.fullmatch(one["code"]) for one in listed)
    assert any(one["code"].startswith("000.00.01.H15-") for one in listed)
