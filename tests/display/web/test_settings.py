"""The table of the boards: what is wrong names itself, and every other value and board goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from display.web.settings import Contrast, Language, Layout, read
from lobby.settings.load import SettingsError

BOARD: dict[str, Any] = {"id": "board-1", "title": "Bảng sảnh chờ", "password_file": "/etc/lobby/secrets/board-1"}


def table(*boards: object, **more: Any) -> dict[str, Any]:
    return {"websocket_port": 8081, "boards": list(boards), **more}


def test_a_board_that_says_nothing_is_a_call_board_in_vietnamese() -> None:
    pages, wrong = read(table(BOARD))
    look = pages.boards[0].look
    assert (look.layout, look.languages, look.contrast) == (Layout.CALL, (Language.VIETNAMESE,), Contrast.NORMAL)
    assert (look.counters, look.officer, wrong) == ((), None, [])


def test_each_board_has_a_look_of_its_own() -> None:
    plate = {**BOARD, "id": "plate-3", "layout": "plate", "counter": "quay-3", "officer": "Quàng Thị Mai"}
    other = {**BOARD, "layout": "table", "languages": ["vi", "en"], "contrast": "high", "counters": ["quay-1"]}
    pages, wrong = read(table(plate, other))
    first, second = (board.look for board in pages.boards)
    assert (first.layout, first.counter, first.officer) == (Layout.PLATE, "quay-3", "Quàng Thị Mai")
    assert (second.layout, second.contrast, second.counters) == (Layout.TABLE, Contrast.HIGH, ("quay-1",))
    assert second.languages == (Language.VIETNAMESE, Language.ENGLISH)
    assert wrong == []


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("layout", "tabel", "có phải «table»?"),
        ("languages", ["vi", "fr"], "languages"),
        ("languages", [], "languages"),
        ("contrast", True, "contrast"),
        ("counters", "quay-1", "counters"),
        ("lay_out", "table", "«pages.board.boards «board-1».lay_out»: không có mục này"),
        ("layout", "plate", "cần ghi mã của quầy đó"),
    ],
)
def test_one_wrong_value_is_named_and_the_board_works_without_it(key: str, value: object, sentence: str) -> None:
    pages, wrong = read(
        table({**BOARD, "contrast": "high", key: value} if key != "contrast" else {**BOARD, key: value})
    )
    board = pages.boards[0]
    assert board.look.layout is Layout.CALL
    assert board.look.contrast is (Contrast.NORMAL if key == "contrast" else Contrast.HIGH)
    assert len(wrong) == 1
    assert sentence in wrong[0]
    assert list(board.faults) == wrong


def test_a_board_of_a_counter_that_is_not_there_shows_what_there_is_and_says_so() -> None:
    plate = {**BOARD, "layout": "plate", "counter": "quay-9"}
    some = {**BOARD, "id": "board-2", "layout": "table", "counters": ["quay-2", "quay-99"]}
    pages, wrong = read(table(plate, some), ["quay-1", "quay-2"])
    looks = [(board.look.layout, board.look.counter) for board in pages.boards]
    assert looks == [(Layout.CALL, None), (Layout.TABLE, None)]
    assert pages.boards[1].look.counters == ("quay-2",)
    assert [sentence.partition("không có quầy ")[2] for sentence in wrong] == [
        "«quay-9»",
        "",
        "«quay-99»",
    ]
    assert "tạm hiện kiểu call" in wrong[1]


def test_a_board_without_its_password_file_is_left_out_and_the_others_stand() -> None:
    pages, wrong = read(table({"id": "board-2", "title": "Bảng hai"}, BOARD, "board-3"))
    assert [board.id for board in pages.boards] == ["board-1"]
    assert len(wrong) == 2
    assert "«password_file»: thiếu mục bắt buộc này" in wrong[0]


def test_boards_that_are_no_list_are_named() -> None:
    pages, wrong = read({"websocket_port": 8081, "boards": "board-1"})
    assert pages.boards == ()
    assert "phải là các bảng" in wrong[0]


def test_a_network_that_is_none_is_left_out_and_lets_nobody_else_in() -> None:
    pages, wrong = read(table(BOARD, networks=["10.20.0.0/16", "10.30.0.0/40"]))
    assert [str(network) for network in pages.networks] == ["10.20.0.0/16"]
    assert "10.30.0.0/40" in wrong[0]


def test_names_in_english_that_are_wrong_harm_no_board() -> None:
    english = {"services": {"ho-tich": "Civil status"}, "counters": 7}
    pages, wrong = read(table(BOARD, english=english))
    assert pages.english.services == {"ho-tich": "Civil status"}
    assert "pages.board.english.counters" in wrong[0]


def test_without_a_way_to_the_broker_no_board_could_work() -> None:
    with pytest.raises(SettingsError, match="websocket_port"):
        read({"boards": [BOARD]})


def test_a_board_reads_its_own_password(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("bí mật\n", encoding="utf-8")
    pages, _ = read(table({**BOARD, "password_file": str(tmp_path / "password")}))
    assert pages.boards[0].password() == "bí mật"
