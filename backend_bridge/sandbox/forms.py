"""The form of what is posted to the sandbox; fields it does not know are kept as they came."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from lobby.contract.base import Part, SiteId
from lobby.contract.journal import Entry

LONGEST = 1000


def _is_entry(fields: dict[str, Any]) -> dict[str, Any]:
    Entry.model_validate(fields)
    return fields


RawEntry = Annotated[dict[str, Any], AfterValidator(_is_entry)]


class EventsForm(Part):
    """Body of `POST /v1/events`."""

    site: SiteId
    events: Annotated[list[RawEntry], Field(max_length=LONGEST)]
