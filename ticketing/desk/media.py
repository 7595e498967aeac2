"""The pictures and videos of notices, for boards: named by what they hold, so they may be kept for ever."""

from __future__ import annotations

from flask import Blueprint, Response, abort, send_file

from ticketing.desk.room import address, room
from ticketing.notices.shelf import TYPES

KEPT_S = 365 * 24 * 3600
_NOTHING = "default-src 'none'; sandbox"

media = Blueprint("media", __name__, url_prefix="/notices")


@media.get("/<name>")
def file(name: str) -> Response:
    here = room()
    if not here.fetches.allows(address()):
        abort(429)
    found = here.door.programme.shelf.find(name)
    if found is None:
        abort(404)
    answer = send_file(found, mimetype=TYPES[found.suffix], conditional=True, etag=found.stem, max_age=KEPT_S)
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_S}, immutable"
    answer.headers["Content-Disposition"] = "inline"
    # Opened by itself the file is pixels and sound, whatever else somebody hid in it.
    answer.headers["Content-Security-Policy"] = _NOTHING
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
