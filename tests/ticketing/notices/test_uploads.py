"""What a keeper may upload: known by what it holds, never by its name, and kept as pixels and plain video alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from lobby.clock import HandClock
from lobby.contract.notices import NoticeKind
from tests.ticketing.notices.files import box, element, mp4, picture, webm
from ticketing.notices import words
from ticketing.notices.arriving import AT_ONCE, IDLE_S
from ticketing.notices.film import Unreadable
from ticketing.notices.item import Item, Plan
from ticketing.notices.limits import Limits
from ticketing.notices.mp4 import read_mp4
from ticketing.notices.programme import Programme
from ticketing.notices.webm import read_webm
from ticketing.notices.words import NoticeError

Send = Callable[..., str]
SMALL = Limits(picture=40_000, video=60_000, disk=100_000, minutes=10)


@pytest.fixture
def add(programme: Programme, send: Send) -> Callable[[bytes], Item]:
    return lambda content: programme.add_media("quantri", send(content), "Tên", Plan())


def kept(programme: Programme, item: Item) -> Path:
    assert item.media is not None
    found = programme.shelf.find(item.media.name)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_drawn_anew(programme: Programme, add: Callable[[bytes], Item], kind: str) -> None:
    item = add(picture(kind))
    assert item.kind is NoticeKind.IMAGE
    with Image.open(kept(programme, item)) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (640, 360))


def test_what_a_photograph_tells_beside_its_pixels_is_gone(programme: Programme, add: Callable[[bytes], Item]) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Nhà máy ảnh", {1: "N", 2: (21.0, 19.0, 0.0)}
    content = picture("JPEG", exif=exif, comment=b"<script>alert(1)</script>") + b"<html><script>x</script>"
    drawn = kept(programme, add(content)).read_bytes()
    assert not any(mark in drawn for mark in (b"script", b"Exif", "Nhà máy ảnh".encode(), b"html"))
    with Image.open(io.BytesIO(drawn)) as upright:
        assert upright.size == (360, 640), "a photograph taken upright stands upright"


def test_a_large_photograph_becomes_as_large_as_a_television(
    programme: Programme, add: Callable[[bytes], Item]
) -> None:
    item = add(picture("JPEG", (4000, 3000)))
    assert item.media is not None
    assert (item.media.width, item.media.height) == (1920, 1440)


def test_a_photograph_that_a_phone_keeps_more_pictures_behind_is_one(add: Callable[[bytes], Item]) -> None:
    whole = io.BytesIO()
    first = Image.new("RGB", (6000, 4000))
    first.save(whole, "MPO", save_all=True, append_images=[Image.new("RGB", (600, 400))])
    item = add(whole.getvalue())
    assert item.media is not None
    assert (item.media.width, item.media.height) == (1920, 1280)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', words.ACTIVE),
        (b'\xef\xbb\xbf <?xml version="1.0"?><svg/>', words.ACTIVE),
        (b"<!DOCTYPE html><script>x()</script>", words.ACTIVE),
        (b"%PDF-1.7\n", words.DOCUMENT),
        (b"PK\x03\x04 a presentation", words.DOCUMENT),
        (b"\0\0\0\x18ftypheic\0\0\0\0", words.HEIC),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", words.OTHER_FILM),
        (b"RIFF\0\0\0\0AVI LIST", words.OTHER_FILM),
        (b"MZ\x90\0 a program", words.NOT_MEDIA),
        (picture()[:200], words.BROKEN_PICTURE),
        (picture(size=(120, 90)), words.SMALL_PICTURE.format(width=120, height=90)),
        (mp4(codec=b"hvc1"), words.WRONG_CODEC.format(codec="hvc1")),
        (mp4(audio=b"ac-3"), words.WRONG_CODEC.format(codec="ac-3")),
        (mp4(seconds=700), words.LONG_FILM.format(minutes=12, most=10)),
        (mp4(seconds=0), words.ENDLESS_FILM),
        (mp4(width=3840, height=2160), words.BIG_FILM.format(width=3840, height=2160)),
        (mp4(frames=b""), words.BROKEN_FILM),
        (mp4()[:-100], words.BROKEN_FILM),
        (webm(codec=b"V_AV1"), words.WRONG_CODEC.format(codec="V_AV1")),
        (webm(seconds=None), words.ENDLESS_FILM),
        (webm(doc_type=b"matroska"), words.OTHER_FILM),
    ],
    ids=lambda given: given[:24] if isinstance(given, str) else "",
)
def test_what_no_television_shows_or_what_may_act_is_refused_and_why_is_told(
    programme: Programme, add: Callable[[bytes], Item], content: bytes, sentence: str
) -> None:
    with pytest.raises(NoticeError) as refused:
        add(content)
    assert str(refused.value) == sentence
    assert programme.items == ()
    assert programme.shelf.used == 0


@pytest.mark.parametrize(("content", "suffix"), [(mp4(), ".mp4"), (mp4(audio=None), ".mp4"), (webm(), ".webm")])
def test_a_video_is_kept_as_it_came_with_its_length_and_frame(
    programme: Programme, add: Callable[[bytes], Item], content: bytes, suffix: str
) -> None:
    item = add(content)
    found = kept(programme, item)
    assert (found.suffix, found.read_bytes()) == (suffix, content)
    assert item.media is not None
    assert (item.kind, item.media.seconds, item.media.width) == (NoticeKind.VIDEO, 12, 1280)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(add: Callable[[bytes], Item]) -> None:
    with pytest.raises(NoticeError, match="triệu điểm ảnh"):
        add(picture("PNG", (6000, 4000)))


@settings(max_examples=150)
@given(st.binary(max_size=300), st.integers(0, 700), st.integers(0, 255))
def test_no_bytes_lead_a_reader_astray(junk: bytes, place: int, value: int) -> None:
    for whole, read in ((mp4(), read_mp4), (webm(), read_webm)):
        broken = bytearray(whole)
        broken[place % len(broken)] = value
        for content in (bytes(broken), junk, whole[:place] + junk):
            try:
                read(io.BytesIO(content), len(content))
            except Unreadable:
                continue


def test_a_container_of_endless_parts_is_given_up() -> None:
    many = mp4(tail=b"\0\0\0\x08free" * 5000)
    with pytest.raises(Unreadable, match="too many"):
        read_mp4(io.BytesIO(many), len(many))
    deep = frames = b""
    for _ in range(50):
        deep, frames = element(0xAE, deep), box(b"trak", frames)
    for content, read in ((deep, read_webm), (frames, read_mp4)):
        with pytest.raises(Unreadable, match="too deep"):
            read(io.BytesIO(content), len(content))


def test_a_file_may_be_sent_on_where_it_broke_off_and_a_piece_twice(programme: Programme) -> None:
    arriving, content = programme.arriving, picture("PNG", (1600, 900))
    token = arriving.begin("quantri", len(content), programme.limits)
    half = len(content) // 2
    assert arriving.add("quantri", token, 0, content[:half]) == half
    assert arriving.add("quantri", token, 0, content[:half]) == half, "sent again: its answer was lost"
    assert arriving.add("quantri", token, half + 7, b"gap") == half, "nothing is kept beyond a gap"
    with pytest.raises(NoticeError, match=words.UPLOAD_SHORT):
        arriving.finish("quantri", token)
    assert arriving.add("quantri", token, half, content[half:]) == len(content)
    assert arriving.add("quantri", token, len(content), b"more") == len(content), "never more than was announced"
    assert programme.add_media("quantri", token, "", Plan()).kind is NoticeKind.IMAGE


def test_nobody_takes_up_another_ones_file(programme: Programme, send: Send) -> None:
    token = send(picture(), owner="quantri")
    with pytest.raises(NoticeError, match=words.UPLOAD_GONE):
        programme.add_media("khac", token, "", Plan())


def test_few_files_arrive_at_once_and_a_forgotten_one_makes_room(programme: Programme, clock: HandClock) -> None:
    for _ in range(AT_ONCE):
        programme.arriving.begin("quantri", 1000, programme.limits)
    with pytest.raises(NoticeError, match=words.UPLOAD_BUSY):
        programme.arriving.begin("quantri", 1000, programme.limits)
    clock.forward(IDLE_S + 1)
    assert programme.arriving.begin("quantri", 1000, programme.limits)


def test_size_and_disk_have_bounds(programme: Programme) -> None:
    for size, wrong in ((0, "trống"), (70_000, "nhiều nhất"), (60_000, "")):
        if wrong:
            with pytest.raises(NoticeError, match=wrong):
                programme.arriving.begin("quantri", size, SMALL)
        else:
            programme.arriving.begin("quantri", size, SMALL)
    with pytest.raises(NoticeError, match="Kho thông báo đã đầy"):
        programme.arriving.begin("quantri", 50_000, SMALL)
