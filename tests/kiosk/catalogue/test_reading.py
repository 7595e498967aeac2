"""The portal's records are read with their traps, and broken ones are named."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from kiosk.catalogue.cleaning import one_line, paragraphs
from kiosk.catalogue.procedure import Level
from kiosk.catalogue.reading import BrokenRecord, read_record

Records = dict[str, dict[str, Any]]


def test_a_code_with_a_leading_blank_and_steps_with_tabs_come_out_clean(portal: Records) -> None:
    procedure = read_record(portal["1.014325"])
    assert procedure.code == "1.014325"
    assert procedure.steps[0].paragraphs[0].startswith("1. Sau khi hoàn thành")
    assert procedure.levels == (Level.PROVINCE,)
    assert procedure.agencies == ("Sở Tư pháp tỉnh Tuyên Quang",)


def test_a_time_that_is_a_dash_is_no_number_of_days(portal: Records) -> None:
    terms = [method.term for method in read_record(portal["5.003861"]).methods]
    assert terms
    assert all(term.quantity is None and term.sentence != "-" for term in terms)


def test_an_agency_that_is_null_is_passed_over(portal: Records) -> None:
    assert None in portal["1.0133611"]["unitGroupsExecuting"]
    assert all(read_record(portal["1.0133611"]).agencies)


def test_papers_without_a_name_are_not_shown(portal: Records) -> None:
    record = portal["6.006597"]
    nameless = [
        paper for case in record["executionCases"] for paper in case["profileComponents"] if not paper.get("name")
    ]
    assert nameless
    assert all(paper.name for case in read_record(record).paper_cases for paper in case.papers)


@pytest.mark.parametrize("missing", ["code", "name", "updatedAt"])
def test_a_record_without_what_it_cannot_be_without_is_named(portal: Records, missing: str) -> None:
    record = copy.deepcopy(portal["1.004194"])
    del record[missing]
    with pytest.raises(BrokenRecord, match=missing) as fault:
        read_record(record)
    assert fault.value.code == ("không rõ mã" if missing == "code" else "1.004194")


@pytest.mark.parametrize("broken", [None, [], "1.001193", 7])
def test_what_is_no_record_is_said_to_be_none(broken: object) -> None:
    with pytest.raises(BrokenRecord, match="không phải một đối tượng"):
        read_record(broken)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("<p>Nộp&nbsp;hồ sơ</p><p>Nhận kết quả</p>", ("Nộp hồ sơ", "Nhận kết quả")),
        ("\t\n- Một\u200b dòng  \r\n", ("- Một dòng",)),
        ("công suất < 40kW và > 10kW", ("công suất < 40kW và > 10kW",)),
        ("Mức thu:\n< C\nTrong đó:", ("Mức thu:", "< C", "Trong đó:")),
    ],
)
def test_html_and_tabs_go_and_comparisons_stay(given: str, clean: tuple[str, ...]) -> None:
    assert paragraphs(given) == clean
    assert one_line(given) == " ".join(clean)
