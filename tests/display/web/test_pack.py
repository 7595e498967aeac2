"""What boards load: one classic script and one style that a TV of eight years ago understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from display.web.pack import STATIC, pack, script

# What engines between Chromium 53 and 85 brought. A board is drawn by webOS 4 (Chromium 53) and Tizen 4 (56) too.
TOO_YOUNG = [
    r"\?\.[\w\[(]", r"\?\?", r"\basync\b", r"\bawait\b", r"\{\s*\.\.\.", r"\bcatch \{", r"\bglobalThis\b", r"\*\*",
    r"\.(?:flat|flatMap|at|padStart|padEnd|replaceAll|finally|append|prepend|replaceWith|before|after|toSorted)\(",
    r"\bObject\.(?:values|entries|fromEntries)\(", r"\bAbortController\b", r"\bimport\(", r"\bstructuredClone\b",
    r"\bIntersectionObserver\b", r"\bResizeObserver\b", r"\bformatToParts\b", r"\d_\d", r"\bBigInt\b", r"\(\?<",
    r"#\w+\s*[=(;]", r"\bstatic \{", r"\.checkVisibility\(", r"\.replaceChildren\(",
]  # fmt: skip
YOUNG_STYLE = [
    r"\bgrid\b", r"(?<!-)\bgap:", r"\b(?:min|max|clamp)\(", r"\binset\b", r"(?<!-)aspect-ratio\b", r":is\(",
    r":where\(", r":has\(", r"\b[ds]v[hw]\b", r"overflow-wrap:\s*anywhere", r"\boverflow:\s*clip",
    r"place-(?:items|content)", r"text-wrap", r"@container", r"@layer", r"\bnot \(",
]  # fmt: skip


def bare(source: str) -> str:
    """The script without its comments and the texts that people read."""
    source = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", source, flags=re.DOTALL)
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', source)


OWN = [path.name for path in sorted(STATIC.glob("*.js")) if path.name != "shims.js"]


@pytest.mark.parametrize("name", OWN)
def test_scripts_speak_as_engines_of_eight_years_ago_do(name: str) -> None:
    source = bare((STATIC / name).read_text(encoding="utf-8"))
    assert {found[0] for young in TOO_YOUNG for found in re.finditer(young, source)} == set()


@pytest.mark.parametrize("name", [path.name for path in sorted(STATIC.glob("*.css")) if path.name != "unknown.css"])
def test_styles_speak_as_engines_of_eight_years_ago_do(name: str) -> None:
    source = re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert {found[0] for young in YOUNG_STYLE for found in re.finditer(young, source)} == set()


def test_modules_become_one_script_in_the_order_they_need_each_other() -> None:
    modules = {
        "top.js": 'import { two, one } from "./low.js";\nconst x = two(one);\n',
        "low.js": "export const one = 1;\nexport function two(n) {\n  return n;\n}\n",
    }
    text = script("top.js", lambda name: modules[name])
    assert text.index('modules["low.js"]') < text.index('modules["top.js"]')
    assert 'const { two, one } = modules["low.js"];' in text
    assert "return { one, two };" in text
    assert not re.search(r"^(?:import|export)\b", text, re.MULTILINE)


def test_every_form_of_import_and_export_in_use_is_one_that_the_pack_knows() -> None:
    assert not re.search(r"^\s*(?:import|export)\b", script("board.js"), re.MULTILINE)


@pytest.fixture
def client(board_app: Callable[..., Flask]) -> Any:
    return board_app({"websocket_port": 1, "boards": []}).test_client()


def test_a_packed_file_is_kept_for_ever_under_its_version_and_never_under_another(client: Any) -> None:
    now = client.get(f"/board/pack/{pack().version}/board.js")
    assert "immutable" in now.headers["Cache-Control"]
    assert now.headers["Content-Type"].startswith("text/javascript")
    old = client.get("/board/pack/0123456789abcdef/board.js")
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")
    assert old.data == now.data
    assert client.get(f"/board/pack/{pack().version}/../pages.py").status_code == 404
    assert client.get(f"/board/pack/{pack().version}/settings.py").status_code == 404


def test_the_style_brings_its_fonts_and_colours_from_the_pack_alone(client: Any) -> None:
    style = client.get(f"/board/pack/{pack().version}/board.css").get_data(as_text=True)
    fonts = set(re.findall(r'url\("\./([^"]+)"\)', style))
    assert {f"BeVietnamPro-{weight}.ttf" for weight in ("Medium", "SemiBold", "Bold", "ExtraBold")} <= fonts
    assert "http" not in style
    for font in ("BeVietnamPro-Medium.ttf", "BeVietnamPro-ExtraBold.ttf"):
        assert client.get(f"/board/pack/{pack().version}/{font}").headers["Content-Type"] == "font/ttf"
