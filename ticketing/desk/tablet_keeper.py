"""The keeper's page of tablets: let one in by a code, see which there are, change its counter, cut it off."""

from __future__ import annotations

import logging

import segno
from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.devices import Standing
from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.keeper import admin
from ticketing.desk.looking import known_counter
from ticketing.desk.pairing import LASTS_S, Code
from ticketing.desk.room import address, room
from ticketing.desk.words import minutes_words

log = logging.getLogger(__name__)

TOLD = {
    "moved": "Đã đổi quầy. Máy hiện quầy mới ngay.",
    "cut": "Đã cắt máy. Máy này không xem và không gửi đánh giá được nữa.",
}
NO_COUNTER = "Không có quầy này tại đây."
NO_TABLET = "Máy này đã bị cắt trước đó."

tablet_keeper = Blueprint("tablet_keeper", __name__, url_prefix="/admin/tablets")


@tablet_keeper.get("")
def screen() -> AnyResponse:
    here = officer_or_page("admin")
    if not isinstance(here, Officer):
        return here
    return _page(here, told=TOLD.get(request.args.get("told", ""), ""))


@tablet_keeper.post("/code")
def code() -> AnyResponse:
    """Make a code for one tablet; it stands on this answer alone."""
    here, counter = admin(), request.form.get("counter", "")
    if here is None:
        return _back()
    if known_counter(counter) is None:
        return _page(here, sentence=NO_COUNTER, status=400)
    made = room().pads.codes.make(counter, here.username)
    log.info("%s made a code for a tablet at %s", here.username, counter)
    return _page(here, made=made)


@tablet_keeper.post("/<device>/move")
def move(device: str) -> AnyResponse:
    here, counter = admin(), request.form.get("counter", "")
    if here is None:
        return _back()
    if known_counter(counter) is None:
        return _page(here, sentence=NO_COUNTER, status=400)
    if not room().pads.tablets.move(device, counter):
        return _page(here, sentence=NO_TABLET, status=404)
    return _done(here, "moved", f"{device} chuyển sang {counter}")


@tablet_keeper.post("/<device>/cut")
def cut(device: str) -> AnyResponse:
    here = admin()
    if here is None:
        return _back()
    if not room().pads.tablets.cut_off(device):
        return _page(here, sentence=NO_TABLET, status=404)
    return _done(here, "cut", f"cắt {device}")


def _done(here: Officer, told: str, what: str) -> AnyResponse:
    room().accounts.note_tablet(here.username, what, address())
    log.info("%s changed the tablets: %s", here.username, told)
    return redirect(url_for("tablet_keeper.screen", told=told), 303)


def _back() -> AnyResponse:
    return redirect(url_for("tablet_keeper.screen"), 303)


def _page(
    here: Officer, *, told: str = "", sentence: str = "", made: Code | None = None, status: int = 200
) -> AnyResponse:
    counters = {one.counter: one.name for one in room().door.counters()}
    shown = render_template(
        "tablets.html",
        officer=here,
        counters=counters,
        tablets=_rows(counters),
        made=_shown(made, counters) if made is not None else None,
        told=told,
        sentence=sentence,
    )
    return make_response(shown, status)


def _rows(counters: dict[str, str]) -> list[dict[str, str]]:
    asked = room()
    seen = {one.device: one.presence for one in asked.door.devices()}
    rows = []
    for one in asked.pads.tablets.all():
        presence = seen.get(one.device)
        there = presence is not None and presence.state is Standing.ONLINE
        since = minutes_words((asked.clock.now() - presence.since).total_seconds()) if presence is not None else ""
        rows.append(
            {
                "device": one.device,
                "counter": one.counter,
                "name": counters.get(one.counter, one.counter),
                "tone": "ok" if there else "fault",
                "standing": "Đang có mặt" if there else "Vắng",
                "since": since,
                "paired": f"{one.paired_at:%H:%M %d/%m/%Y}",
                "by": one.paired_by,
            }
        )
    return rows


def _shown(made: Code, counters: dict[str, str]) -> dict[str, str]:
    root = (room().settings.web.public_url or request.url_root).rstrip("/")
    page = root + url_for("pad.screen")
    # The code stands behind the # of the address: browsers send that to nobody.
    link = root + url_for("pad_entry.form") + f"#{made.digits}"
    half = len(made.digits) // 2
    return {
        "digits": f"{made.digits[:half]} {made.digits[half:]}",
        "counter": counters[made.counter],
        "page": page,
        "minutes": str(int(LASTS_S / 60)),
        "qr": segno.make_qr(link, error="m").svg_data_uri(scale=6),
    }
