"""From the kiosk's door to what a procedure needs: by its field, by typing, with a choice of cases, and home again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.languages.catalogue import translator
from kiosk.presenters.effects import Ask, Slip
from kiosk.presenters.lookup import Reached
from kiosk.presenters.lookup_views import Attract, Looking, Welcome
from kiosk.presenters.procedures.sections import counted
from kiosk.presenters.procedures.views import Browse, Listing, ProcedureView
from kiosk.presenters.procedures.wishes import (
    Answer,
    Field,
    Fields,
    Find,
    Hit,
    Hits,
    ListFields,
    Open,
    Opened,
    Unusable,
    Wish,
)
from kiosk.presenters.scene import DispenserRules
from kiosk.presenters.syllables import Style
from kiosk.presenters.wording import as_written
from lobby.contract.requests import PrintOutcome
from lobby.contract.slips import PrintDone, PrintProcedure

Come = Callable[..., Any]
BIRTH = "1.001193"


def test_i_look_through_the_field_that_my_matter_belongs_to(citizen: Come) -> None:
    me = citizen()
    me.touches("procedures")
    page = me.sees()
    assert isinstance(page, Browse)
    assert ("Hộ tịch", "8 thủ tục") in [(one.name, one.count) for one in page.fields]
    me.touches("field:Hộ tịch")
    assert me.finds()[0] == "Thủ tục đăng ký khai sinh"
    me.touches("next")
    assert len(me.finds()) == 3 and me.sees().turning.place == "Trang 2/2"
    me.touches("previous", f"hit:{BIRTH}")
    assert me.reads().bar.title == "Thủ tục đăng ký khai sinh"
    me.touches("back")
    assert me.finds()[0] == "Thủ tục đăng ký khai sinh"
    me.touches("back", "back")
    assert isinstance(me.sees(), Welcome)


def test_left_alone_the_kiosk_leads_to_the_procedures_with_one_touch(citizen: Come) -> None:
    me = citizen(attract_after_s=60)
    me.waits(100)
    assert isinstance(me.sees(), Attract)
    me.touches("procedures")
    assert isinstance(me.sees(), Browse)


@pytest.mark.parametrize("keys", ["dang ky khai sinh", "ddawng kys khai sinh", "khai sinh dang ki"])
def test_i_type_what_i_need_with_marks_or_without_and_see_it_at_each_key(citizen: Come, keys: str) -> None:
    me = citizen()
    me.touches("procedures", "search")
    for end in range(1, len(keys) + 1):
        me.types(keys[end - 1])
        assert isinstance(me.asked[-1], Find) and me.asked[-1].text == me.sees().typed
    assert "Thủ tục đăng ký khai sinh" in me.finds()[:3]
    me.touches(f"hit:{BIRTH}")
    assert me.reads().tabs[0].on


def test_the_keys_take_back_clear_and_change_to_digits_and_marked_letters(citizen: Come) -> None:
    me = citizen()
    me.touches("procedures", "search")
    me.types("hoaf")
    assert me.sees().typed == "hòa"
    me.kiosk.touch("key:delete", me.now)
    assert me.sees().typed == "hò"
    me.kiosk.touch("key:clear", me.now)
    me.kiosk.touch("key:layout", me.now)
    me.types("1.001193 đ")
    assert me.sees().typed == "1.001193 đ"
    me.kiosk.touch("key:delete", me.now)
    me.does(me.kiosk.touch("key:delete", me.now))
    assert me.finds() == ["Thủ tục đăng ký khai sinh"]


def test_new_writing_puts_the_tone_on_the_second_vowel_where_the_office_wants_it(citizen: Come) -> None:
    me = citizen(tones=Style.NEW)
    me.touches("procedures", "search")
    me.types("hoaf")
    assert me.sees().typed == "hoà"


def test_what_this_office_takes_comes_first_and_the_rest_with_a_touch(citizen: Come) -> None:
    me = citizen(handled_fields=frozenset({"Hộ tịch"}))
    me.touches("procedures")
    assert [one.name for one in me.sees().fields] == ["Hộ tịch"]
    assert me.sees().here.on
    me.touches("here")
    assert {"Hộ tịch", "Chứng thực", "Đất đai"} <= {one.name for one in me.sees().fields}
    me.touches("here", "search")
    me.types("chung thuc")
    assert not any("Chứng thực" in name for name in me.finds())
    me.touches("here")
    assert any("hứng thực" in name for name in me.finds())


def test_what_people_ask_for_most_is_one_touch_away(citizen: Come) -> None:
    me = citizen()
    me.touches("procedures", "common")
    assert me.sees().bar.title == "Thủ tục thường gặp"
    assert me.finds()[0] == "Thủ tục đăng ký khai sinh"
    me.touches("back")
    assert isinstance(me.sees(), Browse)


def test_nothing_found_says_so_and_what_to_try(citizen: Come) -> None:
    me = citizen(answers=lambda wish: Hits(()))
    me.touches("procedures", "search")
    me.types("xyz")
    assert me.sees().note.startswith("Không tìm thấy ở nơi này.")
    me.touches("here")
    assert me.sees().note == "Không tìm thấy thủ tục nào. Thử từ ngắn hơn, hoặc hỏi cán bộ tại quầy."
    me.touches("hide")
    assert isinstance(me.sees(), Listing) and me.sees().keyboard is None and me.sees().note is not None


@pytest.mark.parametrize(("found", "pages", "last"), [(5, 1, 5), (50, 10, 5), (48, 10, 3)])
def test_lists_are_turned_by_buttons_to_their_end(citizen: Come, found: int, pages: int, last: int) -> None:
    hits = tuple(Hit(f"1.{number:06}", f"Thủ tục {number}", "Đất đai", True) for number in range(found))
    me = citizen(answers=lambda wish: Hits(hits) if isinstance(wish, Find) else Opened(None, ""))
    me.touches("procedures", "search")
    me.types("dat")
    me.touches("hide")
    seen = list(me.finds())
    for _ in range(pages - 1):
        me.touches("next")
        seen += me.finds()
    assert me.sees().turning.next is None and len(me.finds()) == last
    assert seen == [hit.name for hit in hits]
    me.touches(f"hit:{hits[-1].code}", "back")
    assert me.finds()[-1] == hits[-1].name, "back leads to where one was in the list"


def test_the_page_asks_which_case_is_mine_before_it_names_papers(citizen: Come, opens: Any) -> None:
    me, page = opens()
    shown = me.reads()
    assert shown.question == "Quý khách thuộc trường hợp nào?"
    assert [choice.text for choice in shown.choices] == [case.name for case in page.cases[:4]]
    me.touches("case:1")
    texts = me.reads_all()
    assert page.cases[1].papers[0].name.split(",")[0].lstrip("- ")[:30] in " ".join(texts)
    assert me.reads().again == "Đổi trường hợp"
    me.touches("cases")
    assert me.reads().question is not None


@pytest.fixture
def opens(citizen: Come, shelf: Any) -> Callable[[], Any]:
    """Open a procedure with cases to choose between."""

    def open_it() -> Any:
        me = citizen()
        me.touches("procedures", "here", "search")
        codes = [hit.code for hit in shelf.answer(Find("", None, False)).hits]
        pages = [shelf.answer(wish).page for wish in map(Open, codes)]
        page = next(one for one in pages if one.asks_case)
        me.types(page.code)
        me.touches("key:layout")
        me.types(page.code)
        me.touches(f"hit:{page.code}")
        return me, page

    return open_it


def test_fee_days_steps_place_and_law_stand_on_tabs_in_the_order_people_ask(citizen: Come, shelf: Any) -> None:
    me = citizen()
    me.touches("procedures", "field:Hộ tịch", f"hit:{BIRTH}")
    assert [tab.text for tab in me.reads().tabs] == [
        "Giấy tờ",
        "Lệ phí",
        "Thời hạn",
        "Các bước",
        "Nơi nộp",
        "Căn cứ pháp lý",
        "Mang về nhà",
    ]
    page = shelf.answer(Open(BIRTH)).page
    for tab, wanted in (("days", page.days[0].days), ("law", page.legal_basis[-1][:40]), ("fees", page.fees[0].way)):
        me.touches(f"tab:{tab}")
        assert any(wanted in text for text in me.reads_all()), tab
    me.touches("tab:home")
    assert me.reads().home.address == page.address
    assert me.reads().home.address.startswith("https://dichvucong.gov.vn/")


def test_every_word_of_every_section_can_be_turned_to(citizen: Come, shelf: Any) -> None:
    for code in ("1.013225", "1.000689"):
        me = citizen()
        me.touches("procedures", "here", "search", "key:layout")
        me.types(code)
        me.touches(f"hit:{code}", "tab:steps")
        page = shelf.answer(Open(code)).page
        told = " ".join(" ".join(me.reads_all()).split())
        wanted = [" ".join(text.split()) for _, texts in page.steps for text in texts]
        assert wanted and all(text in told for text in wanted)


def test_in_english_our_words_are_english_and_the_law_stays_vietnamese(citizen: Come) -> None:
    me = citizen()
    me.touches("procedures", "language", "field:Hộ tịch", f"hit:{BIRTH}")
    shown = me.reads()
    assert shown.note == "The text of the procedure is the law's own, in Vietnamese."
    assert shown.tabs[0].text == "Papers" and shown.bar.title == "Thủ tục đăng ký khai sinh"
    assert any(block.aside == "1 original" for block in shown.blocks)
    me.touches("tab:days")
    assert any("working day" in block.text for block in me.reads().blocks)
    me.touches("language")
    assert me.reads().note is None


def test_left_alone_it_warns_and_goes_and_stays_for_who_needs_time(citizen: Come) -> None:
    me = citizen()
    me.touches("procedures", "search")
    me.types("khai")
    me.waits(15)
    assert me.sees().bar.leaving == "Trang này sẽ đóng sau 15 giây"
    me.touches("more-time")
    assert me.sees().bar.leaving is None and me.sees().typed == "khai"
    me.waits(31)
    assert isinstance(me.sees(), Welcome)
    me.touches("procedures", "search")
    assert me.sees().typed == "", "nothing is left for the next"


def test_a_receipt_scanned_meanwhile_is_looked_up_at_once(citizen: Come) -> None:
    me = citizen()
    me.touches("procedures", "search")
    me.types("khai")
    (effect,) = me.kiosk.scanned("H15.12-250702-0345", me.now)
    assert isinstance(effect, Ask) and isinstance(me.sees(), Looking)


def test_without_hub_and_bridge_procedures_still_answer_and_the_door_says_so(citizen: Come) -> None:
    me = citizen()
    me.kiosk.reached(Reached(), me.now)
    me.waits(5)
    assert me.sees().notice.endswith("Vẫn xem được thủ tục.")
    me.kiosk.door.procedures = False
    assert "thủ tục" not in me.sees().notice
    me.touches("procedures", "field:Hộ tịch")
    assert "Thủ tục đăng ký khai sinh" in me.finds()


def test_a_catalogue_that_cannot_be_read_is_told_kindly_and_dossiers_still_are_looked_up(citizen: Come) -> None:
    me = citizen(answers=lambda wish: Unusable())
    me.touches("procedures")
    assert me.sees().note == "Danh mục thủ tục tạm thời chưa xem được. Mời Quý khách hỏi cán bộ tại quầy."
    me.touches("search")
    me.types("khai")
    assert me.sees().note.startswith("Danh mục thủ tục tạm thời chưa xem được.")
    assert isinstance(me.kiosk.scanned("H15.12-250702-0345", me.now)[0], Ask)


def test_an_answer_to_an_older_key_never_shows(citizen: Come) -> None:
    me = citizen(answers=None)
    me.touches("procedures")
    me.kiosk.consulted(ListFields(), Fields((Field("Hộ tịch", 1, 1),)))
    me.touches("search")
    me.types("k")
    older = me.asked[-1]
    me.types("h")
    me.kiosk.consulted(older, Hits((Hit("1.1", "Cũ", "Hộ tịch", True),)))
    assert me.finds() == [] and me.sees().note == "Đang tìm…"
    me.kiosk.consulted(me.asked[-1], Hits((Hit("1.2", "Mới", "Hộ tịch", True),)))
    assert me.finds() == ["Mới"]
    me.types("a")
    assert me.finds() == ["Mới"], "what was found stands until the next answer"


def test_a_procedure_that_an_import_took_away_is_told_so(citizen: Come) -> None:
    hits = Hits((Hit("1.1", "Thủ tục", "Hộ tịch", True),))
    me = citizen(answers=lambda wish: hits if isinstance(wish, Find) else Opened(None, ""))
    me.touches("procedures", "search")
    me.types("k")
    me.touches("hit:1.1")
    assert me.reads().question.startswith("Chưa mở được thủ tục này.")
    me.touches("back")
    assert me.finds() == ["Thủ tục"]


def test_with_a_printer_the_page_is_printed_once_for_the_case_chosen(citizen: Come) -> None:
    me = citizen(numbers=DispenserRules(prints=True))
    me.touches("procedures", "field:Hộ tịch", f"hit:{BIRTH}")
    assert me.reads().slip.button == "In"
    (effect,) = me.touches("print")
    assert isinstance(effect, Slip) and isinstance(effect.job, PrintProcedure)
    assert effect.job.code == BIRTH and effect.job.source == "Cổng Dịch vụ công quốc gia, 18/7/2026"
    me.kiosk.printed(PrintDone(job=effect.job.job, outcome=PrintOutcome.PRINTED), me.now)
    assert me.reads().slip.button is None and "Đã in phiếu" in me.reads().slip.said


def test_without_a_printer_nothing_offers_to_print(citizen: Come) -> None:
    me = citizen(numbers=DispenserRules(prints=False))
    me.touches("procedures", "field:Hộ tịch", f"hit:{BIRTH}")
    assert isinstance(me.sees(), ProcedureView) and me.reads().slip.button is None
    assert me.touches("print") == []


def test_another_case_has_a_slip_of_its_own(citizen: Come, shelf: Any) -> None:
    me = citizen(numbers=DispenserRules(prints=True))
    code = next(hit.code for hit in shelf.answer(Find("", None, False)).hits if shelf.answer(Open(hit.code)).page.cases)
    me.touches("procedures", "here", "common", f"hit:{code}", "case:0")
    (first,) = me.touches("print")
    me.kiosk.printed(PrintDone(job=first.job.job, outcome=PrintOutcome.PRINTED), me.now)
    assert me.reads().slip.button is None
    me.touches("cases", "case:1")
    assert me.reads().slip.button == "In"
    (second,) = me.touches("print")
    assert second.job.case != first.job.case


def test_back_in_the_list_it_answers_what_the_page_says_it_does(citizen: Come) -> None:
    near, far = Hit("1.1", "Ở đây", "Hộ tịch", True), Hit("1.2", "Nơi khác", "Đất đai", False)

    def answers(wish: Wish) -> Answer:
        if isinstance(wish, Find):
            return Hits((near,) if wish.here else (near, far))
        return Fields(()) if isinstance(wish, ListFields) else Opened(None, "")

    me = citizen(answers=answers)
    me.touches("procedures", "common")
    me.answers = None
    me.touches("here", "hit:1.1")
    me.answers = answers
    me.touches("back")
    assert not me.sees().here.on and me.finds() == ["Ở đây", "Nơi khác"]
    asked = len(me.asked)
    me.touches("hit:1.2", "back")
    assert me.asked[asked:] == [Open("1.2")], "what is there already is not asked for again"


@pytest.mark.parametrize(
    ("phrase", "english"),
    [
        ("1 bản chính, 2 bản sao", "1 original, 2 copies"),
        ("2 bản chính, 1 bản sao", "2 originals, 1 copy"),
        ("01 ngày làm việc", "1 working day"),
        ("3 ngày làm việc", "3 working days"),
        ("1.5 giờ", "1.5 hours"),
    ],
)
def test_english_counts_one_and_several_in_their_own_words(phrase: str, english: str) -> None:
    assert counted(phrase, translator("en")) == english
    assert counted(phrase, as_written) == phrase
