"""Messages hold what the contract says: examples, limits, unknown fields, documents that agree with the classes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobby.contract.base import Message, Part
from lobby.contract.calls import Call, Shown
from lobby.contract.catalogue import PUBLISHED, REPLY_DATA
from lobby.contract.codec import LARGEST, decode, decode_object, encode, read
from lobby.contract.describe import documents
from lobby.contract.errors import SENTENCES, ErrorCode, Malformed, Refused
from lobby.contract.procedures import Procedures
from lobby.contract.replies import Issued, Nothing, accept, granting, refuse
from lobby.contract.requests import VERBS, CounterPause, TicketIssue, id_in, verbs_of
from lobby.contract.roles import Role
from lobby.contract.states import QueueState
from lobby.contract.topics import Topics, matches

DOCS = Path(__file__).parents[2] / "docs"
UUID = "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11"


@pytest.mark.parametrize("kind", PUBLISHED, ids=lambda kind: kind.__name__)
def test_an_example_goes_over_the_wire_and_back_unchanged(kind: type[Message]) -> None:
    payload = encode(read(kind, kind.example))
    assert decode_object(payload).items() >= kind.example.items()
    assert encode(decode(kind, payload)) == payload


@pytest.mark.parametrize("kind", PUBLISHED, ids=lambda kind: kind.__name__)
def test_a_reader_ignores_fields_it_does_not_know(kind: type[Message]) -> None:
    assert read(kind, {**kind.example, "later": {"more": 1}}) == read(kind, kind.example)


@pytest.mark.parametrize(
    "data",
    [
        Issued(ticket=read(Call, Call.example).ticket, ahead=3, track="Qk3nVx8c2J0", notice="Đóng cửa lúc 17:00"),
        Nothing(),
    ],
    ids=lambda data: type(data).__name__,
)
def test_a_request_is_granted_in_the_same_words_in_haste(data: Part) -> None:
    assert granting(UUID, data) == encode(accept(UUID, data))


def test_another_version_is_refused() -> None:
    with pytest.raises(Malformed):
        read(QueueState, {**QueueState.example, "v": 2})


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"1", b"{", b'{"a": NaN}', b"\xff\xfe", b'{"pad":"' + b"x" * LARGEST + b'"}'],
    ids=["empty", "list", "number", "broken", "NaN", "not UTF-8", "oversized"],
)
def test_a_payload_of_another_form_is_malformed(payload: bytes) -> None:
    with pytest.raises(Malformed):
        decode_object(payload)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_codec(payload: bytes) -> None:
    try:
        decode(TicketIssue, payload)
    except Malformed as fault:
        assert fault.code is ErrorCode.BAD_REQUEST


def test_a_ticket_writes_its_missing_priority_out() -> None:
    example = read(Shown, Shown.example)
    assert b'"as":"displayed"' in encode(example)
    call = next(kind for kind in PUBLISHED if kind.__name__ == "Call")
    assert json.loads(encode(read(call, call.example)))["ticket"]["priority"] is None


def test_every_wrong_field_is_named() -> None:
    with pytest.raises(Malformed, match=r"id: .*; service: ") as caught:
        read(TicketIssue, {"v": 1, "id": "no", "service": "HỘ TỊCH"})
    assert caught.value.sentence == SENTENCES[ErrorCode.BAD_REQUEST]


def test_what_a_malformed_request_held_is_not_repeated_to_the_log() -> None:
    with pytest.raises(Malformed) as caught:
        read(TicketIssue, {"v": 1, "id": UUID, "service": "ho-tich", "dossier": "Nguyễn Văn A"})
    assert "Nguyễn" not in caught.value.detail


def test_the_id_of_a_wrong_request_is_found_to_answer_it() -> None:
    assert id_in(b'{"v": 1, "id": "abc"}') == "abc"
    assert id_in(b'{"id":"abc","pad":"' + b"x" * LARGEST) == "abc"
    assert id_in(b'{"id": 5}') is None
    assert id_in(b'{"id": "' + b"x" * 65 + b'"}') is None


def test_every_error_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(ErrorCode)
    assert refuse(UUID, Refused(ErrorCode.NOBODY_WAITING)).error is not None


def test_every_verb_has_its_reply() -> None:
    assert set(REPLY_DATA) == set(VERBS)


# The contract's own table, by hand: topic, retained, QoS, expiry. A change of a class must be a change here.
TOPICS = {
    "presence": ("presence/{device}", True, 1, None),
    "health": ("health/{device}", True, 0, None),
    "beat": ("beat", False, 0, None),
    "config": ("config/{device}", True, 1, None),
    "queue": ("queue/{service}", True, 1, None),
    "counter": ("counter/{counter}", True, 1, None),
    "call": ("call", False, 1, 15),
    "shown": ("shown/{device}", False, 1, None),
    "speaking": ("speaking/{device}", False, 1, 5),
    "results": ("results", True, 1, None),
    "results_page": ("results/{page}", True, 1, None),
    "dossiers_changed": ("dossiers/changed", False, 1, 600),
    "notices": ("notices", True, 1, None),
    "procedures": ("procedures", True, 1, None),
    "journal": ("journal", False, 1, None),
    "reply": ("reply/{device}", False, 0, None),
}
TAKERS, OFFICERS = {"dispenser", "kiosk", "desk"}, {"keypad", "desk"}
ANY = {"kiosk", "dispenser", "pad", "board", "led", "speaker", "keypad", "desk", "hub", "bridge", "sms"}
ASKED_BY = {
    "ticket/issue": TAKERS,
    "ticket/printed": TAKERS,
    "ticket/cancel": ANY,
    "ticket/track": ANY,
    **{f"counter/{verb}": OFFICERS for verb in ("open", "close", "pause", "resume", "next", "call", "recall")},
    **{f"counter/{verb}": OFFICERS for verb in ("serve", "finish", "no-show", "park", "transfer")},
    "rating/submit": {"pad"},
    "dossier/find": {"kiosk", "desk", "sms"},
    "bridge/taken": {"bridge"},
    # Beyond what was agreed first: whoever does not know these verbs misses nothing of the others.
    "procedures/part": {"kiosk"},
    "ticket/ahead": {"sms"},
    "ticket/return": ANY,
    "ticket/prioritize": {"desk"},
    "ticket/reprint": {"desk"},
    "numbers/lease": {"dispenser", "kiosk"},
    "numbers/used": {"dispenser", "kiosk"},
    "counter/undo": OFFICERS,
    "counter/help": OFFICERS,
    "counter/hush": OFFICERS,
    "entry/late": {"desk"},
}


def test_topics_are_kept_and_sent_as_the_contract_says() -> None:
    channels = [kind.channel for kind in PUBLISHED]
    assert {one.name: (one.topic, one.retained, one.qos, one.expires_s) for one in channels} == TOPICS


def test_roles_ask_what_the_contract_lets_them() -> None:
    assert {verb: {role.value for role in kind.roles} for verb, kind in VERBS.items()} == ASKED_BY
    assert all(set(verbs_of(role)) == {v for v, roles in ASKED_BY.items() if role.value in roles} for role in Role)


@pytest.mark.parametrize("reason", ["Họp\nđột xuất", "\u202eHọp", "Họp\x00"])
def test_a_reason_that_would_garble_a_screen_is_refused(reason: str) -> None:
    with pytest.raises(Malformed, match="reason"):
        read(CounterPause, {"v": 1, "id": UUID, "counter": "quay-1", "reason": reason})


def test_the_documents_agree_with_the_classes() -> None:
    for name, text in documents().items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, f"docs/{name} is old: run script/docs"


def test_the_asyncapi_document_names_only_what_it_holds() -> None:
    document = json.loads(documents()["asyncapi.json"])

    def references(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [str(value["$ref"])] if "$ref" in value else []
            return own + [found for item in value.values() for found in references(item)]
        return [found for item in value for found in references(item)] if isinstance(value, list) else []

    for reference in references(document):
        place: object = document
        for step in reference.removeprefix("#/").split("/"):
            assert isinstance(place, dict) and step in place, reference
            place = place[step]


@pytest.mark.parametrize(
    ("pattern", "topic", "covered"),
    [
        ("a/+/c", "a/b/c", True),
        ("a/#", "a", True),
        ("a/#", "a/b/c", True),
        ("a/+", "a/b/c", False),
        ("a/b", "a/b/c", False),
        ("+/b", "a/c", False),
    ],
)
def test_subscriptions_cover_what_mqtt_says(pattern: str, topic: str, covered: bool) -> None:
    assert matches(pattern, topic) is covered


def test_answers_go_to_the_asker_only() -> None:
    topics = Topics("demo")
    assert topics.is_reply_place(topics.reply("pad-1"), "pad-1")
    assert topics.is_reply_place(topics.reply("pad-1") + "/7", "pad-1")
    assert not topics.is_reply_place(topics.reply("pad-11"), "pad-1")
    assert not topics.is_reply_place(topics.call(), "pad-1")
    assert not topics.is_reply_place(topics.reply("pad-1") + "/#", "pad-1")


@pytest.mark.parametrize("source", ["Cổng\0DVC", "Cổng\nDVC", "Cổng\x1b[2JDVC"])
def test_a_catalogue_whose_source_holds_control_characters_is_refused(source: str) -> None:
    with pytest.raises(Malformed):
        read(Procedures, {**Procedures.example, "source": source})
