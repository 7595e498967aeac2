"""Makes the hub's Flask app: the desk's own pages, those of other rooms, and what holds for each request."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from flask import Flask, Response, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from lobby.clock import Clock
from lobby.contract.errors import ErrorCode
from lobby.health import Faults
from ticketing.desk.accounts import Accounts
from ticketing.desk.audit import Audit
from ticketing.desk.breakdown import breakdown
from ticketing.desk.calls import Calls
from ticketing.desk.comments import comments
from ticketing.desk.daybook import Daybook
from ticketing.desk.entry import entry
from ticketing.desk.face import face
from ticketing.desk.follow import follow
from ticketing.desk.front import front
from ticketing.desk.glances import Glances
from ticketing.desk.head import head
from ticketing.desk.keeper import keeper
from ticketing.desk.late import late
from ticketing.desk.late_store import LateEntries
from ticketing.desk.look import look, version
from ticketing.desk.media import media
from ticketing.desk.notices import notices
from ticketing.desk.opendata import opendata
from ticketing.desk.pacing import Pacer
from ticketing.desk.pad import pad
from ticketing.desk.pad_entry import pad_entry
from ticketing.desk.pad_files import pad_files
from ticketing.desk.pad_room import pad_room
from ticketing.desk.phone_rating import phone_rating
from ticketing.desk.policy import policy
from ticketing.desk.portraits import Portraits
from ticketing.desk.reports import reports
from ticketing.desk.room import KEY, Room, check_form, keep_visit, page_words
from ticketing.desk.sessions import Sessions
from ticketing.desk.slips import issuing
from ticketing.desk.staff import staff
from ticketing.desk.store import Store
from ticketing.desk.tablet_keeper import tablet_keeper
from ticketing.desk.work import work
from ticketing.hub.door import HubDoor
from ticketing.hub.settings import HubSettings

log = logging.getLogger(__name__)

PAGES = "lobby.pages"
LARGEST = 64 * 1024
LOGINS_A_MINUTE = 12
GUESSES_A_MINUTE = 20
LOOKS_A_MINUTE = 40
WISHES_A_MINUTE = 6
WISHES_OF_AN_ADDRESS = 60
FETCHES_A_MINUTE = 300  # a board that was just switched on fetches all; a video comes in many ranges
READS_A_MINUTE = 120
_BLUEPRINTS = (
    front,
    look,
    entry,
    work,
    issuing,
    late,
    head,
    breakdown,
    comments,
    reports,
    follow,
    phone_rating,
    keeper,
    staff,
    face,
    notices,
    media,
    opendata,
    pad,
    pad_entry,
    pad_files,
    tablet_keeper,
)
_CACHED = {"static", "look.css", "look.phone", "look.font", "pad_files.clear"}
_OWN = {blueprint.name for blueprint in _BLUEPRINTS}
# Boards speak to the broker's WebSocket and play the site's videos; they too load nothing from elsewhere.
_MOUNTED = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; media-src 'self'; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'"
)
_REMEDY = "Xem lại mục [pages.{name}] trong tệp cấu hình của hub rồi khởi động lại hub."
_SENTENCES = {
    400: ("Yêu cầu không hợp lệ", "Hãy quay lại và thử lần nữa."),
    403: ("Trang đã mở quá lâu", "Hãy tải lại trang rồi làm lại. Nếu vẫn không được, hãy đăng nhập lại."),
    404: ("Không có trang này", "Địa chỉ có thể bị gõ thiếu. Hãy quay về trang đầu."),
    413: ("Nội dung gửi lên quá lớn", "Hãy gửi nội dung ngắn hơn."),
    429: ("Vui lòng đợi một lát", "Có quá nhiều yêu cầu. Hãy thử lại sau một phút."),
}
_REASONS = {403: ErrorCode.FORBIDDEN, 404: ErrorCode.NOT_FOUND, 429: ErrorCode.TOO_MANY_REQUESTS}
_OTHERWISE = ("Máy chủ gặp lỗi", "Vui lòng thử lại. Nếu vẫn lỗi, hãy báo người quản trị của đơn vị.")


def create_app(settings: HubSettings, door: HubDoor, clock: Clock, faults: Faults, store: Store) -> Flask:
    """Return the app; `store` is opened by whoever made it."""
    app = Flask(__name__, static_url_path="/desk/static")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 24 * 3600
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[KEY] = _room(settings, door, clock, faults, store)
    app.before_request(check_form)
    app.after_request(keep_visit)
    app.after_request(_guard)
    app.context_processor(page_words)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _any_error)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    mount_pages(app, settings, door.office.name, faults, entry_points(group=PAGES))
    return app


def mount_pages(app: Flask, settings: HubSettings, office: str, faults: Faults, points: Iterable[EntryPoint]) -> None:
    """Let other rooms add their pages; one that cannot stands as a fault, and the desk goes on without it.

    A room is given its table, the site, the office's name and the ids of its counters. What it returns are Vietnamese
    sentences about values of its table that it does without.
    """
    counters = [counter.id for counter in settings.counters]
    for point in points:
        try:
            wrong = point.load()(app, settings.pages.get(point.name, {}), settings.site, office, counters)
            if wrong:
                faults.stand(f"pages_{point.name}", " ".join(wrong), _REMEDY.format(name=point.name))
        except Exception as fault:
            # Boundary: whatever another room's page does, officers must be able to call.
            log.exception("pages of %s cannot be mounted", point.name)
            faults.stand(
                f"pages_{point.name}",
                f"Không mở được các trang «{point.name}»: {fault}",
                _REMEDY.format(name=point.name),
            )


def _room(settings: HubSettings, door: HubDoor, clock: Clock, faults: Faults, store: Store) -> Room:
    return Room(
        door=door,
        clock=clock,
        faults=faults,
        accounts=Accounts(store, clock),
        portraits=Portraits(store, Audit(store, clock)),
        sessions=Sessions(store, clock),
        lates=LateEntries(store, clock),
        calls=Calls(clock),
        logins=Pacer(clock, LOGINS_A_MINUTE, 60.0),
        guesses=Pacer(clock, GUESSES_A_MINUTE, 60.0),
        looks=Pacer(clock, LOOKS_A_MINUTE, 60.0),
        wishes=Pacer(clock, WISHES_A_MINUTE, 60.0),
        crowd=Pacer(clock, WISHES_OF_AN_ADDRESS, 60.0),
        fetches=Pacer(clock, FETCHES_A_MINUTE, 60.0),
        reads=Pacer(clock, READS_A_MINUTE, 60.0),
        glances=Glances(clock),
        daybook=Daybook(settings.state, clock),
        pads=pad_room(store, clock, door.pads),
        look_version=version(),
    )


def _guard(answer: Response) -> Response:
    own = request.blueprint in _OWN or request.blueprint is None
    headers = answer.headers
    headers.setdefault("Content-Security-Policy", policy() if own else _MOUNTED)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    if own and request.endpoint not in _CACHED:
        headers.setdefault("Cache-Control", "no-store")
    if request.endpoint == "static" and "v" not in request.args:
        # A script that another imports has no version in its address: after an update the two must still fit.
        headers["Cache-Control"] = "no-cache"
    return answer


def _http_error(fault: HTTPException) -> ResponseReturnValue:
    code = fault.code or 500
    heading, sentence = _SENTENCES.get(code, _OTHERWISE)
    if request.is_json or request.path.startswith(("/desk/do/", "/desk/live")):
        reason = _REASONS.get(code, ErrorCode.BAD_REQUEST if code < 500 else ErrorCode.INTERNAL)
        return jsonify(ok=False, error={"code": reason.value, "message": f"{heading}. {sentence}"}), code
    back = {"back": url_for("front.index"), "back_text": "Về trang đầu"}
    return render_template("message.html", heading=heading, sentence=sentence, **back), code


def _any_error(fault: Exception) -> ResponseReturnValue:
    log.error("%s %s failed", request.method, request.endpoint, exc_info=fault)
    g.pop("session", None)
    heading, sentence = _OTHERWISE
    if request.is_json or request.path.startswith(("/desk/do/", "/desk/live")):
        return jsonify(ok=False, error={"code": "internal", "message": f"{heading}. {sentence}"}), 500
    return render_template("message.html", heading=heading, sentence=sentence), 500
