"""The keeper's page of notices: what is added there goes to the boards at once, and only a keeper may add."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from lobby.clock import HandClock
from lobby.contract.codec import decode_object
from tests.ticketing.notices.files import mp4, picture

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

PAGE = "/admin/notices"
FIRST = "mat-khau-dau"


@pytest.fixture
def keeper(browser: Browser) -> Browser:
    browser.log_in("quantri", FIRST, "/admin")
    browser.send("/desk/password", old=FIRST, new="rieng-cua-ha", again="rieng-cua-ha", target="admin")
    assert "Thông báo trên bảng" in browser.get(PAGE).text
    return browser


def told(site: Site) -> dict[str, Any]:
    """Return what boards are told now."""
    site.hub.flush()
    return dict(decode_object(site.broker.payloads(site.link.topics.notices())[-1]))


def upload(browser: Browser, content: bytes, **fields: str) -> tuple[int, dict[str, Any]]:
    """Send a file as the page's script does."""
    headers = {"X-Form-Token": browser.form}
    begun = browser.client.post(f"{PAGE}/upload", json={"size": len(content)}, headers=headers)
    if begun.status_code != 200:
        return begun.status_code, begun.json or {}
    token, piece = begun.json["token"], begun.json["piece"]
    for start in range(0, len(content), piece):
        sent = browser.client.post(
            f"{PAGE}/upload/{token}?offset={start}",
            data=content[start : start + piece],
            content_type="application/octet-stream",
            headers=headers,
        )
        assert sent.json == {"ok": True, "got": min(len(content), start + piece)}
    taken = browser.client.post(f"{PAGE}/media", data={"token": token, **fields}, headers=headers)
    return taken.status_code, taken.json or {}


def ids(browser: Browser) -> list[str]:
    return re.findall(r'id="item-([0-9a-f]+)"', browser.get(PAGE).text)


def test_a_text_reaches_the_boards_at_once_and_is_journalled(keeper: Browser, site: Site) -> None:
    before = told(site)["rev"]
    page = keeper.send(
        f"{PAGE}/text", text="Nghỉ lễ\nTừ 01/01", first="2026-12-30", last="2027-01-01", seconds="20", weekday="3"
    ).text
    assert "Đã thêm" in page
    assert "Chưa tới ngày" in page
    assert "Từ 30/12/2026 đến hết 01/01/2027 · Thứ Tư · 20 giây" in page
    message = told(site)
    assert message["rev"] > before
    assert message["playlist"] == [
        {
            "kind": "text",
            "text": "Nghỉ lễ\nTừ 01/01",
            "from": "2026-12-30T00:00:00.000+07:00",
            "until": "2027-01-02T00:00:00.000+07:00",
            "weekdays": [3],
            "seconds": 20,
        }
    ]
    assert "quantri" in keeper.get("/admin").text
    assert "Đổi thông báo trên bảng" in keeper.get("/admin").text


def test_a_picture_and_a_video_are_served_under_names_of_what_they_hold(keeper: Browser, site: Site) -> None:
    assert upload(keeper, picture(size=(1600, 900)), text="Tờ rơi")[0] == 200
    assert upload(keeper, mp4(frames=b"\0" * 200_000))[0] == 200
    image, video = told(site)["playlist"]
    assert (image["kind"], image["text"], video["kind"], video["seconds"]) == ("image", "Tờ rơi", "video", 12)
    for notice, kind in ((image, "image/jpeg"), (video, "video/mp4")):
        answer = keeper.client.get(notice["url"])
        assert (answer.status_code, answer.content_type) == (200, kind)
        assert len(answer.data) == notice["size"]
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    part = keeper.client.get(video["url"], headers={"Range": "bytes=10-19"})
    assert (part.status_code, len(part.data)) == (206, 10)
    rest = keeper.client.get(video["url"], headers={"Range": "bytes=100-"})
    assert (rest.status_code, rest.data) == (206, keeper.client.get(video["url"]).data[100:])
    assert rest.headers["Content-Range"] == f"bytes 100-{video['size'] - 1}/{video['size']}"
    assert keeper.client.get(video["url"], headers={"Range": f"bytes={video['size']}-"}).status_code == 416
    known = {"If-None-Match": keeper.client.get(image["url"]).headers["ETag"]}
    assert keeper.client.get(image["url"], headers=known).status_code == 304
    assert keeper.client.get("/notices/" + "0" * 64 + ".jpg").status_code == 404
    assert keeper.client.get("/notices/..%2faccounts.db").status_code == 404
    assert keeper.client.get("/notices/notices.db").status_code == 404


