"""A list narrowed to a field or to this office holds all of it, and the best is not cut before it is scored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.folding import fold
from kiosk.catalogue.importing import import_file
from kiosk.catalogue.narrowing import Filters
from kiosk.catalogue.searching import Search
from kiosk.catalogue.store import open_catalogue
from kiosk.catalogue.synonyms import synonyms

ALL = 1000
ACTS = ("Đăng ký", "Đăng ký lại", "Đăng ký thay đổi", "Cấp lại", "Gia hạn", "Thu hồi", "Điều chỉnh", "Xác nhận")
THINGS = ("giấy phép khai thác nước", "khai sinh", "hộ kinh doanh", "giấy phép xây dựng", "giấy phép lái xe", "tàu cá")
WHERE = (
    "",
    " quá hạn",
    " lưu động",
    " ở nước ngoài",
    " cho tổ chức",
    " trực tuyến",
    " lần hai",
    " tại khu công nghiệp",
)
NAMES = [f"{act} {thing}{where}" for where in WHERE for act in ACTS for thing in THINGS]
FIELDS = {" tại khu công nghiệp": "Hải quan", " trực tuyến": "Đất đai"}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """A search over 384 made-up procedures, those of some fields behind all others."""
    folder = tmp_path_factory.mktemp("many")
    record = json.loads(Path(__file__).with_name("portal.jsonl").read_text(encoding="utf-8").splitlines()[0])
    lines = [json.dumps(_made_up(record, number, name)) for number, name in enumerate(NAMES)]
    (folder / "made-up.jsonl").write_text("\n".join(lines), encoding="utf-8")
    import_file(folder / "made-up.jsonl", folder / "catalogue.db", "made up", datetime(2026, 11, 22, tzinfo=UTC))
    catalogue = open_catalogue(folder / "catalogue.db")
    yield Search(catalogue, synonyms())
    catalogue.close()


def _made_up(record: dict[str, Any], number: int, name: str) -> dict[str, Any]:
    field = next((field for where, field in FIELDS.items() if name.endswith(where)), "Tư pháp")
    ward = name.endswith((" quá hạn", " lần hai"))
    named = [{"name": field, "code": "G99-LV01"}]
    own = {"code": f"9.{number:06}", "name": name, "categoriesDetails": named, "cases": [], "isWard": ward}
    return {**record, **own, "departmentPromulgateCode": "G99"}


@pytest.mark.parametrize("field", FIELDS.values())
@pytest.mark.parametrize("typed", ["dang ky", "cap lai", "giay phep", "Đăng ký", "dang ky khai sinh", "giay p"])
def test_within_a_field_nothing_that_holds_what_was_typed_is_dropped(many: Search, field: str, typed: str) -> None:
    filters = Filters(field=field)
    found = {one.name for one in many.find(typed, ALL, filters)}
    inside = {one.name for one in many.find("", ALL, filters)}
    assert {name for name in inside if fold(typed) in fold(name)} <= found <= inside


@pytest.mark.parametrize("typed", ["gia han giay phep", "cap lai khai sinh", "xac nhan ho kinh doanh", "thu hoi"])
def test_a_short_list_of_this_office_alone_begins_with_what_holds_all_that_was_typed(many: Search, typed: str) -> None:
    filters = Filters(handled_here=True)
    found = many.find(typed, 2, filters)
    assert len(found) == 2
    assert all(one.ward and set(fold(typed).split()) <= set(fold(one.name).split()) for one in found)


@pytest.mark.parametrize(
    "typed",
    [
        "đăng ký khai sinh quá hạn",
        "dang ky khai sinh qua han",
        "khai sinh qua han",
        "bằng lái sắp hết hạn đổi",
        "xin phep xay nha o khu cong nghiep",
        "mat giay khai sinh o nuoc ngoai",
        "thay doi ho kinh doanh truc tuyen",
        "ghe danh ca dang ky lan hai",
        "HKD",
        "gia han gpxd qua han cho to chuc",
        "lam lai bang lai",
        "giay phep",
    ],
)
def test_no_procedure_that_scores_higher_is_left_out_of_a_short_list(many: Search, typed: str) -> None:
    every = many.find(typed, ALL)
    assert [one.code for one in many.find(typed, 3)] == [one.code for one in every[:3]]


def test_one_name_of_many_provinces_leaves_room_for_others(tmp_path: Path) -> None:
    record = json.loads(Path(__file__).with_name("portal.jsonl").read_text(encoding="utf-8").splitlines()[0])
    same = [_made_up(record, number, "Gia hạn giấy phép khai thác than") for number in range(6)]
    other = _made_up(record, 99, "Gia hạn giấy phép khai thác than bùn")
    every = (*same, other, *(_made_up(record, 100 + number, name) for number, name in enumerate(NAMES)))
    lines = [json.dumps({**one, "isWard": False}) for one in every]
    (tmp_path / "made-up.jsonl").write_text("\n".join(lines), encoding="utf-8")
    import_file(tmp_path / "made-up.jsonl", tmp_path / "catalogue.db", "made up", datetime(2026, 11, 22, tzinfo=UTC))
    catalogue = open_catalogue(tmp_path / "catalogue.db")
    found = [one.code for one in Search(catalogue, synonyms()).find("gia han giay phep khai thac than", 5)]
    catalogue.close()
    assert found[0] == "9.000000"
    assert "9.000099" in found
