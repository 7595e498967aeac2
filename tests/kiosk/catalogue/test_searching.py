"""Citizens find what they want, however they type it, among the procedures that come with the product."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue.importing import shipped
from kiosk.catalogue.narrowing import Filters
from kiosk.catalogue.scoring import Office
from kiosk.catalogue.searching import Search
from kiosk.catalogue.store import Catalogue
from kiosk.catalogue.synonyms import synonyms
from lobby.clock import SystemClock

ANY = Search(shipped(SystemClock().now()), synonyms())


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Đăng ký khai sinh", "1.001193"),
        ("dang ky khai sinh", "1.001193"),
        ("đang kỳ khái sinh", "1.001193"),
        ("sinh khai ky dang", "1.001193"),
        ("dangkykhaisinh", "1.001193"),
        ("ddawng kys khai sinh", "1.001193"),
        ("dang ky kai sinh", "1.001193"),
        ("đăng kí kết hôn", "1.000894"),
        ("dang ky ket hom", "1.000894"),
        ("xac nhan doc than", "1.004873"),
        ("đăng ký tạm chú", "1.004194"),
        ("gpxd", "1.013225"),
        ("HKD", "1.001612"),
        ("sao y bản chính", "2.000815"),
        ("nhap ho khau", "1.004222"),
        ("phieu lltp", "3.000333"),
        ("lí lịch tư pháp", "3.000333"),
        ("tôi muốn làm giấy khai sinh cho con", "1.001193"),
        ("tien nguoi gia", "1.014027"),
        ("mai tang phi", "1.001731"),
        ("xntthn", "1.004873"),
        ("dkkh", "1.000894"),
        ("dang ky kt hon", "1.000894"),
        ("dang ky khai tu qua han", "1.000656"),
        ("xacnhan tinh trang honnhan", "1.004873"),
        ("bố mất làm giấy gì ở xã", "1.000656"),
        ("đưa mẹ vào hộ khẩu", "1.004222"),
        ("pho to giay to dong dau do", "2.000815"),
        ("giay doc than bi het han xin lai", "1.004873"),
        ("hang xom lan dat", "1.012812"),
        ("xây nhà 2 tầng ở quê xin phép gì", "1.013225"),
    ],
)
def test_the_wanted_procedure_comes_first_however_it_is_typed(search: Search, typed: str, wanted: str) -> None:
    assert search.find(typed)[0].code == wanted


@pytest.mark.parametrize("typed", ["dang ky t", "dang ky ta", "dang ky tam", "đăng ký tạm t", "đăng ký tạm tr"])
def test_what_is_wanted_is_there_while_it_is_still_being_typed(search: Search, typed: str) -> None:
    assert "1.004194" in [one.code for one in search.find(typed, 5)]


@pytest.mark.parametrize("typed", ["1.001193", "1001193", "001193", "1.0011", " 1.001193 "])
def test_a_code_is_found_whole_and_in_part(search: Search, typed: str) -> None:
    assert search.find(typed)[0].code == "1.001193"


@pytest.mark.parametrize("typed", ["Mã 1.013225", "thu tuc 1.013225", "mã thủ tục: 1-013225", "khai sinh 1.013225 ạ"])
def test_a_code_is_found_among_words(search: Search, typed: str) -> None:
    assert search.find(typed)[0].code == "1.013225"


def test_words_about_a_code_alone_bring_nothing_else(search: Search) -> None:
    assert [one.code for one in search.find("Mã số thủ tục 1.013225")] == ["1.013225"]


@pytest.mark.parametrize("typed", ["G15-TP07", "linh vuc ho tich", "lĩnh vực Hộ tịch cấp xã", "cac thu tuc ho tich"])
def test_a_field_is_found_by_its_code_and_by_what_people_put_around_it(search: Search, typed: str) -> None:
    assert {one.field for one in search.find(typed, 5)} == {"Hộ tịch"}


@pytest.mark.parametrize(
    ("typed", "agency"), [("công an cấp xã", "cong an cap xa"), ("ubnd cap xa", "uy ban nhan dan")]
)
def test_an_agency_lists_what_it_handles(search: Search, typed: str, agency: str) -> None:
    assert agency in search.find(typed)[0].context


def test_a_level_puts_what_is_handled_there_first(search: Search) -> None:
    assert search.find("cấp xã")[0].ward
    assert search.find("cap tinh")[0].province


@pytest.mark.parametrize("typed", ["ho tich", "Hộ tịch"])
def test_a_field_lists_its_procedures(search: Search, typed: str) -> None:
    assert {one.field for one in search.find(typed, 5)} == {"Hộ tịch"}


def test_the_list_can_be_narrowed_to_what_the_office_handles_and_to_a_field(search: Search) -> None:
    assert "3.000333" in [one.code for one in search.find("ly lich tu phap")]
    assert "3.000333" not in [one.code for one in search.find("ly lich tu phap", filters=Filters(handled_here=True))]
    assert {one.field for one in search.find("dang ky", 20, Filters(field="Hộ tịch"))} == {"Hộ tịch"}


def test_a_provinces_office_takes_what_a_communes_does_not(catalogue: Catalogue) -> None:
    province = Search(catalogue, synonyms(), Office(ward=False))
    assert "3.000333" in [one.code for one in province.find("lltp", filters=Filters(handled_here=True))]


def test_nothing_typed_lists_what_people_ask_for_most(search: Search) -> None:
    assert [one.code for one in search.find("", 3)] == ["1.001193", "2.000815", "1.000894"]


def test_what_nobody_offers_is_not_found(search: Search) -> None:
    assert search.find("zzzzqqqq wwww") == []


@settings(max_examples=150)
@given(st.text(max_size=300) | st.text(alphabet='"*()^:-+{}ANDORNEAR đăký ', max_size=80))
def test_nothing_that_is_typed_breaks_the_search(typed: str) -> None:
    found = ANY.find(typed, 5)
    assert len(found) <= 5
    assert found == ANY.find(typed, 5)
