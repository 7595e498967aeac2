"""A site words its calls as it likes, by language and region; what it words wrongly is named and does no harm."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobby.speech.numbers import Region
from ticketing.voice.phrasebook import Phrasebook, phrasebook
from ticketing.voice.phrases import Word, words_of
from ticketing.voice.templates import Template, WrongTemplate, parse


def book(toml: str = "", region: Region = Region.NORTH) -> Phrasebook:
    return phrasebook(tomllib.loads(toml), region)


def said(toml: str, number: str, counter: str, language: str = "vi", region: Region = Region.NORTH) -> str:
    found = book(toml, region)
    assert found.troubles == ()
    return " ".join(words_of(found.wordings[language].callout(number, counter)))


def test_without_settings_a_call_is_said_as_is_the_custom() -> None:
    assert said("", "A012", "Quầy số 3") == "mời công dân có số a không một hai đến quầy số ba"
    english = said("", "A012", "Quầy số 3", "en")
    assert english == "ticket number a zero one two please proceed to counter number three"


def test_a_site_may_say_it_otherwise_and_otherwise_in_the_south() -> None:
    toml = """
    [vi]
    call = "Xin mời số {number} vào {counter}"
    [vi.south]
    call = "Mời bà con có số {number}, tới {counter}"
    """
    assert said(toml, "B24", "Quầy số 24") == "xin mời số bê hai bốn vào quầy số hai mươi tư"
    southern = said(toml, "B24", "Quầy số 24", region=Region.SOUTH)
    assert southern == "mời bà con có số bê hai bốn tới quầy số hai mươi bốn"


def test_an_english_sentence_in_capitals_is_no_abbreviation() -> None:
    toml = 'en.call = "NUMBER {number} PLEASE GO TO {counter}"'
    assert said(toml, "A1", "Quầy số 1", "en") == "number a one please go to counter number one"


def test_a_number_may_be_read_whole() -> None:
    toml = 'vi.number = "whole"\nen.number = "whole"'
    assert said(toml, "A015", "Quầy số 1").startswith("mời công dân có số a mười lăm đến")
    assert said(toml, "1005", "Quầy số 1").startswith("mời công dân có số một nghìn không trăm linh năm đến")
    assert said(toml, "A105", "Quầy số 1", "en").startswith("ticket number a one hundred and five please")


def test_a_counter_goes_by_its_name_or_by_its_number() -> None:
    name = "Bàn 12 - Hộ tịch"
    assert said("", "7", name).endswith("đến bàn mười hai hộ tịch")
    assert said('vi.counter = "number"', "7", name).endswith("đến quầy số mười hai")
    assert said('vi.counter = "number"\nvi.counter_words = "ô"', "7", name).endswith("đến ô mười hai")
    # There is no one number to go by.
    assert said('vi.counter = "number"', "7", "Bàn 2, tầng 1").endswith("đến bàn hai tầng một")


def test_letters_and_names_may_be_said_otherwise() -> None:
    toml = """
    [vi.letters]
    d = "dê"
    [vi.names]
    "Quầy BHXH" = "quầy bảo hiểm xã hội"
    [en.names]
    "quầy  bhxh" = "the social insurance counter"
    """
    vietnamese = said(toml, "D1", "Quầy BHXH")
    assert vietnamese == "mời công dân có số dê một đến quầy bảo hiểm xã hội"
    assert said(toml, "D1", "Quầy BHXH", "en").endswith("please proceed to the social insurance counter")


def test_a_vietnamese_name_amid_english_is_left_to_the_vietnamese_voice() -> None:
    beats = book().wordings["en"].callout("A1", "Phòng tiếp công dân 2, tầng 3")
    told = [(beat.text, beat.language) for beat in beats if isinstance(beat, Word)]
    assert told[-5:] == [
        ("please proceed to", "en"),
        ("phòng tiếp công dân", "vi"),
        ("hai", "vi"),
        ("tầng", "vi"),
        ("ba", "vi"),
    ]


@pytest.mark.parametrize(
    ("call", "trouble"),
    [
        ("Mời số {nubmer}", "không có chỗ điền «{nubmer}»; có phải «{number}»?"),
        ("Mời số {number} gặp {officer_name}", "không có chỗ điền «{officer_name}»; chỉ có «{number}», «{counter}»"),
        ("Mời số {number", "dấu { và } phải đi thành cặp"),
        ("Mời công dân đến {counter}", "thiếu chỗ điền «{number}»"),
        ("", "thiếu chỗ điền «{number}»"),
        ("{} {number}", "không có chỗ điền «{}»"),
    ],
)
def test_a_wrong_sentence_is_named_and_the_customary_one_is_said(call: str, trouble: str) -> None:
    found = phrasebook({"vi": {"call": call, "number": "whole"}})
    assert len(found.troubles) == 1
    assert found.troubles[0].startswith("«voice.phrases.vi.call»: ")
    assert trouble in found.troubles[0]
    assert found.troubles[0].endswith("loa dùng câu mặc định")
    words = " ".join(words_of(found.wordings["vi"].callout("A15", "Quầy số 3")))
    assert words == "mời công dân có số a mười lăm đến quầy số ba"


def test_each_wrong_value_is_named_and_the_right_ones_beside_it_hold() -> None:
    toml = """
    fr = "bonjour"
    en = 5
    [vi]
    number = "digitz"
    counter = "number"
    calls = "Mời {number}"
    [vi.south]
    counter_words = 7
    """
    found = book(toml, Region.SOUTH)
    told = "\n".join(found.troubles)
    assert "«voice.phrases.fr»: loa chưa đọc được ngôn ngữ này, chỉ có vi, en" in told
    assert "«voice.phrases.en»: phải là một bảng các mục" in told
    assert "«voice.phrases.vi.number»: giá trị 'digitz' không dùng được" in told
    assert "«voice.phrases.vi.calls»: không có mục này; có phải «call»?" in told
    assert "«voice.phrases.vi.south.counter_words»: giá trị 7 không dùng được" in told
    assert len(found.troubles) == 5
    words = " ".join(words_of(found.wordings["vi"].callout("A15", "Bàn 104")))
    assert words == "mời công dân có số a một năm đến quầy số một trăm lẻ bốn"


@given(st.text(max_size=120))
def test_no_sentence_breaks_the_speaker(call: str) -> None:
    found = phrasebook({"vi": {"call": call}})
    assert words_of(found.wordings["vi"].callout("A1", "Quầy số 3"))


@settings(max_examples=25)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda t: st.dictionaries(st.text(), t)))
def test_no_table_breaks_the_speaker(table: object) -> None:
    for tables in ({"vi": table}, {"en": {"names": table, "south": table, "letters": table}}):
        found = phrasebook(tables, Region.SOUTH)
        assert words_of(found.wordings["vi"].callout("A1", "Quầy số 3"))
        assert words_of(found.wordings["en"].callout("A1", "Quầy số 3"))


def test_a_sentence_too_long_is_refused() -> None:
    with pytest.raises(WrongTemplate, match="dài quá"):
        parse("{number}" * 100)


def test_a_sentence_is_cut_at_its_punctuation() -> None:
    assert parse("Số {number}, đến {counter}!") == Template((("Số ", "number"), (" đến ", "counter")))
