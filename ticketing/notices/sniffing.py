"""Tells what a file is by its first bytes, whatever its name says: pure."""

from __future__ import annotations

from lobby.contract.notices import NoticeKind
from ticketing.notices import words
from ticketing.notices.words import NoticeError

HEAD_BYTES = 1024
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_ACTIVE = (b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script", b"<body", b"<iframe")


def sniff(head: bytes) -> tuple[NoticeKind, str]:
    """Return the kind and the file suffix of what begins with `head`; raises NoticeError for all that is not shown."""
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return NoticeKind.IMAGE, ".jpg"
    if head[4:8] == b"ftyp":
        return _film(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        return NoticeKind.VIDEO, ".webm"
    raise NoticeError(_why_not(head))


def _film(brand: bytes) -> tuple[NoticeKind, str]:
    if brand in _HEIC:
        raise NoticeError(words.HEIC)
    if brand == b"qt  ":
        raise NoticeError(words.OTHER_FILM)
    return NoticeKind.VIDEO, ".mp4"


def _why_not(head: bytes) -> str:
    if head.startswith(_DOCUMENTS):
        return words.DOCUMENT
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if any(mark in text for mark in _ACTIVE):
        return words.ACTIVE
    film = head[:4] == b"RIFF" or head[:3] == b"FLV" or head[:4] in (b"OggS", b"\x00\x00\x01\xba", b"0&\xb2u")
    return words.OTHER_FILM if film else words.NOT_MEDIA
