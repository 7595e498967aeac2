"""Lines hold as many words as fit, however wide the letters are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens.wrapping import wrapped

WORDS = st.lists(st.text("il mườW–", max_size=12).map(lambda word: word.replace(" ", "")), min_size=1, max_size=60)


def measure(text: str) -> float:
    return sum({"i": 2.0, "l": 2.5, "W": 14.0, " ": 3.0}.get(letter, 7.5) for letter in text)


def one_by_one(text: str, width: float) -> list[str]:
    lines, line = [], None
    for word in text.split(" "):
        longer = word if line is None else f"{line} {word}"
        if line is not None and measure(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line or ""]


@given(WORDS, st.floats(1, 600))
def test_each_line_takes_the_words_that_fit_and_tells_its_width(words: list[str], width: float) -> None:
    text = " ".join(words)
    lines = wrapped(measure, text, width)
    assert [line for line, _ in lines] == one_by_one(text, width)
    assert [wide for _, wide in lines] == [measure(line) for line, _ in lines]


def test_few_words_are_measured_for_a_long_text() -> None:
    asked: list[str] = []
    text = " ".join(["Giấy", "chứng", "sinh", "bản", "chính"] * 40)
    lines = wrapped(lambda part: asked.append(part) or measure(part), text, 300)  # type: ignore[func-returns-value]
    assert len(lines) > 10
    assert len(asked) < 4 * len(lines)
