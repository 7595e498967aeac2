"""Says in Vietnamese where a TOML file breaks the form, and what is likely wrong there."""

from __future__ import annotations

import re

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")
# How tomllib begins its messages (Lib/tomllib/_parser.py of CPython 3.11), and what the keeper can do about each.
_WORDS = (
    (
        "Invalid value",
        'giá trị không đúng; chữ phải đặt trong dấu ngoặc kép thẳng ("…"), đúng sai viết true hoặc false',
    ),
    ("Expected '=' after a key", "thiếu dấu = sau tên mục"),
    ("Illegal character", "chữ chưa đóng ngoặc kép, hoặc có ký tự lạ"),
    ("Unterminated string", "chữ chưa đóng ngoặc kép"),
    ('Expected "\'"', "chữ chưa đóng ngoặc"),
    ("Unclosed array", "danh sách chưa đóng bằng dấu ], hoặc thiếu dấu phẩy giữa hai giá trị"),
    ("Unclosed inline table", "bảng chưa đóng bằng dấu }, hoặc thiếu dấu phẩy"),
    ("Cannot overwrite a value", "mục này ghi hai lần"),
    ("Cannot declare", "bảng này ghi hai lần"),
    (
        "Expected newline or end of document",
        "thừa chữ ở cuối dòng, hoặc ngày giờ không có thật; giờ phải đặt trong ngoặc kép",
    ),
    ("Expected ']", "thiếu dấu ] ở tên bảng"),
    ("Invalid initial character for a key", "tên mục không đúng; dòng giải thích phải bắt đầu bằng #"),
    ("Invalid statement", "dòng này không đúng; dòng giải thích phải bắt đầu bằng #"),
)


def wrong_syntax(said: str) -> str:
    """Return where and what, from the message of tomllib's TOMLDecodeError."""
    place = _PLACE.search(said)
    where = f"ở dòng {place[1]}, cột {place[2]}" if place is not None else "ở cuối tệp"
    words = next((words for begins, words in _WORDS if said.startswith(begins)), said)
    return f"{where}: {words}"
