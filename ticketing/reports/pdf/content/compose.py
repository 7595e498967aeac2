"""Puts a report together as a paper: letterhead, parts I, II, III in their order, annexes, numbers of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ticketing.reports.model import Period, PeriodKind, Report
from ticketing.reports.pdf.content import changes, form, gaps, numbers, ontime, opinions, summary, totals, visits
from ticketing.reports.pdf.content.blocks import (
    Annex,
    Bars,
    Block,
    Columns,
    Head,
    Heading,
    Note,
    Paper,
    Signing,
    Table,
    Text,
)
from ticketing.reports.pdf.content.form import Form
from ticketing.reports.pdf.content.letters import composed

KIND = "Báo cáo"
ABOUT = "Kết quả tiếp đón, phục vụ và ý kiến đánh giá của người dân"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_OFFICER = "officer"


def paper(report: Report, by: Form, officers: bool = True) -> Paper:
    """Return `report` in the form `by`; without `officers` nothing in it is about one officer."""
    counter = _Counter()
    office = by.office or report.office
    body = counter.numbered([block for part in _parts(report) for block in part])
    made = Paper(
        head=_head(report, by, office),
        kind=KIND,
        about=(ABOUT, changes.lowered(report.period.title)),
        blocks=(Text(_opening(report, office)), *body),
        signing=Signing(form.recipients(by, office, report.place), by.signer_title or form.SIGNER, by.signer_name),
        annexes=tuple(replace(one, blocks=counter.numbered(one.blocks)) for one in _annexes(report, officers)),
        author=office,
    )
    return composed(made)


def _head(report: Report, by: Form, office: str) -> Head:
    dated = f"{form.dateplace(by, office, report.place)}, {numbers.dateline(numbers.local(report.made_at).date())}"
    return Head(form.parent(by, office, report.place), office, form.numbered(by, office), dated, by.logo)


def _opening(report: Report, office: str) -> str:
    return f"{office} báo cáo {changes.lowered(ABOUT)} {_when(report.period)} như sau:"


def _when(period: Period) -> str:
    if period.kind is PeriodKind.DAY:
        return f"ngày {numbers.day(period.first)}"
    return f"{changes.short(period)} (từ ngày {numbers.day(period.first)} đến hết ngày {numbers.day(period.last)})"


def _parts(report: Report) -> Iterable[list[Block]]:
    """Yield the parts that there is something to say in, each with its numbered head."""
    parts = [("Kết quả chung", _general(report))]
    if not summary.empty(report):
        parts.append(("Kết quả theo lĩnh vực và quầy", visits.fields(report)))
        parts.append(("Thời điểm người dân đến", visits.times(report)))
        parts.append(("Ý kiến đánh giá của người dân", opinions.blocks(report)))
    parts.append(("Hồ sơ đúng hạn, quá hạn", ontime.blocks(report.on_time) if report.on_time else []))
    parts.append(("Số liệu còn thiếu", [Text(one) for one in gaps.sentences(report)]))
    parts.append(("Cách tính", [Note(f"- {one}") for one in gaps.method(report)]))
    filled = [(title, blocks) for title, blocks in parts if blocks]
    for number, (title, blocks) in zip(_ROMAN, filled, strict=False):
        yield [Heading(1, f"{number}. {title}"), *_counted(blocks)]


def _counted(blocks: Sequence[Block]) -> list[Block]:
    """Return a part's blocks with its second heads numbered 1, 2, 3."""
    made: list[Block] = []
    at = 0
    for block in blocks:
        if isinstance(block, Heading):
            at += 1
            made.append(Heading(block.level, f"{at}. {block.text}"))
        else:
            made.append(block)
    return made


def _general(report: Report) -> list[Block]:
    first = [Text(one) for one in summary.sentences(report)]
    beside = [Text(one) for one in changes.sentences(report)]
    through = (
        [] if report.complete else [Text(f"Kỳ báo cáo chưa kết thúc: số liệu đến {numbers.moment(report.through)}.")]
    )
    if summary.empty(report) and all(one.totals is None for one in changes.others(report)):
        return [*through, *first]
    return [*through, *first, *beside, totals.table(report), *_units(report)]


def _units(report: Report) -> list[Block]:
    return [Note(totals.UNITS)] if any(one.totals for one in changes.others(report)) else []


def _annexes(report: Report, officers: bool) -> list[Annex]:
    annexes: list[Annex] = []
    if summary.empty(report):
        return annexes
    if officers and report.officers:
        annexes.append(Annex("Kết quả theo cán bộ", tuple(visits.officers(report.officers, report.small_below))))
    cross = report.cross
    if cross is not None and cross.rows and (officers or _OFFICER not in cross.dimensions):
        annexes.append(Annex("Bảng kết hợp", tuple(visits.crossed(cross, report.small_below))))
    return annexes


class _Counter:
    """Numbers tables and charts through the whole paper."""

    def __init__(self) -> None:
        self._tables = 0
        self._charts = 0

    def numbered(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Return `blocks` with "Bảng 3." and "Hình 2." before their captions."""
        return tuple(self._one(block) for block in blocks)

    def _one(self, block: Block) -> Block:
        if isinstance(block, Table):
            self._tables += 1
            return replace(block, caption=f"Bảng {self._tables}. {block.caption}")
        if isinstance(block, Columns | Bars):
            self._charts += 1
            return replace(block, caption=f"Hình {self._charts}. {block.caption}")
        return block
