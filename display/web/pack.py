"""Packs what boards load under one version: one classic script, since TVs of eight years ago read no modules."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lobby.look.tokens import FONTS, tokens

STATIC = Path(__file__).parent / "static"
ENTRY = "board.js"
MQTT = "mqtt-5.16.0.chrome53.min.js"
STYLES = ("board.css", "layouts.css", "sections.css")
WEIGHTS = ("regular", "medium", "semibold", "bold", "extrabold")
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|function) (\w+))", re.MULTILINE)
_TYPES = {".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf"}


@dataclass(frozen=True)
class Pack:
    """Everything a board's page loads, by name; `version` changes with any of it."""

    version: str
    files: dict[str, bytes]

    def content_type(self, name: str) -> str:
        """Return the media type of a file."""
        kind = _TYPES[Path(name).suffix]
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


@cache
def pack() -> Pack:
    """Return the pack of the files as they stand; reads them once."""
    files = {
        "board.js": script(ENTRY).encode(),
        "board.css": _style().encode(),
        "mqtt.js": (STATIC / "shims.js").read_bytes() + (STATIC / "vendor" / MQTT).read_bytes(),
        **{name: (FONTS / name).read_bytes() for name in (tokens().type[weight] for weight in WEIGHTS)},
    }
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name} {len(content)} ".encode() + content)
    return Pack(digest.hexdigest()[:16], files)


def script(entry: str, source: Callable[[str], str] | None = None) -> str:
    """Return the module `entry` and all it imports as one classic script; `source` reads a module by its name.

    Modules know two forms alone: `import { names } from "./file.js";` and `export` before `const` or `function`.
    """
    read = source or (lambda name: (STATIC / name).read_text(encoding="utf-8"))
    parts: dict[str, str] = {}

    def add(name: str) -> None:
        if name in parts:
            return
        text = read(name)
        for _, needed in _IMPORT.findall(text):
            add(needed)
        parts[name] = _wrapped(name, text)

    add(entry)
    return '(function () {\n"use strict";\nvar modules = {};\n' + "".join(parts.values()) + "})();\n"


def _wrapped(name: str, text: str) -> str:
    told = ", ".join(_EXPORT.findall(text))
    body = _IMPORT.sub(lambda found: f"const {{{found[1]}}} = modules[{json.dumps(found[2])}];\n", text)
    return f"modules[{json.dumps(name)}] = (function () {{\n{_EXPORT.sub('', body)}return {{ {told} }};\n}})();\n"


def _style() -> str:
    high = {name.replace("_", "-"): value for name, value in tokens().high_contrast.items()}
    colours = " ".join(f"--colour-{name}: {value};" for name, value in high.items())
    own = [(STATIC / name).read_text(encoding="utf-8") for name in STYLES]
    return "\n".join([tokens().css("."), *own, f'body[data-contrast="high"] {{ {colours} }}', ""])
