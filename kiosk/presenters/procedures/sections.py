"""Puts a procedure's page into sections in the order in which people ask: papers, fee, days, steps; the law last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from kiosk.catalogue.page import CasePage, DaysLine, FeeLine, PaperLine, ProcedurePage
from kiosk.presenters.procedures.views import Block, Style
from kiosk.presenters.slip_words import portal_address
from kiosk.presenters.wording import Say, mark

_COUNTED = re.compile(r"(?P<many>[\d.,]+) (?P<what>\D+)")
_SHORT_NAME = 110
# What the catalogue says in words of its own, beside the law's.
_OWN_WORDS = (
    mark("bản chính"),
    mark("bản sao"),
    mark("ngày làm việc"),
    mark("ngày"),
    mark("giờ"),
    mark("tháng"),
    mark("năm"),
    # Vietnamese nouns have no plural; those for one are there for languages that have.
    mark("1 bản chính"),
    mark("1 bản sao"),
    mark("1 ngày làm việc"),
    mark("1 ngày"),
    mark("1 giờ"),
    mark("1 tháng"),
    mark("1 năm"),
    mark("Nộp tại quầy"),
    mark("Nộp trực tuyến"),
    mark("Gửi qua bưu chính"),
    mark("Không thu phí"),
    mark("Cổng Dịch vụ công không ghi mức thu; hãy hỏi cán bộ tại quầy."),
    mark("Cổng Dịch vụ công không ghi thời hạn; hãy hỏi cán bộ tại quầy."),
)


class Section(StrEnum):
    """The sections, in the order of their tabs."""

    PAPERS = "papers"
    FEES = "fees"
    DAYS = "days"
    STEPS = "steps"
    CONDITIONS = "conditions"
    WHERE = "where"
    LAW = "law"
    HOME = "home"


def titles(say: Say) -> dict[Section, str]:
    """Return what stands on each section's tab."""
    return {
        Section.PAPERS: say("Giấy tờ"),
        Section.FEES: say("Lệ phí"),
        Section.DAYS: say("Thời hạn"),
        Section.STEPS: say("Các bước"),
        Section.CONDITIONS: say("Điều kiện"),
        Section.WHERE: say("Nơi nộp"),
        Section.LAW: say("Căn cứ pháp lý"),
        Section.HOME: say("Mang về nhà"),
    }


def sections_of(page: ProcedurePage) -> tuple[Section, ...]:
    """Return the sections that have something to say."""
    empty = {
        Section.STEPS: not any(_tells(texts) for _, texts in page.steps),
        Section.CONDITIONS: not _tells(page.conditions),
        Section.WHERE: not _tells((*page.where, *page.agencies, *page.results)),
        Section.LAW: len(page.name) <= _SHORT_NAME and not _tells(page.legal_basis),
        Section.HOME: portal_address(page.address) is None,
    }
    return tuple(section for section in Section if not empty.get(section))


def _tells(texts: Iterable[str]) -> bool:
    return any(text.strip() for text in texts)


def blocks_of(page: ProcedurePage, section: Section, case: CasePage | None, say: Say) -> list[Block]:
    """Return what a section says; `case` is the citizen's own, None where there is one for all."""
    told: dict[Section, Callable[[], list[Block]]] = {
        Section.PAPERS: lambda: _papers(page, case, say),
        Section.FEES: lambda: _grouped((say(line.way), _fee(line, say)) for line in page.fees),
        Section.DAYS: lambda: _grouped(
            (say(line.name) or say("Thời hạn giải quyết"), _days(line, say)) for line in page.days
        ),
        Section.STEPS: lambda: [block for name, texts in page.steps for block in _headed(name, texts)],
        Section.CONDITIONS: lambda: _headed("", page.conditions),
        Section.WHERE: lambda: _where(page, say),
        Section.LAW: lambda: _law(page, say),
    }
    return told[section]() if section in told else []


def counted(phrase: str, say: Say) -> str:
    """Return «1 bản chính, 2 bản sao» or «3 ngày làm việc» in the language spoken; other phrases as they are."""
    found = [_COUNTED.fullmatch(part) for part in phrase.split(", ")]
    if not all(found):
        return say(phrase)
    return ", ".join(_many(one["many"], one["what"], say) for one in found if one is not None)


def _many(many: str, what: str, say: Say) -> str:
    one = f"1 {what}"
    if many.lstrip("0") == "1" and say(one) != one:
        return say(one)
    return f"{many} {say(what)}"


def _papers(page: ProcedurePage, case: CasePage | None, say: Say) -> list[Block]:
    lists = ((case,) if case is not None else ()) + page.for_all
    blocks: list[Block] = []
    for one in lists:
        several = len(lists) > 1 or case is not None
        heading = _unmarked(one.name) or (say("Giấy tờ chung cho mọi trường hợp") if several else "")
        blocks += [Block(Style.HEADING, heading)] if heading else []
        # What is counted is a paper; what is not is mostly a remark.
        named = [paper for paper in one.papers if _unmarked(paper.name)]
        blocks += [_paper(paper, say) for paper in sorted(named, key=lambda paper: not paper.quantity)]
    if any(block.style is Style.ITEM for block in blocks):
        return blocks
    return [Block(Style.TEXT, say("Cổng Dịch vụ công không ghi giấy tờ phải nộp; hãy hỏi cán bộ tại quầy."))]


def _paper(paper: PaperLine, say: Say) -> Block:
    return Block(Style.ITEM, _unmarked(paper.name), counted(paper.quantity, say))


def _fee(line: FeeLine, say: Say) -> list[Block]:
    return _strong_then_text(counted(line.amount, say), say(line.sentence))


def _days(line: DaysLine, say: Say) -> list[Block]:
    return _strong_then_text(counted(line.days, say), say(line.sentence))


def _unmarked(text: str) -> str:
    """Return a line of the portal's without the sign that marks it in a list there."""
    return text.strip().lstrip("-*+•. ")


def _strong_then_text(strong: str, text: str) -> list[Block]:
    return [Block(style, one) for style, one in ((Style.STRONG, strong), (Style.TEXT, text)) if one]


def _where(page: ProcedurePage, say: Say) -> list[Block]:
    return [
        *_headed(say("Nơi nộp hồ sơ"), page.where),
        *_headed(say("Cơ quan thực hiện"), page.agencies),
        *_headed(say("Kết quả nhận được"), page.results),
    ]


def _law(page: ProcedurePage, say: Say) -> list[Block]:
    whole = _headed(say("Tên đầy đủ"), [page.name]) if len(page.name) > _SHORT_NAME else []
    return [*whole, *_headed(say("Căn cứ pháp lý"), page.legal_basis)]


def _grouped(lines: Iterable[tuple[str, list[Block]]]) -> list[Block]:
    """Return lines below a heading each; one heading for those that follow one another with the same."""
    blocks: list[Block] = []
    before = ""
    for heading, told in lines:
        blocks += [Block(Style.HEADING, heading)] if heading and heading != before else []
        blocks += told
        before = heading
    return blocks


def _headed(heading: str, texts: Sequence[str]) -> list[Block]:
    said = [Block(Style.TEXT, text) for text in texts if text.strip()]
    return [Block(Style.HEADING, heading), *said] if heading and said else said
