"""The form of what is posted to the sandbox; fields it does not know are kept as they came."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import from_json

from lobby.contract.base import Part, SiteId
from lobby.contract.journal import Entry

LONGEST = 1000
CHECK_PATTERN = r"[A-Za-z0-9]{0,16}"


def _is_entry(fields: dict[str, Any]) -> dict[str, Any]:
    Entry.model_validate(fields)
    return fields


RawEntry = Annotated[dict[str, Any], AfterValidator(_is_entry)]


class EventsForm(Part):
    """Body of `POST /v1/events`."""

    site: SiteId
    events: Annotated[list[RawEntry], Field(max_length=LONGEST)]


def read_json(body: bytes) -> object:
    """Return what the UTF-8 JSON in `body` says.

    Raises ValueError for what is not JSON, a number beyond a double's range or NaN, half a character, and nesting
    deeper than 200.
    """
    value = from_json(body, allow_inf_nan=False)
    json.dumps(value, allow_nan=False)  # the reader lets 1e999 through as infinite
    return value
