"""The files of a tablet's page that are made by the hub: what keeps the page offline, and how it opens from home."""

from __future__ import annotations

import json
from functools import cache

from flask import Blueprint, Response, jsonify, url_for

from lobby.look.tokens import tokens
from ticketing.desk.look import STATIC
from ticketing.desk.pad_answers import SCRIPTS
from ticketing.desk.room import room

DAY_S = 24 * 3600
_WEIGHTS = ("medium", "semibold", "bold", "extrabold")

pad_files = Blueprint("pad_files", __name__, url_prefix="/pad")


@pad_files.get("/worker.js")
def worker() -> Response:
    """Answer with what keeps the page on the tablet, by the addresses of its files."""
    seen = room().look_version
    told = {"version": seen, "page": url_for("pad.screen"), "app": url_for("pad.app_page"), "files": _files(seen)}
    script = f"self.PAD = {json.dumps(told)};\n" + (STATIC / "pad" / "worker.js").read_text(encoding="utf-8")
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@pad_files.get("/manifest.json")
def manifest() -> Response:
    """Answer with how the page opens from a tablet's home screen."""
    icon = {"src": url_for("static", filename="mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    start = {"name": "Đánh giá sự hài lòng", "start_url": url_for("pad.screen"), "scope": url_for("pad.screen")}
    return jsonify({**start, "display": "fullscreen", "background_color": tokens().colour["paper"], "icons": [icon]})


@pad_files.get("/clear.css")
def clear() -> Response:
    """Answer with the colours for eyes that need more, for a page that is marked `clear`."""
    answer = Response(_clear(), mimetype="text/css")
    answer.headers["Cache-Control"] = f"public, max-age={DAY_S}"
    return answer


@cache
def _clear() -> str:
    colours = ((name.replace("_", "-"), value) for name, value in tokens().high_contrast.items())
    return ".clear{" + "".join(f"--colour-{name}:{value};" for name, value in colours) + "}"


def _files(seen: str) -> list[str]:
    own = [url_for("static", filename=f"pad/{name}", v=seen) for name in (*SCRIPTS, "pad.css")]
    fonts = [url_for("look.font", name=tokens().type[weight]) for weight in _WEIGHTS]
    mark = url_for("static", filename="mark.svg")
    return [*own, mark, url_for("look.css", v=seen), url_for("pad_files.clear", v=seen), *fonts]