def test_what_may_not_be_shown_is_refused_in_words(keeper: Browser, site: Site) -> None:
    code, answer = upload(keeper, b"<svg onload='x()'/>")
    assert (code, "hình SVG" in answer["message"]) == (422, True)
    code, answer = upload(keeper, b"\0" * 10, first="2026-13-01")
    assert (code, "Ngày" in answer["message"]) == (422, True)
    headers = {"X-Form-Token": keeper.form}
    for size in (0, 10**12, "9", None):
        refused = keeper.client.post(f"{PAGE}/upload", json={"size": size}, headers=headers)
        assert refused.status_code in (400, 422)
        assert refused.json["message"]
    assert told(site)["playlist"] == []
    page = keeper.send(f"{PAGE}/text", text="Bài viết chưa xong", hours_from="07:30").text
    assert "Hãy ghi cả giờ bắt đầu và giờ kết thúc" in page
    assert "Bài viết chưa xong</textarea>" in page, "what was written is not lost"


def test_items_are_ordered_turned_off_changed_and_deleted(keeper: Browser, site: Site) -> None:
    for text in ("một", "hai", "ba"):
        keeper.send(f"{PAGE}/text", text=text)
    first, second, third = ids(keeper)
    keeper.send(f"{PAGE}/{third}/up")
    keeper.send(f"{PAGE}/{first}/off")
    keeper.send(f"{PAGE}/{second}/edit", text="hai mới", seconds="9")
    assert [(one["text"], one["seconds"]) for one in told(site)["playlist"]] == [("ba", 12), ("hai mới", 9)]
    assert ids(keeper) == [first, third, second]
    keeper.send(f"{PAGE}/{first}/on")
    assert "Đã xóa" in keeper.send(f"{PAGE}/{second}/remove").text
    assert [one["text"] for one in told(site)["playlist"]] == ["một", "ba"]
    assert "không còn trong danh sách" in keeper.send(f"{PAGE}/{second}/on").text


def test_the_ticker_is_written_a_line_a_sentence(keeper: Browser, site: Site) -> None:
    page = keeper.send(f"{PAGE}/ticker", lines="Giờ tiếp nhận: 7:30\r\n\r\nKhông thu phí ngoài quy định").text
    assert "Đã lưu chữ chạy" in page
    assert told(site)["ticker"] == ["Giờ tiếp nhận: 7:30", "Không thu phí ngoài quy định"]
    page = keeper.send(f"{PAGE}/ticker", lines="Câu mới\n" + "a" * 301).text
    assert "dài quá 300 ký tự" in page
    assert "Câu mới\n" + "a" * 301 + "</textarea>" in page, "what was written is not lost"


def test_what_was_changed_in_an_item_and_refused_stands_in_that_item(keeper: Browser) -> None:
    keeper.send(f"{PAGE}/text", text="một")
    (item,) = ids(keeper)
    page = keeper.send(f"{PAGE}/{item}/edit", text="một mới", hours_from="07:30").text
    assert re.findall(r"<textarea[^>]*name=\"text\"[^>]*>([^<]*)<", page) == ["một mới", ""]
    assert "<details open><summary>Sửa</summary>" in page


def test_a_restart_keeps_what_the_keeper_added(keeper: Browser, site: Site) -> None:
    keeper.send(f"{PAGE}/text", text="Còn đây")
    site.hub.stop()
    site.hub.start()
    assert [one["text"] for one in told(site)["playlist"]] == ["Còn đây"]


def test_nobody_but_a_keeper_changes_what_boards_show(keeper: Browser, site: Site, app: Any) -> None:
    assert upload(keeper, picture())[0] == 200
    stranger = app.test_client()
    assert "Đăng nhập" in stranger.get(PAGE).text
    assert stranger.post(f"{PAGE}/upload", json={"size": 10}).status_code == 401
    assert stranger.post(f"{PAGE}/text", data={"text": "chiếm bảng"}).status_code == 403
    keeper.client.get(PAGE)
    for address in (f"{PAGE}/text", f"{PAGE}/ticker", f"{PAGE}/{ids(keeper)[0]}/remove", f"{PAGE}/upload/x?offset=0"):
        forged = keeper.client.post(address, data={"text": "từ trang khác", "lines": "x"})
        assert forged.status_code == 403, "a form that no page of ours made"
    assert len(told(site)["playlist"]) == 1


def test_an_officer_is_told_whose_page_it_is(officer: Browser) -> None:
    page = officer.get(PAGE)
    assert (page.status_code, "dành cho người quản trị" in page.text) == (403, True)
    assert "Thông báo" not in officer.get("/desk/slips").text
    refused = officer.client.post(f"{PAGE}/upload", json={"size": 10}, headers={"X-Form-Token": officer.form})
    assert refused.status_code == 401


def test_one_address_fetches_no_more_than_a_board_needs(keeper: Browser, site: Site, clock: HandClock) -> None:
    assert upload(keeper, picture())[0] == 200
    url = told(site)["playlist"][0]["url"]
    codes = [keeper.client.get(url).status_code for _ in range(301)]
    assert (codes.count(200), codes[-1]) == (300, 429)
    clock.forward(61)
    assert keeper.client.get(url).status_code == 200


def test_a_disk_that_takes_nothing_is_told_of(keeper: Browser, site: Site) -> None:
    site.door.programme.stop()
    assert "Máy chủ chưa ghi được" in keeper.send(f"{PAGE}/text", text="chữ").text
