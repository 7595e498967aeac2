"""Where receipts lead: what the hub's settings say, and what the dispenser's own file says instead."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from lobby.contract.base import ServiceId

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Leads:
    """The field that gives out results, and by what the backend calls a field this site's field for it."""

    collect_service: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    def below(self, own: Leads) -> Leads:
        """Return these where `own` says nothing."""
        return Leads(own.collect_service or self.collect_service, {**self.fields, **own.fields})


class _Told(BaseModel):
    """The settings in a device's configuration, as far as they are about receipts."""

    collect_service: ServiceId | None = None
    fields: dict[str, ServiceId] = Field(default_factory=dict)


def leads_in(settings: Mapping[str, Any] | None) -> Leads:
    """Return what the hub says of receipts, nothing where it says nothing that is understood."""
    try:
        told = _Told.model_validate(settings or {})
    except ValidationError as fault:
        log.error("what the hub says of receipts is not understood: %s", fault)
        return Leads()
    return Leads(told.collect_service, told.fields)
