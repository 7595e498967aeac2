"""Writes the contract as an AsyncAPI 3.0 document (docs/asyncapi.json), from the message classes."""

from __future__ import annotations

import json
import re
from typing import Any

from lobby.contract.base import ID_PATTERN, Message, Part
from lobby.contract.catalogue import PUBLISHED, REPLY_DATA
from lobby.contract.replies import Reply
from lobby.contract.requests import VERBS, Request
from lobby.contract.topics import DO, REPLY, ROOT

_SCHEMAS = "#/components/schemas/"
_MESSAGES = "#/components/messages/"
_CHANNELS = "#/channels/"


def asyncapi() -> str:
    """Return docs/asyncapi.json."""
    return json.dumps(_document(), ensure_ascii=False, indent=1) + "\n"


def _document() -> dict[str, Any]:
    kinds: list[type[Part]] = [*PUBLISHED, *VERBS.values(), *dict.fromkeys(REPLY_DATA.values())]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Lobby devices of a one-stop office",
            "version": "1.0.0",
            "description": "What devices, the hub and the bridge of one site say to each other over MQTT 5.",
        },
        "defaultContentType": "application/json",
        "channels": {**{kind.channel.name: _channel(kind) for kind in PUBLISHED}, **_request_channels()},
        "operations": {**{f"publish-{kind.channel.name}": _published(kind) for kind in PUBLISHED}, **_requests()},
        "components": {"schemas": _schemas(kinds), "messages": _messages()},
    }


def _channel(kind: type[Message]) -> dict[str, Any]:
    channel = kind.channel
    return {
        "address": f"{ROOT}/{{site}}/{channel.topic}",
        "description": f"{channel.purpose}. Written by: {channel.writer}.",
        "parameters": _parameters(channel.topic),
        "messages": {kind.__name__: {"$ref": _MESSAGES + kind.__name__}},
        "x-retained": channel.retained,
    }


def _parameters(topic: str) -> dict[str, Any]:
    names = ["site", *re.findall(r"{(\w+)}", topic)]
    return {name: {"description": f"matches {ID_PATTERN}"} for name in names if name != "verb"}


def _request_channels() -> dict[str, Any]:
    return {
        _request_name(kind): {
            "address": f"{ROOT}/{{site}}/{DO.format(device='{device}', verb=verb)}",
            "description": f"{(kind.__doc__ or '').strip().splitlines()[0]} Asked by: "
            + ", ".join(sorted(role.value for role in kind.roles)),
            "parameters": _parameters(REPLY),
            "messages": {kind.__name__: {"$ref": _MESSAGES + kind.__name__}},
            "x-retained": False,
        }
        for verb, kind in VERBS.items()
    }


def _published(kind: type[Message]) -> dict[str, Any]:
    channel = kind.channel
    binding: dict[str, Any] = {"qos": channel.qos, "retain": channel.retained}
    if channel.expires_s is not None:
        binding["messageExpiryInterval"] = channel.expires_s
    return {"action": "send", "channel": {"$ref": _CHANNELS + channel.name}, "bindings": {"mqtt": binding}}


def _requests() -> dict[str, Any]:
    return {
        f"ask-{_request_name(kind)}": {
            "action": "send",
            "channel": {"$ref": _CHANNELS + _request_name(kind)},
            "bindings": {"mqtt": {"qos": 1, "retain": False}},
            "reply": {"channel": {"$ref": _CHANNELS + Reply.channel.name}},
            "x-reply-data": {"$ref": _SCHEMAS + REPLY_DATA[verb].__name__},
        }
        for verb, kind in VERBS.items()
    }


def _request_name(kind: type[Request]) -> str:
    return kind.verb.replace("/", "-")


def _messages() -> dict[str, Any]:
    kinds: list[type[Message]] = [*PUBLISHED, *VERBS.values()]
    return {kind.__name__: _message(kind) for kind in kinds}


def _message(kind: type[Message]) -> dict[str, Any]:
    message: dict[str, Any] = {"payload": {"$ref": _SCHEMAS + kind.__name__}}
    if kind in PUBLISHED:
        message["examples"] = [{"payload": kind.example}]
    return message


def _schemas(kinds: list[type[Part]]) -> dict[str, Any]:
    schemas: dict[str, Any] = {}
    for kind in kinds:
        schema = kind.model_json_schema(by_alias=True, ref_template=_SCHEMAS + "{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[kind.__name__] = schema
    return dict(sorted(schemas.items()))
