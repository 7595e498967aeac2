"""The keeper's playlist: in order, at its hours and days, over restarts, and never more than one message holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.notices import Notice, NoticeKind
from lobby.health import Faults
from lobby.settings.load import SettingsError, check
from tests.ticketing.notices.files import picture, webm
from ticketing.notices import words
from ticketing.notices.item import Item, Plan, Standing, notice_of, standing
from ticketing.notices.plans import plan_of
from ticketing.notices.programme import ITEMS_AT_MOST, Programme
from ticketing.notices.settings import NoticesSettings
from ticketing.notices.told import fits
from ticketing.notices.words import NoticeError

WRITTEN = check(
    NoticesSettings, {"playlist": [{"kind": "text", "text": "Trong tệp"}], "ticker": ["Dòng trong tệp"]}, "hub.toml"
)


def texts(programme: Programme) -> list[str]:
    return [item.text for item in programme.items]


def again(programme: Programme, folder: Path, clock: HandClock, faults: Faults | None = None) -> Programme:
    """Return the same programme after a restart."""
    programme.stop()
    made = Programme(folder / "state", clock, faults or Faults(clock))
    made.start()
    return made


def test_items_are_moved_turned_off_changed_and_taken_away(programme: Programme) -> None:
    first, second, third = (programme.add_text(text, Plan()) for text in ("một", "hai", "ba"))
    programme.move(third.id, -1)
    assert texts(programme) == ["một", "ba", "hai"]
    programme.move(first.id, -1)
    programme.turn(second.id, False)
    programme.edit(third.id, "ba\r\n  dòng   hai ", Plan(seconds=30))
    assert [one.text for one in programme.told(NoticesSettings()).playlist] == ["một", "ba\ndòng hai"]
    programme.remove(first.id)
    with pytest.raises(NoticeError, match=words.GONE):
        programme.turn(first.id, True)
    assert texts(programme) == ["ba\ndòng hai", "hai"]


def test_all_of_it_is_there_after_a_restart_and_files_of_nobody_are_not(
    programme: Programme, send: Callable[..., str], tmp_path: Path, clock: HandClock
) -> None:
    plan = Plan(date(2026, 12, 1), date(2026, 12, 31), "07:30", "11:30", (1, 2, 5), 20)
    programme.add_text("Lịch làm việc", plan)
    film = programme.add_media("quantri", send(webm()), "Phim", Plan())
    gone = programme.add_media("quantri", send(picture()), "", Plan())
    programme.put_ticker(["Dòng một", "", "  Dòng   hai "])
    before, folder = programme.items, tmp_path / "state" / "notices"
    (folder / ("0" * 64 + ".jpg")).write_bytes(b"left behind by a power cut")
    woken = again(programme, tmp_path, clock)
    assert woken.items == before
    assert woken.ticker == ("Dòng một", "Dòng hai")
    woken.remove(gone.id)
    assert film.media is not None
    assert [path.name for path in folder.glob("*.*")] == [film.media.name]


def test_a_file_that_two_items_show_stays_until_both_are_gone(programme: Programme, send: Callable[..., str]) -> None:
    one, other = (programme.add_media("quantri", send(picture()), name, Plan()) for name in ("một", "hai"))
    programme.remove(one.id)
    assert other.media is not None
    assert programme.shelf.find(other.media.name) is not None
    programme.remove(other.id)
    assert programme.shelf.used == 0


def test_notices_of_the_settings_file_come_first_and_stay(programme: Programme) -> None:
    programme.add_text("Của người quản trị", Plan())
    programme.put_ticker(["Dòng của người quản trị"])
    told = programme.told(WRITTEN)
    assert [one.text for one in told.playlist] == ["Trong tệp", "Của người quản trị"]
    assert told.ticker == ("Dòng trong tệp", "Dòng của người quản trị")


def test_one_message_holds_whatever_is_told(programme: Programme) -> None:
    programme.told(WRITTEN)
    with pytest.raises(NoticeError, match=words.TOO_MUCH_TEXT):
        for _ in range(ITEMS_AT_MOST + 1):
            programme.add_text("ấ" * 500, Plan(date(2026, 1, 1), date(2026, 12, 31), "07:30", "11:30", (1, 2, 3, 4)))
    endless = [Notice(kind=NoticeKind.TEXT, text="ấ" * 400)] * 200
    huge = WRITTEN.model_copy(update={"playlist": endless, "ticker": ("ấ" * 501, "ngắn")})
    told = programme.told(huge)
    assert fits(told)
    assert told.ticker == ("ngắn",)


def test_a_sign_that_browsers_count_twice_counts_twice(programme: Programme) -> None:
    with pytest.raises(NoticeError, match="dài 502 ký tự"):
        programme.add_text("🌸" * 251, Plan())


def test_the_list_has_an_end(programme: Programme) -> None:
    for number in range(ITEMS_AT_MOST):
        programme.add_text(f"mục {number}", Plan())
    with pytest.raises(NoticeError, match="đã có 40 mục"):
        programme.add_text("một nữa", Plan())


def test_a_damaged_file_is_told_of_and_the_hub_goes_on(programme: Programme, tmp_path: Path, clock: HandClock) -> None:
    programme.add_text("mất", Plan())
    programme.stop()
    for tail in ("-wal", "-shm"):
        (tmp_path / "state" / f"notices.db{tail}").unlink(missing_ok=True)
    (tmp_path / "state" / "notices.db").write_bytes(b"\0" * 5000)
    faults = Faults(clock)
    woken = again(programme, tmp_path, clock, faults)
    assert [fault.code for fault in faults.standing()] == ["notices_failed"]
    assert woken.add_text("mới", Plan()).text == "mới"


@pytest.mark.parametrize(
    ("plan", "at", "stands"),
    [
        (Plan(), "2026-11-23T03:00", Standing.ON_AIR),
        (Plan(first=date(2026, 11, 24)), "2026-11-23T23:59", Standing.EARLY),
        (Plan(last=date(2026, 11, 23)), "2026-11-23T23:59", Standing.ON_AIR),
        (Plan(last=date(2026, 11, 23)), "2026-11-24T00:00", Standing.OVER),
        (Plan(weekdays=(6, 7)), "2026-11-23T08:00", Standing.RESTING),
        (Plan(hours_from="07:30", hours_until="11:30"), "2026-11-23T07:30", Standing.ON_AIR),
        (Plan(hours_from="07:30", hours_until="11:30"), "2026-11-23T11:30", Standing.RESTING),
        (Plan(hours_from="22:00", hours_until="06:00"), "2026-11-23T05:59", Standing.ON_AIR),
        (Plan(hours_from="22:00", hours_until="06:00"), "2026-11-23T12:00", Standing.RESTING),
    ],
)
def test_an_item_is_on_at_its_days_and_hours(plan: Plan, at: str, stands: Standing) -> None:
    item = Item("0", NoticeKind.TEXT, "chữ", plan)
    now = datetime.fromisoformat(at).replace(tzinfo=OFFICE_ZONE)
    assert standing(item, now) is stands


def test_the_last_day_counts_to_its_end_on_boards_too() -> None:
    told = notice_of(Item("0", NoticeKind.TEXT, "chữ", Plan(date(2026, 12, 1), date(2026, 12, 31), weekdays=(1,))))
    assert told.from_ == datetime(2026, 12, 1, tzinfo=OFFICE_ZONE)
    assert told.until == datetime(2026, 12, 31, tzinfo=OFFICE_ZONE) + timedelta(days=1)
    assert (told.weekdays, told.seconds) == ((1,), 12)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first": "31/12/2026"}, "Ngày «31/12/2026» không đúng."),
        ({"first": "2026-12-02", "last": "2026-12-01"}, words.DATES_CROSSED),
        ({"first": "9999-12-31"}, "Ngày «9999-12-31» không đúng."),
        ({"hours_from": "07:30"}, words.HALF_HOURS),
        ({"hours_from": "24:30", "hours_until": "25:00"}, "Giờ «24:30» không đúng; hãy viết như 07:30."),
        ({"hours_from": "07:30", "hours_until": "07:30"}, words.SAME_HOURS),
        ({"seconds": "3"}, "Mỗi lần hiện từ 5 đến 120 giây."),
        ({"seconds": "0000129999"}, "Mỗi lần hiện từ 5 đến 120 giây."),
        ({"seconds": "9" * 5000}, "Mỗi lần hiện từ 5 đến 120 giây."),
    ],
)
def test_a_plan_that_cannot_be_is_told_of(fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(NoticeError) as refused:
        plan_of(fields, [])
    assert str(refused.value) == sentence


def test_every_day_chosen_is_the_same_as_none() -> None:
    assert plan_of({}, "1234567") == Plan()
    assert plan_of({"hours_from": "07:30:00", "hours_until": "11:30"}, ["5", "1", "x"]).weekdays == (1, 5)


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ({"kind": "text"}, "text"),
        ({"kind": "image", "url": "https://elsewhere.example/a.jpg"}, "url"),
        ({"kind": "image", "url": "//elsewhere.example/a.jpg"}, "url"),
        ({"kind": "text", "text": "chữ", "form": "2026-11-22T08:00:00+07:00"}, "from"),
        ({"kind": "text", "text": "chữ", "hours_from": "8h"}, "hours_from"),
    ],
)
def test_a_wrong_notice_in_the_settings_file_is_named(entry: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        check(NoticesSettings, {"playlist": [entry]}, "hub.toml")


def test_the_number_for_short_messages_stands_in_the_ticker_where_there_is_one(programme: Programme) -> None:
    assert programme.told(NoticesSettings(), "0912 000 111").ticker == (
        "Tra cứu hồ sơ: nhắn HS <mã hồ sơ> gửi 0912 000 111",
        "Còn mấy người trước: nhắn CHO <số phiếu> gửi 0912 000 111",
    )
    assert programme.told(NoticesSettings()).ticker == ()
