"""What a tablet's page loads: scripts and a style that a browser of eight years ago understands, all of them ours."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from lobby.contract.rating import Index
from ticketing.desk.look import STATIC
from ticketing.desk.pad_answers import SCRIPTS
from ticketing.desk.pad_words import words

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser

FOLDER = STATIC / "pad"
# What engines between Chromium 53 and 85 brought: Android's WebView on a tablet of 2016 has none of it.
TOO_YOUNG = [
    r"\?\.[\w\[(]", r"\?\?", r"\basync\b", r"\bawait\b", r"\{\s*\.\.\.", r"\bcatch \{", r"\bglobalThis\b", r"\*\*",
    r"\.(?:flat|flatMap|at|padStart|padEnd|replaceAll|finally|append|prepend|replaceWith|before|after|toSorted)\(",
    r"\bObject\.(?:values|entries|fromEntries)\(", r"\bAbortController\b", r"\bimport\(", r"\bstructuredClone\b",
    r"\bIntersectionObserver\b", r"\bResizeObserver\b", r"\bformatToParts\b", r"\d_\d", r"\bBigInt\b", r"\(\?<",
    r"\bstatic \{", r"\.replaceChildren\(", r"\brandomUUID\b", r"\bimport\b", r"\bexport\b",
]  # fmt: skip
YOUNG_STYLE = [
    r"\bgrid\b", r"(?<!-)\bgap:", r"\b(?:min|max|clamp)\(", r"\binset\b", r"(?<!-)aspect-ratio\b", r":is\(",
    r":where\(", r":has\(", r"\b[ds]v[hw]\b", r"overflow-wrap:\s*anywhere", r"\boverflow:\s*clip",
    r"place-(?:items|content)", r"text-wrap", r"@container", r"@layer",
]  # fmt: skip


def bare(source: str) -> str:
    """The script without its comments and texts; the model's own `at` is no list's."""
    source = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", source, flags=re.DOTALL)
    source = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', source)
    return re.sub(r"\b(?:standing|playlist)\.at\(", "(", source)


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.js")))
def test_scripts_speak_as_browsers_of_eight_years_ago_do(name: str) -> None:
    source = bare((FOLDER / name).read_text(encoding="utf-8"))
    assert {found[0] for young in TOO_YOUNG for found in re.finditer(young, source)} == set()


def test_the_style_speaks_as_browsers_of_eight_years_ago_do() -> None:
    source = re.sub(r"/\*.*?\*/", "", (FOLDER / "pad.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert {found[0] for young in YOUNG_STYLE for found in re.finditer(young, source)} == set()


def test_each_script_is_loaded_or_stands_alone() -> None:
    assert {path.name for path in FOLDER.glob("*.js")} == {*SCRIPTS, "pair.js", "worker.js"}


def test_both_languages_say_the_same_things() -> None:
    vietnamese, english = words()["vi"], words()["en"]
    assert vietnamese.keys() == english.keys()
    for language in (vietnamese, english):
        asked = language["index"]
        assert isinstance(asked, list)
        assert [one["id"] for one in asked] == [index.value for index in Index]
        assert all(len(one["answers"]) == 3 and all(one["answers"]) for one in asked)


def test_all_that_is_kept_on_a_tablet_can_be_fetched(open_browser: Callable[[], Browser]) -> None:
    browser = open_browser()
    script = browser.get("/pad/worker.js").text
    told = json.loads(script.split("\n", 1)[0].removeprefix("self.PAD = ").removesuffix(";"))
    assert told["page"] == "/pad/" and told["app"] == "/pad/app"
    assert {address: browser.get(address).status_code for address in told["files"]} == dict.fromkeys(told["files"], 200)
    assert browser.get("/pad/manifest.json").json["display"] == "fullscreen"  # type: ignore[index]
