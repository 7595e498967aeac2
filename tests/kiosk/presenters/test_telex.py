"""Typing Vietnamese by Telex: each word of the procedures comes out right, in whatever order its marks come."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue.importing import SHIPPED
from kiosk.catalogue.reading import read_record
from kiosk.catalogue.records import records
from kiosk.presenters.syllables import Style
from kiosk.presenters.telex import delete, press

KEYS = "abcdefghijklmnopqrstuvwxyz"
TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
HOOKS = "\u0306\u031b"


def types(keys: str, style: Style = Style.OLD) -> str:
    text = ""
    for key in keys:
        text = press(text, key, style)
    return text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("aa aw ee oo ow uw dd", "â ă ê ô ơ ư đ"),
        ("as af ar ax aj asz", "á à ả ã ạ a"),
        ("dduowngf hoaf thuyr khoer", "đường hòa thủy khỏe"),
        ("giaays khai sinh", "giấy khai sinh"),
        ("tieengs tieesng tiengse", "tiếng tiếng tiếng"),
        ("nguoiwf nguwowif ngwowif", "người người người"),
        ("hoaf hoafn hoanf hoanfz", "hòa hoàn hoàn hoan"),
        ("muaw muwa quaanj quoocs gif ginf", "mưa mưa quận quốc gì gìn"),
        ("thuowr thuowng huowu tuwr ddieern", "thuở thương hươu tử điển"),
        ("chuwngs thuwcj xoas ddawng kys", "chứng thực xóa đăng ký"),
        ("ass asss aaa aaaa ddd dddd oww uoww", "as ass aa aaa dd ddd ow uow"),
        ("GPXD HKD NDD CCCD hdnd", "GPXD HKD NĐ CCCD hdnd"),
        ("Ddaats DDAATS Uwng", "Đất ĐẤT Ưng"),
        ("1.004222 h15", "1.004222 h15"),
    ],
)
def test_what_citizens_press_becomes_what_they_mean(keys: str, text: str) -> None:
    assert types(keys) == text


@pytest.mark.parametrize(
    ("keys", "old", "new"),
    [
        ("hoas", "hóa", "hoá"),
        ("khoer", "khỏe", "khoẻ"),
        ("thuyr", "thủy", "thuỷ"),
        ("hoanf", "hoàn", "hoàn"),
        ("quys", "quý", "quý"),
        ("khuyur", "khuỷu", "khuỷu"),
        ("ngoaif", "ngoài", "ngoài"),
        ("muaf", "mùa", "mùa"),
    ],
)
def test_the_tone_stands_where_old_or_new_writing_puts_it(keys: str, old: str, new: str) -> None:
    assert (types(keys), types(keys, Style.NEW)) == (old, new)


def test_a_tone_moves_with_the_word_as_it_grows_and_shrinks() -> None:
    assert [types("hoas"), types("hoasn"), delete(types("hoasn"))] == ["hóa", "hoán", "hóa"]
    assert delete("đường", Style.OLD) == "đườn"
    assert delete("quý") == "qu" and delete("á") == "" and delete("") == ""


def names() -> list[str]:
    """Return the different words with marks in the names of the procedures shipped, and of their papers."""
    found: set[str] = set()
    for record in records(SHIPPED):
        procedure = read_record(record)
        texts = [procedure.name, *(paper.name for case in procedure.paper_cases for paper in case.papers)]
        found.update(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", " ".join(texts)).lower()))
    return sorted(word for word in found if not word.isascii())


def keys_of(word: str, late: bool) -> str:
    """Return the keys for `word`: its marks at once and the tone at the end, or all at the end."""
    keys = marks = tone = ""
    for letter in word:
        base, *above = list(unicodedata.normalize("NFD", letter))
        keys += "dd" if base == "đ" else base
        tone = next((TONES[mark] for mark in above if mark in TONES), tone)
        mark = next(("w" if mark in HOOKS else base for mark in above if mark not in TONES), "")
        keys += "" if late else mark
        marks += mark if late and not (mark == "w" and "w" in marks) else ""
    return keys + marks + tone


@pytest.mark.parametrize("late", [False, True], ids=["marks at once", "marks last"])
def test_each_word_of_the_procedures_shipped_can_be_typed(late: bool) -> None:
    words = names()
    assert len(words) > 250
    typed = {word: {types(keys_of(word, late), style) for style in Style} for word in words}
    assert [word for word in words if word not in typed[word]] == []


TEXTS = st.text(alphabet=KEYS + KEYS.upper() + " .-/0123456789", max_size=20)


@given(TEXTS, st.sampled_from(KEYS), st.sampled_from(Style))
def test_a_key_touches_the_last_word_alone_and_adds_one_letter_at_most(keys: str, key: str, style: Style) -> None:
    before = types(keys, style)
    after = press(before, key, style)
    untouched = before[: len(before) - len(re.split(r"[^\w]|\d", before)[-1])]
    assert after.startswith(untouched)
    assert len(after) in (len(before), len(before) + 1)
    assert after == unicodedata.normalize("NFC", after)


@given(TEXTS, st.sampled_from(Style))
def test_delete_takes_one_character_back(keys: str, style: Style) -> None:
    text = types(keys, style)
    assert len(delete(text, style)) == max(0, len(text) - 1)


@given(TEXTS)
def test_what_is_deleted_to_the_end_is_gone(keys: str) -> None:
    text = types(keys)
    for _ in range(len(text)):
        text = delete(text)
    assert text == ""


@given(st.sampled_from(KEYS.translate(str.maketrans("", "", "aeodwsfrxjz"))), TEXTS)
def test_a_letter_without_a_second_meaning_is_written_as_it_is(key: str, keys: str) -> None:
    assert press(types(keys), key).endswith(key)
