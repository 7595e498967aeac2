"""Writes the contract as a page for people (docs/contract.md), from the message classes."""

from __future__ import annotations

import json

from lobby.contract.base import FIRST_YEAR, LAST_YEAR, Message, Part
from lobby.contract.catalogue import PARTS, PUBLISHED, REPLY_DATA
from lobby.contract.codec import LARGEST
from lobby.contract.errors import SENTENCES
from lobby.contract.requests import VERBS, Request
from lobby.contract.topics import ROOT

_HEAD = f"""# The contract, version 1

Generated from the message classes in `lobby/contract/` by `script/docs`; do not edit.

MQTT 5. Payloads are JSON objects, UTF-8, at most {LARGEST // 1024} KiB, with `"v": 1`.
Times are RFC 3339 with an offset, from {FIRST_YEAR} to {LAST_YEAR}. A reader ignores fields it does not know.
All topics stand below `{ROOT}/{{site}}/`.

State topics are retained and carry `rev`, which only grows, and `at`; a reader drops an older `rev`. Events and
requests are not retained. A device's id is its user name at the broker, which lets it write below its own id only.

A request is answered at `reply/{{device}}` with its own `id`; an MQTT 5 Response Topic is honoured where it is that
topic or below it, and Correlation Data is given back. The same `id` of the same device gets the same reply for at
least 24 hours, also after a restart, so whoever gets no answer asks again with the same `id`. Requests held back as
too many, and those that failed inside, are not remembered; nor are `ticket/track` and `ticket/ahead`, which only look:
they are answered as things stand; nor is `procedures/part`, which gives bytes that do not change.
Answers to `numbers/used` are kept for 31 days, since a number given on a Friday may be told on a Monday.
"""


def contract_page() -> str:
    """Return docs/contract.md."""
    parts = [_HEAD, "## Messages\n", *(_message(kind) for kind in PUBLISHED)]
    parts += ["## Verbs\n", "A request goes to `do/{device}/{verb}`; its reply comes to `reply/{device}`.\n", _verbs()]
    parts += [_request(kind) for kind in VERBS.values()]
    parts += ["## Parts\n", *(f"### {kind.__name__}\n\n{_purpose(kind)}\n\n{_fields(kind)}" for kind in PARTS)]
    parts += ["## Error codes\n", _errors()]
    return "\n".join(parts)


def _message(kind: type[Message]) -> str:
    channel = kind.channel
    facts = f"written by {channel.writer} · {'retained' if channel.retained else 'not retained'} · QoS {channel.qos}"
    if channel.expires_s is not None:
        facts += f" · expires after {channel.expires_s} s"
    example = json.dumps(kind.example, ensure_ascii=False, indent=2)
    head = f"### `{channel.topic}`: {kind.__name__}\n\n{channel.purpose}; {facts}."
    return f"{head}\n\n{_fields(kind)}\n```json\n{example}\n```\n"


def _verbs() -> str:
    rows = ["| verb | roles | data of the reply |", "|---|---|---|"]
    for verb, kind in VERBS.items():
        roles = ", ".join(sorted(role.value for role in kind.roles))
        rows.append(f"| `{verb}` | {roles} | {_names(REPLY_DATA[verb])} |")
    return "\n".join(rows) + "\n"


def _request(kind: type[Request]) -> str:
    return f"### `{kind.verb}`\n\n{_purpose(kind)}\n\n{_fields(kind)}"


def _purpose(kind: type[Part]) -> str:
    return " ".join((kind.__doc__ or "").split())


def _fields(kind: type[Part]) -> str:
    schema = kind.model_json_schema(by_alias=True)
    needed = set(schema.get("required", ()))
    rows = ["| field | needed | form |", "|---|---|---|"]
    for name, form in schema["properties"].items():
        rows.append(f"| `{name}` | {'yes' if name in needed or name == 'v' else 'no'} | {_form(form)} |")
    return "\n".join(rows) + "\n"


def _form(form: dict[str, object]) -> str:
    if "$ref" in form:
        return str(form["$ref"]).rsplit("/", 1)[1]
    if "const" in form:
        return f"always {json.dumps(form['const'])}"
    choices = form.get("anyOf")
    if isinstance(choices, list):
        return " or ".join(_form(choice) for choice in choices if choice.get("type") != "null")
    items = form.get("items")
    if isinstance(items, dict):
        return f"list of {_form(items)}"
    return str(form.get("format") or form.get("type") or "any")


def _names(kind: type[Part]) -> str:
    return ", ".join(f"`{name}`" for name in kind.model_fields) or "nothing"


def _errors() -> str:
    rows = ["| code | sentence a screen may show |", "|---|---|"]
    return "\n".join([*rows, *(f"| `{code}` | {sentence} |" for code, sentence in SENTENCES.items())]) + "\n"
