"""The pictures and videos of notices, for boards: named by what they hold, so they may be kept for ever."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, request, send_file
from werkzeug.wsgi import wrap_file

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
    answer = _rest_of(found) or send_file(
        found, mimetype=TYPES[found.suffix], conditional=True, etag=found.stem, max_age=KEPT_S
    )
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_S}, immutable"
    answer.headers["Content-Disposition"] = "inline"
    # Opened by itself the file is pixels and sound, whatever else somebody hid in it.
    answer.headers["Content-Security-Policy"] = _NOTHING
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _rest_of(path: Path) -> Response | None:
    """Answer a player that wants all from some byte on, as they do; None where something else is wanted.

    The open file is handed to the server's own loop: a board that plays slowly, or pauses, keeps no thread waiting.
    """
    wanted = request.range
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1 or wanted.ranges[0][1] is not None:
        return None
    size, start = path.stat().st_size, wanted.ranges[0][0]
    if not 0 <= start < size:
        return None
    opened = path.open("rb")
    opened.seek(start)
    answer = Response(wrap_file(request.environ, opened), 206, mimetype=TYPES[path.suffix], direct_passthrough=True)
    answer.content_length = size - start
    answer.headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
    answer.headers["Accept-Ranges"] = "bytes"
    return answer
