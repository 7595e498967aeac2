"""Files that a keeper might upload, made here, each of its kind."""

from __future__ import annotations

import io
import struct

from PIL import Image


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def mp4(
    seconds: float = 12.0,
    width: int = 1280,
    height: int = 720,
    codec: bytes = b"avc1",
    audio: bytes | None = b"mp4a",
    brand: bytes = b"isom",
    frames: bytes = b"\0" * 400,
    tail: bytes = b"",
) -> bytes:
    """Return an MP4 file with the boxes that describe it; its frames are none."""
    tracks = [_track(b"vide", codec, struct.pack(">24xHH50x", width, height))]
    tracks += [] if audio is None else [_track(b"soun", audio, b"\0" * 28)]
    head = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, int(seconds * 1000)), b"\0" * 80)
    return box(b"ftyp", brand, b"\0\0\0\1isom") + box(b"mdat", frames) + box(b"moov", head, *tracks, tail)


def _track(handler: bytes, codec: bytes, sample: bytes) -> bytes:
    described = box(b"stsd", b"\0\0\0\0\0\0\0\1", box(codec, sample))
    return box(
        b"trak",
        box(b"tkhd", b"\0" * 84),
        box(b"mdia", box(b"hdlr", b"\0" * 8, handler, b"\0" * 13), box(b"minf", box(b"stbl", described))),
    )


def element(id_: int, body: bytes) -> bytes:
    head = id_.to_bytes((id_.bit_length() + 7) // 8, "big")
    return head + (len(body) | 1 << 56).to_bytes(8, "big") + body


def webm(seconds: float | None = 12.0, codec: bytes = b"V_VP9", doc_type: bytes = b"webm") -> bytes:
    """Return a WebM file with the elements that describe it; its frames are none."""
    info = element(0x2AD7B1, (1_000_000).to_bytes(3, "big"))
    info += b"" if seconds is None else element(0x4489, struct.pack(">d", seconds * 1000))
    frame = element(0xE0, element(0xB0, (1280).to_bytes(2, "big")) + element(0xBA, (720).to_bytes(2, "big")))
    pictures = element(0xAE, element(0x83, b"\1") + element(0x86, codec) + frame)
    sound = element(0xAE, element(0x83, b"\2") + element(0x86, b"A_OPUS"))
    tracks, cluster = element(0x1654AE6B, pictures + sound), element(0x1F43B675, b"\0" * 100)
    segment = element(0x18538067, element(0x1549A966, info) + tracks + cluster)
    return element(0x1A45DFA3, element(0x4282, doc_type)) + segment


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 360), **saving: object) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, "#8E1B1F").save(drawn, kind, **saving)
    return drawn.getvalue()
