"""The sandbox's HTTP side: the contract's calls, and around them its gateway, its page and its modes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, jsonify, request
from pydantic import ValidationError

from backend_bridge.sandbox.doors import guard, refuse
from backend_bridge.sandbox.down import down
from backend_bridge.sandbox.forms import CHECK_PATTERN, EventsForm, read_json
from backend_bridge.sandbox.ledger import Ledger
from backend_bridge.sandbox.modes import Modes
from backend_bridge.sandbox.national import national
from backend_bridge.sandbox.pages import pages
from backend_bridge.sandbox.procedures import SOURCE, Procedure
from backend_bridge.sandbox.reports import ReportsForm
from backend_bridge.sandbox.sentences import todo_on
from backend_bridge.sandbox.settings import SandboxSettings
from backend_bridge.sandbox.tricks import Tricks
from lobby.clock import Clock
from lobby.contract.base import wire_time

LARGEST = 1024 * 1024
RESULTS_SOURCE = "Hệ thống một cửa (bản chạy thử)"
Answer = Response | tuple[Response, int]
F = TypeVar("F", EventsForm, ReportsForm)


def build(
    settings: SandboxSettings,
    ledger: Ledger,
    procedures: Sequence[Procedure],
    clock: Clock,
    modes: Modes | None = None,
) -> Flask:
    """Return the web application over an open `ledger`; raises SettingsError for a missing token file."""
    modes = modes or Modes(clock.monotonic)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    guard(app, settings.token(), settings.open_to_loopback)
    app.register_blueprint(_calls(settings, ledger, procedures, clock), url_prefix="/v1")
    app.register_blueprint(down(settings, ledger.changes, clock), url_prefix="/v1")
    app.register_blueprint(pages(settings, ledger, clock, modes))
    app.register_blueprint(national(settings, ledger, procedures, clock), url_prefix="/national")
    app.wsgi_app = Tricks(app.wsgi_app, modes, settings.seed)  # type: ignore[method-assign, assignment]
    return app


def _calls(settings: SandboxSettings, ledger: Ledger, procedures: Sequence[Procedure], clock: Clock) -> Blueprint:
    calls = Blueprint("calls", __name__)

    @calls.get("/dossiers/<code>")
    def dossier(code: str) -> Answer:
        check = request.args.get("check", "")
        if not re.fullmatch(CHECK_PATTERN, check):
            return refuse(400, message="«check» chỉ gồm chữ không dấu và chữ số, không quá 16 ký tự.")
        found = ledger.find(code.strip().upper(), check or None)
        if found is None:
            return refuse(404, "not_found", "Không tìm thấy hồ sơ với mã này.")
        now = clock.now()
        told = found.model_copy(update={"todo": todo_on(found, now)})
        return jsonify(dossier=told.model_dump(mode="json", exclude_none=True), as_of=wire_time(now))

    @calls.get("/results")
    def results() -> Answer:
        counts, ready = ledger.figures(clock.now(), settings.collect_counter)
        return jsonify(
            as_of=wire_time(clock.now()),
            source=RESULTS_SOURCE,
            counts=counts.model_dump(),
            ready=[one.model_dump(mode="json", exclude_none=True) for one in ready],
        )

    @calls.get("/procedures")
    def list_procedures() -> Answer:
        since = _moment(request.args.get("updated_since"))
        if isinstance(since, str):
            return refuse(400, message=since)
        limit, start = request.args.get("limit", "1000"), request.args.get("page", "0")
        if not all(text.isascii() and text.isdigit() and len(text) < 6 for text in (limit, start)) or limit == "0":
            return refuse(400, message="«limit» và «page» phải là số nguyên không âm, «limit» từ 1.")
        chosen = [one.record for one in procedures if since is None or one.updated_at >= since]
        end = int(start) + int(limit)
        more = {"next": str(end)} if end < len(chosen) else {}
        now = wire_time(clock.now())
        return jsonify(as_of=now, source=SOURCE, procedures=chosen[int(start) : end], **more)

    @calls.post("/events")
    def events() -> Answer:
        form = _posted(EventsForm)
        if not isinstance(form, EventsForm):
            return form
        return jsonify(through=ledger.take(form.site, form.events, clock.now()))

    @calls.post("/reports")
    def reports() -> Answer:
        form = _posted(ReportsForm)
        if not isinstance(form, ReportsForm):
            return form
        return jsonify(taken=ledger.reports.take(form.site, form.reports))

    return calls


def _posted(kind: type[F]) -> F | Answer:
    """Return what was posted, or why it cannot be taken."""
    if not request.is_json:
        return refuse(415)
    try:
        fields = read_json(request.get_data())
    except ValueError as fault:
        return refuse(400, message="Nội dung gửi lên không phải JSON hợp lệ.", detail=_place(fault))
    try:
        return kind.model_validate(fields)
    except ValidationError as fault:
        return refuse(422, detail=_explain(fault))


def _moment(text: str | None) -> datetime | str | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))  # an unescaped + of the offset arrives as a space
    except ValueError:
        return "«updated_since» phải là thời điểm RFC 3339, ví dụ 2026-07-18T00:00:00+07:00."
    return moment if moment.tzinfo else "«updated_since» phải có múi giờ, ví dụ +07:00."


def _place(fault: ValueError) -> list[dict[str, Any]]:
    return [{"where": "", "what": str(fault)}]


def _explain(fault: ValidationError) -> list[dict[str, Any]]:
    wrong = fault.errors(include_input=False, include_url=False, include_context=False)
    return [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in wrong[:20]]
