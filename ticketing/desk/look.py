"""Serves the product's design tokens and fonts to every page, with long caching."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

from lobby.look.tokens import FONTS, tokens

LONG_S = 30 * 24 * 3600
STATIC = Path(__file__).parent / "static"

look = Blueprint("look", __name__, url_prefix="/look")


def version() -> str:
    """Return a short name for the look as it is now, put into addresses so that long caches never show an old one."""
    digest = hashlib.sha256(tokens().css("/look/fonts").encode())
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


@look.get("/tokens.css")
def css() -> Response:
    answer = Response(tokens().css("/look/fonts"), mimetype="text/css")
    answer.headers["Cache-Control"] = f"public, max-age={LONG_S}"
    return answer


@look.get("/phone.css")
def phone() -> Response:
    """Answer with all the style of the tracking page: colours and its own rules, so that no font is fetched."""
    colours = "".join(f"--colour-{name.replace('_', '-')}:{value};" for name, value in tokens().colour.items())
    rules = (STATIC / "follow.css").read_text(encoding="utf-8")
    answer = Response(f":root{{{colours}}}\n{rules}", mimetype="text/css")
    answer.headers["Cache-Control"] = f"public, max-age={LONG_S}"
    return answer


@look.get("/fonts/<name>")
def font(name: str) -> Response:
    if not name.endswith(".ttf"):
        abort(404)
    return send_from_directory(FONTS, name, mimetype="font/ttf", max_age=LONG_S)
