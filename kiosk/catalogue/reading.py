"""Reads one record of the national portal into a procedure, or says what is broken in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, get_args

from pydantic import ValidationError

from kiosk.catalogue.cleaning import one_line, paragraphs
from kiosk.catalogue.portal import RawFee, RawMethod, RawNamed, RawPaper, RawPaperCase, RawRecord
from kiosk.catalogue.procedure import Fee, Level, Method, Named, Paper, PaperCase, Procedure, Step, Term

UNKNOWN = "không rõ mã"
_WAYS = get_args(Method.model_fields["way"].annotation)


class BrokenRecord(Exception):
    """A record that cannot be used; `code` names it, the text says what is wrong, in Vietnamese."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code


def read_record(record: Any) -> Procedure:
    """Return the procedure in a record of the portal (already parsed JSON); raises BrokenRecord."""
    if not isinstance(record, dict):
        raise BrokenRecord(UNKNOWN, "không phải một đối tượng JSON")
    try:
        return _procedure(RawRecord.model_validate(record))
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BrokenRecord(_code_of(record), f"mục «{place}» sai: {first['msg']}") from fault


def _code_of(record: dict[str, Any]) -> str:
    code = record.get("code")
    return (one_line(code)[:64] if isinstance(code, str) else "") or UNKNOWN


def _procedure(raw: RawRecord) -> Procedure:
    if not (code := one_line(raw.code)) or not (name := one_line(raw.name)):
        raise BrokenRecord(code or UNKNOWN, "mã hoặc tên để trống")
    field = raw.categoriesDetails[0] if raw.categoriesDetails else RawNamed()
    return Procedure(
        code=code,
        name=name,
        updated_at=datetime.fromtimestamp(raw.updatedAt / 1000, UTC),
        levels=_levels(raw),
        vertical=raw.isVertical,
        field=_named(field),
        issuer=Named(code=one_line(raw.departmentPromulgateCode), name=one_line(raw.departmentPromulgateName)),
        agencies=_agencies(raw),
        paper_cases=tuple(case for item in raw.executionCases if (case := _paper_case(item)).papers),
        terms=tuple(
            Term(name=one_line(one.name), quantity=one.processingDay.qty, unit=one.processingDay.type)
            for one in raw.cases
        ),
        methods=tuple(_method(one) for one in raw.executionMethods if one.submissionMethod in _WAYS),
        steps=_steps(raw),
        where=paragraphs(raw.dossierReceivingAddresses),
        results=_distinct(one.name for one in raw.resultsDetails),
        subjects=_distinct(one.name for one in raw.subjectTypesDetails),
        conditions=paragraphs(raw.requirementsAndConditions),
        notes=paragraphs(raw.note),
        keywords=one_line(raw.keywords),
        legal_basis=tuple(_named(one) for one in raw.legalBasisesDetails),
        source=one_line(raw.source),
    )


def _levels(raw: RawRecord) -> tuple[Level, ...]:
    said = ((raw.isWard, Level.WARD), (raw.isProvince, Level.PROVINCE), (raw.isMinistry, Level.MINISTRY))
    return tuple(level for here, level in said if here)


def _named(raw: RawNamed) -> Named:
    return Named(code=one_line(raw.code), name=one_line(raw.name))


def _agencies(raw: RawRecord) -> tuple[str, ...]:
    named = [one.name for one in (*raw.departmentsExecuting, *raw.unitGroupsExecuting)]
    return _distinct(named or [raw.executingAgencies])


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clean for name in names if (clean := one_line(name))))


def _paper_case(raw: RawPaperCase) -> PaperCase:
    papers = (_paper(one) for one in raw.profileComponents)
    return PaperCase(name=one_line(raw.name), papers=tuple(one for one in papers if one.name))


def _paper(raw: RawPaper) -> Paper:
    return Paper(
        name=one_line(raw.name) or one_line(raw.detail.name),
        originals=raw.originalQty,
        copies=raw.copyQty,
        electronic_form=raw.hasElectronicForm,
    )


def _method(raw: RawMethod) -> Method:
    time, said = raw.processingTime, one_line(raw.description)
    if isinstance(time, str):
        prose = one_line(time).strip("-–. ")
        term = Term(name="", quantity=None, unit="OTHER", sentence=said or prose)
    else:
        term = Term(name="", quantity=time, unit=raw.processingTimeUnit, sentence=said)
    return Method(way=raw.submissionMethod, term=term, fees=tuple(_fee(one) for one in raw.fees))


def _fee(raw: RawFee) -> Fee:
    said = one_line(raw.description)
    return Fee(kind=raw.type, amount=raw.value, currency=one_line(raw.currencyName), sentence=said)


def _steps(raw: RawRecord) -> tuple[Step, ...]:
    steps = (Step(name=one_line(one.name), paragraphs=paragraphs(one.description)) for one in raw.executionSteps)
    return tuple(step for step in steps if step.name or step.paragraphs)
