"""A procedure as a page people can read: which case is yours, papers, fee, days, steps, where; legal basis last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.catalogue.folding import fold
from kiosk.catalogue.procedure import Fee, Method, Paper, Procedure, Term

FREE = "Không thu phí"
UNKNOWN_FEE = "Cổng Dịch vụ công không ghi mức thu; hãy hỏi cán bộ tại quầy."
UNKNOWN_DAYS = "Cổng Dịch vụ công không ghi thời hạn; hãy hỏi cán bộ tại quầy."
_WAYS = {"DIRECT": "Nộp tại quầy", "ONLINE": "Nộp trực tuyến", "POSTAL": "Gửi qua bưu chính"}
_UNITS = {"WORKING_DAY": "ngày làm việc", "DAY": "ngày", "HOUR": "giờ", "MONTH": "tháng", "YEAR": "năm"}
_MONEY = {"": "đồng", "Việt Nam Đồng": "đồng"}
# The portal keeps lists that concern everyone where it keeps cases: what to hand in, what to show, what to mind.
_FOR_ALL = re.compile(
    r"(?:[ivx0-9a-d]{1,4} )?(?:giai to|giay to|chung tu|ho so|thanh phan|luu i|ghi chu|so luong)\b"
    r"(?!.* (?:truong hop|doi voi)\b)"
)
_NOTHING_SAID = ("", "không", "không có", "miễn phí", "không thu phí", "không quy định", "-")


@dataclass(frozen=True)
class PaperLine:
    """One paper; `quantity` is a phrase such as «1 bản chính, 2 bản sao», empty where the portal counts none."""

    name: str
    quantity: str
    electronic_form: bool


@dataclass(frozen=True)
class CasePage:
    """The papers of one case, or a list for all: `name` is what the portal calls it, may be empty for the latter."""

    name: str
    papers: tuple[PaperLine, ...]


@dataclass(frozen=True)
class FeeLine:
    """`amount` as a phrase, empty where the number tells less than the sentence; `sentence` is the portal's own."""

    way: str
    amount: str
    sentence: str


@dataclass(frozen=True)
class DaysLine:
    """How long it takes in a case or a way of handing in; `sentence` is the portal's own, may be empty."""

    name: str
    days: str
    sentence: str


@dataclass(frozen=True)
class ProcedurePage:
    """All that a page shows, in the order in which it is read; lists in `for_all` concern every case.

    `address` is the portal's page, for a QR code.
    """

    code: str
    name: str
    field: str
    cases: tuple[CasePage, ...]
    for_all: tuple[CasePage, ...]
    fees: tuple[FeeLine, ...]
    days: tuple[DaysLine, ...]
    steps: tuple[tuple[str, tuple[str, ...]], ...]
    where: tuple[str, ...]
    agencies: tuple[str, ...]
    conditions: tuple[str, ...]
    results: tuple[str, ...]
    address: str
    legal_basis: tuple[str, ...]

    @property
    def asks_case(self) -> bool:
        """Tell whether the page begins with «Trường hợp nào là của bạn?»."""
        return bool(self.cases)


def page_of(procedure: Procedure) -> ProcedurePage:
    """Return the page of a procedure; Vietnamese throughout, since the legal text has no other language."""
    cases, for_all = _cases(procedure)
    return ProcedurePage(
        code=procedure.code,
        name=procedure.name,
        field=procedure.field.name,
        cases=cases,
        for_all=for_all,
        fees=_fees(procedure.methods),
        days=_days(procedure),
        steps=tuple((step.name, step.paragraphs) for step in procedure.steps),
        where=procedure.where,
        agencies=procedure.agencies,
        conditions=procedure.conditions,
        results=procedure.results,
        address=procedure.source if procedure.source.startswith("https://") else "",
        legal_basis=tuple(dict.fromkeys(one.name or one.code for one in procedure.legal_basis)),
    )


def _cases(procedure: Procedure) -> tuple[tuple[CasePage, ...], tuple[CasePage, ...]]:
    """Return what a citizen chooses between, and the lists for all; one choice is none."""
    lists = [CasePage(case.name, tuple(map(_paper, case.papers))) for case in procedure.paper_cases]
    chosen = [one for one in lists if one.name and not _FOR_ALL.match(fold(one.name))]
    if len(chosen) < 2:
        return (), tuple(lists)
    return tuple(chosen), tuple(one for one in lists if one not in chosen)


def _paper(paper: Paper) -> PaperLine:
    counted = ((paper.originals, "bản chính"), (paper.copies, "bản sao"))
    quantity = ", ".join(f"{many} {what}" for many, what in counted if many)
    return PaperLine(paper.name, quantity, paper.electronic_form)


def _fees(methods: Sequence[Method]) -> tuple[FeeLine, ...]:
    lines = [_fee(method, fee) for method in methods for fee in method.fees]
    return tuple(dict.fromkeys(lines)) or (FeeLine("", "", UNKNOWN_FEE),)


def _fee(method: Method, fee: Fee) -> FeeLine:
    way = _WAYS[method.way]
    silent = fee.sentence.lower().rstrip(".") in _NOTHING_SAID
    if fee.amount:
        return FeeLine(
            way, f"{fee.amount:,}".replace(",", ".") + f" {_MONEY.get(fee.currency, fee.currency)}", fee.sentence
        )
    if fee.amount == 0 and silent:
        return FeeLine(way, FREE, fee.sentence)
    # 0 beside «HĐND quyết định» is not free of charge: the sentence alone is right.
    return FeeLine(way, "", UNKNOWN_FEE if silent else fee.sentence)


def _days(procedure: Procedure) -> tuple[DaysLine, ...]:
    told = [term for term in procedure.terms if term.quantity and term.unit in _UNITS]
    by_case = [DaysLine(_case_name(term, procedure), _length(term), "") for term in told]
    by_way = [DaysLine(_WAYS[one.way], _length(one.term), one.term.sentence) for one in procedure.methods]
    lines = [line for line in (*by_case, *by_way) if line.days or line.sentence]
    return tuple(dict.fromkeys(lines)) or (DaysLine("", "", UNKNOWN_DAYS),)


def _case_name(term: Term, procedure: Procedure) -> str:
    return "" if term.name == procedure.name else term.name


def _length(term: Term) -> str:
    """Return «3 ngày làm việc»; empty where the portal's unit is OTHER, since its bare number is of no known unit."""
    if not term.quantity or term.unit not in _UNITS:
        return ""
    return f"{term.quantity:g}".replace(".", ",") + f" {_UNITS[term.unit]}"
