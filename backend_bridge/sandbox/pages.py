"""The sandbox's own page and calls: what it holds and has taken, and the mode it is in, which they switch."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify, render_template, request, send_from_directory
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend_bridge.sandbox.doors import is_bearer, is_browser, is_foreign, is_here, refuse
from backend_bridge.sandbox.forms import read_json
from backend_bridge.sandbox.ledger import Ledger
from backend_bridge.sandbox.modes import LONGEST_S, TOLD, Mode, Modes
from backend_bridge.sandbox.settings import SandboxSettings
from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import STATUS_TEXTS
from lobby.look.tokens import FONTS, tokens

EVENTS_AT_MOST = 1000
NEWEST = 12
OF_EACH = 6
CHOICES_S = (60, 300, 0)
WRONG_FORM = (
    f'Nội dung phải là {{"mode": "{"|".join(Mode)}", "for_s": số giây}}; '
    f"«for_s» từ 0 đến {LONGEST_S:.0f}, 0 hoặc bỏ trống là đến khi đổi lại."
)
Answer = Response | tuple[Response, int]


class ModeForm(BaseModel):
    """Body of `POST /sandbox/mode`."""

    model_config = ConfigDict(strict=True, extra="forbid")

    mode: Annotated[Mode, Field(strict=False)]
    for_s: Annotated[float, Field(ge=0, le=LONGEST_S, allow_inf_nan=False)] = 0.0


def pages(settings: SandboxSettings, ledger: Ledger, clock: Clock, modes: Modes) -> Blueprint:
    """Return the page and what stands below `/sandbox`."""
    own = Blueprint("pages", __name__)

    @own.get("/")
    def index() -> str:
        seen = is_here() or is_bearer(settings.token())
        return render_template(
            "index.html",
            css=tokens().css("/fonts"),
            agency=settings.agency,
            told=TOLD,
            mode=modes.now(),
            left=modes.left_s(),
            choices=CHOICES_S,
            states=_states(ledger),
            taken=_taken(ledger) if seen else None,
            moves=_moves(ledger),
            texts=STATUS_TEXTS,
            counts=ledger.figures(clock.now(), settings.collect_counter)[0],
            now=_time(clock.now()),
        )

    @own.get("/fonts/<name>")
    def font(name: str) -> Response:
        return send_from_directory(FONTS, name)

    @own.get("/healthz")
    def health() -> Answer:
        return jsonify(ok=not ledger.is_empty())

    @own.get("/sandbox/events")
    def taken() -> Answer:
        site, after = request.args.get("site", settings.site), request.args.get("after", "0")
        if not after.isascii() or not after.isdigit() or len(after) > 15:
            return refuse(400, message="«after» phải là số nguyên không âm.")
        entries = ledger.events(site, int(after), EVENTS_AT_MOST)
        return jsonify(site=site, events=entries, through=ledger.through(site))

    @own.get("/sandbox/reports")
    def reported() -> Answer:
        site, after = request.args.get("site", settings.site), request.args.get("after", "0")
        if not after.isascii() or not after.isdigit() or len(after) > 15:
            return refuse(400, message="«after» phải là số nguyên không âm.")
        found = ledger.reports.after(site, int(after), EVENTS_AT_MOST)
        return jsonify(site=site, reports=[one for _, one in found], through=found[-1][0] if found else int(after))

    @own.get("/sandbox/mode")
    def tell_mode() -> Answer:
        left_s = modes.left_s()
        return jsonify(mode=modes.now(), left_s=None if left_s is None else round(left_s, 1), modes=list(Mode))

    @own.post("/sandbox/mode")
    def set_mode() -> Answer:
        if is_foreign():
            return refuse(403)
        if is_browser() and not request.is_json:
            return refuse(415)
        try:
            form = ModeForm.model_validate(read_json(request.get_data()))
        except (ValueError, ValidationError):
            return refuse(400, message=WRONG_FORM)
        modes.set(form.mode, form.for_s)
        return tell_mode()

    return own


def _states(ledger: Ledger) -> list[dict[str, Any]]:
    """Return each state with how many dossiers are in it and the first of their codes."""
    of: dict[int, list[tuple[str, str]]] = {status: [] for status in STATUS_TEXTS}
    for code, status, check in ledger.codes():
        of[status].append((code, check))
    return [
        {"status": status, "text": STATUS_TEXTS[status], "count": len(held), "held": held[:OF_EACH]}
        for status, held in of.items()
    ]


def _moves(ledger: Ledger) -> list[tuple[str, str, int | None, int]]:
    return [(_time(at), code, was, status) for at, code, was, status in ledger.moves.newest(NEWEST)]


def _taken(ledger: Ledger) -> dict[str, Any]:
    newest = [
        {"site": site, "seq": entry.get("seq"), "kind": entry.get("kind"), "at": _time(at)}
        for site, entry, at in ledger.newest(NEWEST)
    ]
    return {"sites": ledger.sites(), "newest": newest}


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE_ZONE):%H:%M:%S %d/%m/%Y}"
