"""What the kiosk knows of a procedure: values that never change, in the order in which a citizen asks for them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Level(StrEnum):
    """Where a procedure is handled; the portal's `isWard`, `isProvince`, `isMinistry`."""

    WARD = "ward"
    PROVINCE = "province"
    MINISTRY = "ministry"


class Value(BaseModel):
    """A value: its fields never change, and none is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Value):
    """Something with a code of the portal's; either may be empty."""

    code: str
    name: str


class Paper(Value):
    """One paper to hand in, with how many originals and copies."""

    name: str
    originals: int
    copies: int
    electronic_form: bool


class PaperCase(Value):
    """The papers of one case; `name` is empty where the procedure has one case only."""

    name: str
    papers: tuple[Paper, ...]


class Term(Value):
    """How long a case takes: `quantity` in `unit`, or only what `sentence` tells where the unit is OTHER."""

    name: str
    quantity: float | None
    unit: str
    sentence: str = ""


class Fee(Value):
    """What is paid: the portal's number and its own sentence beside it. 0 with a sentence is not free of charge."""

    kind: str
    amount: int | None
    currency: str
    sentence: str


class Method(Value):
    """One way to hand in (`DIRECT`, `ONLINE`, `POSTAL`), with its own term and fees."""

    way: Literal["DIRECT", "ONLINE", "POSTAL"]
    term: Term
    fees: tuple[Fee, ...]


class Step(Value):
    """A heading, may be empty, and paragraphs."""

    name: str
    paragraphs: tuple[str, ...]


class Procedure(Value):
    """One administrative procedure as the national portal publishes it, cleaned.

    `vertical` tells that an authority of its own line handles it (police, tax, customs), as the portal says. `issuer`
    is who issued it: a ministry (G..), or a province (H..), whose procedures apply in that province alone.
    """

    code: str
    name: str
    updated_at: datetime
    levels: tuple[Level, ...]
    vertical: bool
    field: Named
    issuer: Named
    agencies: tuple[str, ...]
    paper_cases: tuple[PaperCase, ...]
    terms: tuple[Term, ...]
    methods: tuple[Method, ...]
    steps: tuple[Step, ...]
    where: tuple[str, ...]
    results: tuple[str, ...]
    subjects: tuple[str, ...]
    conditions: tuple[str, ...]
    notes: tuple[str, ...]
    keywords: str
    legal_basis: tuple[Named, ...]
    source: str
