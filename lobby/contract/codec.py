"""Payload bytes to messages and back, with the contract's limits (UTF-8 JSON objects, 64 KiB, no NaN)."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from lobby.contract.base import Message
from lobby.contract.errors import Malformed

LARGEST = 64 * 1024
DEEPEST_DETAIL = 500

M = TypeVar("M", bound=Message)


def encode(message: Message) -> bytes:
    """Return the payload of `message`; optional fields that are None are left out.

    Raises Malformed where it would exceed 64 KiB.
    """
    payload = message.model_dump_json(exclude_none=True, by_alias=True).encode()
    return within(payload)


def encode_object(fields: dict[str, object]) -> bytes:
    """Return a plain JSON object as a payload, under the same limit."""
    return within(to_json(fields, inf_nan_mode="null"))


def decode_object(payload: bytes) -> dict[str, object]:
    """Return the JSON object in `payload`; raises Malformed for anything else."""
    within(payload)
    try:
        value = from_json(payload, allow_inf_nan=False)
    except ValueError as fault:
        raise Malformed(f"not JSON: {fault}") from fault
    if not isinstance(value, dict):
        raise Malformed(f"a JSON object is wanted, not {type(value).__name__}")
    return value


def decode(kind: type[M], payload: bytes) -> M:
    """Return `payload` as a message of class `kind`; raises Malformed with every wrong field named."""
    return read(kind, decode_object(payload))


def read(kind: type[M], fields: dict[str, object]) -> M:
    """Return the decoded object `fields` as a message of class `kind`; raises Malformed."""
    try:
        return kind.model_validate(fields)
    except ValidationError as fault:
        raise Malformed(_explain(fault)) from fault


def within(payload: bytes) -> bytes:
    """Return `payload`; raises Malformed where it exceeds the contract's 64 KiB."""
    if len(payload) > LARGEST:
        raise Malformed(f"payload of {len(payload)} bytes, at most {LARGEST}")
    return payload


def _explain(fault: ValidationError) -> str:
    wrong = [f"{'.'.join(map(str, e['loc'])) or 'payload'}: {e['msg']}" for e in fault.errors(include_input=False)]
    return "; ".join(wrong)[:DEEPEST_DETAIL]
