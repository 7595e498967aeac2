"""Words the procedures' pages from a visit: fields and lists; one procedure has a file of its own."""

from __future__ import annotations

from kiosk.presenters.procedures.keys import keyboard
from kiosk.presenters.procedures.page_words import procedure_view
from kiosk.presenters.procedures.paging import Measure
from kiosk.presenters.procedures.turning import rows_of, turning
from kiosk.presenters.procedures.views import Bar, Browse, FieldCard, HitRow, Listing, ProceduresView, Toggle
from kiosk.presenters.procedures.visit import At, Visit
from kiosk.presenters.procedures.wishes import FOUND_AT_MOST, Field, Hit
from kiosk.presenters.slip_desk import SlipDesk
from kiosk.presenters.slip_words import cut
from kiosk.presenters.wording import Say, Tongue, mark

PROCEDURES = mark("Thủ tục cần những gì?")
_HERE = mark("Chỉ nơi này tiếp nhận")
_COMMON = mark("Thủ tục thường gặp")

FIELDS_A_PAGE = 12
HITS_A_PAGE = 5
_NAME, _FIELD, _TITLE = 200, 80, 110
BESIDE_KEYS = 6
"""How many of the best are given while one types; the layout shows as many as there is room for."""


def view_of(visit: Visit, slip: SlipDesk, tongue: Tongue, leaving: int | None, measure: Measure) -> ProceduresView:
    """Return the page of a visit; `leaving` seconds it goes, None while that is not told; it holds `measure`."""
    if visit.at is At.PAGE:
        page = visit.opened.page if visit.opened is not None else None
        bar = bar_of(cut(page.name, _TITLE) if page is not None else "", leaving, tongue.say)
        return procedure_view(visit, slip, tongue, bar, measure)
    return _browse(visit, tongue, leaving) if visit.at is At.FIELDS else _listing(visit, tongue, leaving)


def bar_of(title: str, leaving: int | None, say: Say) -> Bar:
    """Return the top of a page."""
    if leaving is None:
        return Bar(say("Quay lại"), title)
    told = say("Trang này sẽ đóng sau 1 giây") if leaving == 1 else say("Trang này sẽ đóng sau {n} giây")
    return Bar(say("Quay lại"), title, told.format(n=leaving), say("Tôi cần thêm thời gian"))


def _browse(visit: Visit, tongue: Tongue, leaving: int | None) -> Browse:
    say = tongue.say
    known = visit.fields.fields if visit.fields is not None else ()
    fields = [one for one in known if one.here] if visit.here else list(known)
    shown, turned = rows_of(fields, FIELDS_A_PAGE, visit.turned)
    return Browse(
        bar=bar_of(say(PROCEDURES), leaving, say),
        search=say("Tìm thủ tục theo tên, giấy tờ…"),
        common=say(_COMMON),
        here=_here(visit, say),
        fields=tuple(FieldCard(one.name, cut(one.name, _FIELD), _count(one, visit.here, say)) for one in shown),
        turning=turning(turned, len(fields), FIELDS_A_PAGE, say),
        note=_why_none(
            visit, bool(fields), say("Chưa có lĩnh vực nào ở nơi này. Chạm “Chỉ nơi này tiếp nhận” để xem tất cả."), say
        ),
        language=tongue.offer,
    )


def _listing(visit: Visit, tongue: Tongue, leaving: int | None) -> Listing:
    say, types = tongue.say, visit.at is At.SEARCH
    hits = visit.hits.hits if visit.hits is not None else ()
    shown, turned = (hits[:BESIDE_KEYS], 0) if types else rows_of(hits, HITS_A_PAGE, visit.turned)
    return Listing(
        bar=bar_of(_title(visit, len(hits), say), leaving, say),
        typed=visit.text,
        empty=_empty(visit, say),
        here=_here(visit, say),
        hits=tuple(_row(hit, say) for hit in shown),
        turning=turning(turned, 0 if types else len(hits), HITS_A_PAGE, say),
        note=_why_none(visit, bool(hits), _nothing(visit, say), say),
        keyboard=keyboard(visit.signs, _done(visit, len(hits), say), say) if types else None,
        language=tongue.offer,
    )


def _title(visit: Visit, found: int, say: Say) -> str:
    if visit.field is not None:
        return cut(visit.field, _TITLE)
    if not visit.text.strip():
        return say(_COMMON)
    return _many(found, say) if visit.hits is not None else ""


def _empty(visit: Visit, say: Say) -> str:
    if visit.field is None:
        return say("Tên thủ tục, giấy tờ hoặc mã")
    return say("Tìm trong {field}").format(field=cut(visit.field, _FIELD))


def _many(found: int, say: Say) -> str:
    if found >= FOUND_AT_MOST:
        return say("{count} thủ tục gần nhất").format(count=found)
    return say("1 thủ tục") if found == 1 else say("{count} thủ tục").format(count=found)


def _done(visit: Visit, found: int, say: Say) -> str:
    if not found or not visit.text.strip():
        return say("Ẩn bàn phím")
    return say("Xem 1 thủ tục") if found == 1 else say("Xem {count} thủ tục").format(count=found)


def _count(field: Field, here: bool, say: Say) -> str:
    count = field.here if here else field.all
    return say("1 thủ tục") if count == 1 else say("{count} thủ tục").format(count=count)


def _row(hit: Hit, say: Say) -> HitRow:
    elsewhere = () if hit.here else (say("nơi khác tiếp nhận"),)
    return HitRow(hit.code, cut(hit.name, _NAME), " · ".join((hit.code, *elsewhere, hit.field)))


def _here(visit: Visit, say: Say) -> Toggle:
    state = say(_HERE) if visit.here else say("Đang xem tất cả")
    return Toggle(say(_HERE), state, visit.here)


def _why_none(visit: Visit, any_found: bool, nothing: str, say: Say) -> str | None:
    """Return why there is nothing to choose, None where there is something."""
    if visit.unusable:
        return say("Danh mục thủ tục tạm thời chưa xem được. Mời Quý khách hỏi cán bộ tại quầy.")
    if any_found:
        return None
    return say("Đang tìm…") if visit.awaited is not None else nothing


def _nothing(visit: Visit, say: Say) -> str:
    if visit.here:
        return say("Không tìm thấy ở nơi này. Thử từ khác, hoặc chạm “Chỉ nơi này tiếp nhận” để xem tất cả.")
    return say("Không tìm thấy thủ tục nào. Thử từ ngắn hơn, hoặc hỏi cán bộ tại quầy.")
