"""Words one procedure's page: the section open, the question which case is the citizen's, the way to take it home."""

from __future__ import annotations

from kiosk.catalogue.page import ProcedurePage
from kiosk.presenters.procedures.paging import LEAST, Measure, pages_of
from kiosk.presenters.procedures.sections import Section, blocks_of, sections_of, titles
from kiosk.presenters.procedures.turning import rows_of, turning
from kiosk.presenters.procedures.views import Bar, Block, Choice, ProcedureView, Tab, TakeHome, Turning
from kiosk.presenters.procedures.visit import Visit
from kiosk.presenters.slip_desk import SlipDesk
from kiosk.presenters.slip_words import cut
from kiosk.presenters.wording import VIETNAMESE, Say, Tongue

CASES_A_PAGE = 4
_CASE = 180


def procedure_view(visit: Visit, slip: SlipDesk, tongue: Tongue, bar: Bar, measure: Measure) -> ProcedureView:
    """Return the page of the procedure open, or that it is being opened; a page holds `measure`."""
    say, page = tongue.say, visit.opened.page if visit.opened is not None else None
    if page is None:
        return _empty(visit, slip, tongue, bar)
    asks = visit.section is Section.PAPERS and page.asks_case and visit.chosen is None
    blocks = [] if asks else blocks_of(page, visit.section, visit.chosen, say)
    fitting = _fitting(blocks, measure)
    pages = pages_of(blocks, fitting)
    (shown,), at = rows_of(pages, 1, visit.turned)
    again = say("Đổi trường hợp") if visit.section is Section.PAPERS and visit.chosen is not None else None
    return ProcedureView(
        bar=bar,
        detail=f"{page.field} · {page.code}",
        tabs=_tabs(page, visit.section, say),
        question=say("Quý khách thuộc trường hợp nào?") if asks else None,
        choices=_choices(visit, page) if asks else (),
        again=again,
        blocks=shown,
        lines=fitting.lines,
        home=_home(page, say) if visit.section is Section.HOME else None,
        turning=_cases_turning(visit, page, say) if asks else turning(at, len(pages), 1, say),
        note=say("Nội dung thủ tục là lời văn pháp luật, bằng tiếng Việt.") if tongue.code != VIETNAMESE else None,
        source=say("Theo {source}").format(source=visit.opened.source) if visit.opened and visit.opened.source else "",
        slip=slip.view(say("In"), say),
        language=tongue.offer,
    )


def _empty(visit: Visit, slip: SlipDesk, tongue: Tongue, bar: Bar) -> ProcedureView:
    say = tongue.say
    opening = say("Đang mở thủ tục…")
    gone = say("Chưa mở được thủ tục này. Mời Quý khách chọn lại, hoặc hỏi cán bộ tại quầy.")
    return ProcedureView(
        bar=bar,
        detail="",
        tabs=(),
        question=opening if visit.awaited is not None else gone,
        choices=(),
        again=None,
        blocks=(),
        lines=0,
        home=None,
        turning=Turning(),
        note=None,
        source="",
        slip=slip.view("", say),
        language=tongue.offer,
    )


def _fitting(blocks: list[Block], measure: Measure) -> Measure:
    """Return what a page is to hold: letters are as large as can be where nothing has to be turned for it."""
    return LEAST if len(pages_of(blocks, LEAST)) == 1 else measure


def _cases_turning(visit: Visit, page: ProcedurePage, say: Say) -> Turning:
    _, at = rows_of(page.cases, CASES_A_PAGE, visit.turned)
    return turning(at, len(page.cases), CASES_A_PAGE, say)


def _choices(visit: Visit, page: ProcedurePage) -> tuple[Choice, ...]:
    shown, at = rows_of(page.cases, CASES_A_PAGE, visit.turned)
    return tuple(Choice(f"case:{at * CASES_A_PAGE + place}", cut(case.name, _CASE)) for place, case in enumerate(shown))


def _tabs(page: ProcedurePage, chosen: Section, say: Say) -> tuple[Tab, ...]:
    named = titles(say)
    return tuple(Tab(f"tab:{one}", named[one], one is chosen) for one in sections_of(page))


def _home(page: ProcedurePage, say: Say) -> TakeHome:
    text = say("Quét mã này bằng điện thoại để mở trang thủ tục trên Cổng Dịch vụ công quốc gia.")
    return TakeHome(page.address, text)
