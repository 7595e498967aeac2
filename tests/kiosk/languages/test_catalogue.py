"""The English catalogue has every sentence that presenters say, with the same places to fill."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.extract import extract

from kiosk import presenters
from kiosk.languages.catalogue import HERE, translator
from lobby.contract.errors import SENTENCES, ErrorCode
from lobby.contract.rating_words import SAID

FROM_THE_HUB = (
    ErrorCode.SERVICE_CLOSED,
    ErrorCode.QUOTA_FULL,
    ErrorCode.NOT_FOUND,
    ErrorCode.BACKEND_UNREACHABLE,
    ErrorCode.TOO_MANY_REQUESTS,
    ErrorCode.INTERNAL,
)


def said() -> set[str]:
    sentences = {SENTENCES[code] for code in FROM_THE_HUB} | {one.vi for one in SAID}
    assert presenters.__file__ is not None
    for source in Path(presenters.__file__).parent.rglob("*.py"):
        with source.open("rb") as lines:
            found = extract("python", lines, keywords={"say": None, "mark": None})
            sentences |= {message for _, message, _, _ in found if isinstance(message, str)}
    return sentences


def test_every_sentence_is_translated() -> None:
    english = translator("en")
    assert len(said()) > 60
    assert [sentence for sentence in said() if english(sentence) == sentence] == []


def test_faces_and_indices_read_the_same_on_every_device() -> None:
    english = translator("en")
    assert [one for one in SAID if english(one.vi) != one.en] == []


def test_translations_keep_the_places_to_fill() -> None:
    english = translator("en")
    for sentence in said():
        assert re.findall(r"{\w+}", sentence) == re.findall(r"{\w+}", english(sentence)), sentence


def test_what_is_not_in_the_catalogue_is_said_in_vietnamese() -> None:
    assert translator("en")("Hộ tịch – Chứng thực") == "Hộ tịch – Chứng thực"
    assert (HERE / "en" / "texts.po").exists()
