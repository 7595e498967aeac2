"""The design language keeps its promises: contrast, every Vietnamese letter, one source for screens and pages."""

from __future__ import annotations

import unicodedata

import pytest
from PIL import ImageFont

from lobby.look.tokens import tokens

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
LETTERS = [letter for letter in SMALL + [letter.upper() for letter in SMALL] if not letter.isascii()]


def test_there_are_134_vietnamese_letters() -> None:
    assert len(set(LETTERS)) == 134


@pytest.mark.parametrize("weight", ["regular", "medium", "semibold", "bold", "extrabold"])
def test_each_font_draws_every_vietnamese_letter(weight: str) -> None:
    font = ImageFont.truetype(str(tokens().font(weight)), 40)
    nothing = bytes(font.getmask("\U000f0000"))
    assert [letter for letter in LETTERS if bytes(font.getmask(letter)) == nothing] == []


@pytest.mark.parametrize(("ink", "ground"), tokens().far)
def test_what_is_read_from_afar_has_contrast_7(ink: str, ground: str) -> None:
    assert tokens().contrast(ink, ground) >= 7


@pytest.mark.parametrize(("ink", "ground"), tokens().near)
def test_other_text_has_contrast_4_5(ink: str, ground: str) -> None:
    assert tokens().contrast(ink, ground) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert tokens().contrast("surface", "surface") == 1
    assert round(tokens().contrast("ink", "surface"), 1) == round(tokens().contrast("surface", "ink"), 1)


def test_pages_get_the_same_colours_and_sizes() -> None:
    css = tokens().css("/look/fonts")
    assert f"--colour-on-brand: {tokens().colour['on_brand']};" in css
    assert f"--size-touch: {tokens().size['touch']}px;" in css
    assert css.count("@font-face") == 5


def test_touch_targets_are_large_enough() -> None:
    assert tokens().size["touch"] >= 76


# Boards and LED pictures have no high contrast of their own; these pairs are on no touch screen.
ON_BOARDS = {("board_ink", "brand_dark"), ("board_number", "brand_dark"), ("led_on", "led_ground")}


@pytest.mark.parametrize(("ink", "ground"), sorted({*tokens().far, *tokens().near} - ON_BOARDS))
def test_in_high_contrast_every_pair_has_contrast_7(ink: str, ground: str) -> None:
    assert tokens().in_high_contrast().contrast(ink, ground) >= 7


def test_high_contrast_has_no_colour_of_its_own() -> None:
    assert set(tokens().high_contrast) <= set(tokens().colour)
