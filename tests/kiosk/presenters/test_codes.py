"""Codes as scanners and fingers give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.presenters import codes
from kiosk.presenters.codes import DossierCode, NotACode, read_code

HOSTS = ("dichvucong.gov.vn",)


@pytest.mark.parametrize(
    ("given_text", "code"),
    [
        ("H15.12-250701-0001", "H15.12-250701-0001"),
        ("h15.12-250701-0001", "H15.12-250701-0001"),
        ("000.00.01.H15-190521-0001", "000.00.01.H15-190521-0001"),
        ("000.00.06.G04.190701.0501", "000.00.06.G04.190701.0501"),
        ("]C0H15.12-250701-0001\r\n", "H15.12-250701-0001"),
        ("  H15-250701-1234567\t", "H15-250701-1234567"),
        ("https://dichvucong.gov.vn/p/home?a=1&MHS=H15.12-250701-0001", "H15.12-250701-0001"),
        ("\x02H15.12-250701-0001\x03", "H15.12-250701-0001"),
        ("H15.12 - 250701 - 0001", "H15.12-250701-0001"),
        ("H15.12–250701–0001", "H15.12-250701-0001"),
        ("dichvucong.gov.vn/tra-cuu?MHS=H15.12-250701-0001", "H15.12-250701-0001"),
        ("https://dichvucong.gov.vn/#/tra-cuu?MHS=H15.12-250701-0001", "H15.12-250701-0001"),
        ("https://tracuu.DichVuCong.gov.vn:8443/x?MaHoSo=h15.12-250701-0001", "H15.12-250701-0001"),
    ],
)
def test_a_receipts_code_is_read(given_text: str, code: str) -> None:
    assert read_code(given_text, HOSTS) == DossierCode(code)


def test_a_url_may_bring_the_check_code() -> None:
    url = "https://dichvucong.gov.vn/t?MHS=H15.12-250701-0001&check=7K2P"
    assert read_code(url, HOSTS) == DossierCode("H15.12-250701-0001", "7K2P")


@pytest.mark.parametrize(
    ("given_text", "sentence"),
    [
        ("", codes.NOTHING),
        (" \r\n", codes.NOTHING),
        ("H15.12-250701\x1d-0001", codes.UNREADABLE),
        ("H15.12-250701-0001\u202e1", codes.UNREADABLE),
        ("A" * 513, codes.TOO_LONG),
        ("001199000001|0123|Nguyễn Văn A|01011990|Nam|Sơn La|01012022", codes.CITIZEN_CARD),
        ("001199000001", codes.CITIZEN_CARD),
        ("https://example.com/?MHS=H15.12-250701-0001", codes.OTHER_SITE),
        ("https://dichvucong.gov.vn.example.com/?MHS=H15.12-250701-0001", codes.OTHER_SITE),
        ("https://dichvucong.gov.vn/", codes.OTHER_SITE),
        ("ftp://dichvucong.gov.vn/?MHS=H15.12-250701-0001", codes.OTHER_SITE),
        ("https://[::1/?MHS=H15.12-250701-0001", codes.OTHER_SITE),
        ("example.com/?MHS=H15.12-250701-0001", codes.OTHER_SITE),
        ("https://example.com/#/dichvucong.gov.vn?MHS=H15.12-250701-0001", codes.OTHER_SITE),
        ("8934563138165", codes.NOT_A_CODE),
        ("H15.12-250701-٠٠٠١", codes.NOT_A_CODE),
    ],
)
def test_anything_else_gets_its_own_kind_sentence(given_text: str, sentence: str) -> None:
    assert read_code(given_text, HOSTS) == NotACode(sentence)


def test_a_site_has_codes_of_its_own_form() -> None:
    assert read_code("xa-12/345", HOSTS, r"[A-Z]{2}-\d{2}/\d{3}") == DossierCode("XA-12/345")
    assert read_code("H15.12-250701-0001", HOSTS, r"[A-Z]{2}-\d{2}/\d{3}") == NotACode(codes.NOT_A_CODE)


def test_a_sites_form_may_look_like_a_card_or_be_written_in_small_letters() -> None:
    assert read_code("001199000001", HOSTS, r"\d{12}") == DossierCode("001199000001")
    assert read_code("XA-12", HOSTS, r"xa-\d{2}") == DossierCode("XA-12")


@given(st.text(max_size=600), st.lists(st.text(max_size=30), max_size=3))
def test_nothing_scanned_breaks_the_reader(text: str, hosts: list[str]) -> None:
    assert isinstance(read_code(text, tuple(hosts)), DossierCode | NotACode)


@given(st.text(max_size=80).map(lambda tail: "https://" + tail))
def test_no_address_breaks_the_reader(url: str) -> None:
    read_code(url, HOSTS)


@given(st.from_regex(r"\A[A-Za-z][0-9]{2}(?:\.[0-9]{1,3}){0,4}-[0-9]{6}-[0-9]{3,7}\Z"))
def test_every_code_of_the_pattern_is_read_in_capitals(code: str) -> None:
    assert read_code(code, ()) == DossierCode(code.upper())
