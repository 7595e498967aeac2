"""Facts as rows of the journal and back, without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic_core import to_json

from lobby.contract.base import wire_time
from lobby.contract.journal import EntryKind
from lobby.contract.ticket import Ticket
from ticketing.engine.facts import Fact

COLUMNS = "seq, at, day, kind, counter, officer, ticket, data, private"
Row = tuple[int, str, str, str, str | None, str | None, str | None, str, str]


def to_row(fact: Fact) -> Row:
    """Return `fact` in the order of COLUMNS."""
    return (
        fact.seq,
        wire_time(fact.at),
        fact.day.isoformat(),
        fact.kind.value,
        fact.counter,
        fact.officer,
        fact.ticket.model_dump_json(exclude_none=True) if fact.ticket is not None else None,
        _dumped(fact.data),
        _dumped(fact.private),
    )


def from_row(row: Row) -> Fact:
    """Return the fact in `row`; raises ValueError for what no version of this program wrote."""
    seq, at, day, kind, counter, officer, ticket, data, private = row
    return Fact(
        seq=seq,
        at=datetime.fromisoformat(at),
        day=date.fromisoformat(day),
        kind=EntryKind(kind),
        counter=counter,
        officer=officer,
        ticket=Ticket.model_validate_json(ticket) if ticket is not None else None,
        data=json.loads(data),
        private=json.loads(private),
    )


def _dumped(fields: Mapping[str, Any]) -> str:
    return to_json(dict(fields)).decode() if fields else "{}"
