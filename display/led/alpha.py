"""The bytes of the Alpha Sign Communications Protocol (document 9708-8061) that LED boards here are sent."""

from __future__ import annotations

from typing import Literal

from PIL import Image

NUL, SOH, STX, ETX, EOT, ESC, CR = b"\0", b"\x01", b"\x02", b"\x03", b"\x04", b"\x1b", b"\r"
SYNC = NUL * 5
TEXT, PICTURE, RUNNING = "A", "P", "R"  # labels of the files in the board's memory
ROTATE, HOLD, FLASH = "a", "b", "c"
SHOW_PICTURE, COLOUR = b"\x14", b"\x1c"
MIDDLE = b" "  # the middle line; boards of one line show it all the same
# The board works the size out before rows may come (6.4 of the document).
WIDTH_PAUSE_S = 0.1
WIDEST, TALLEST = 255, 31
LETTERS_MOST = 200
LIGHTS = (100, 86, 72, 58, 44)

Mode = Literal["a", "b", "c"]
Colour = Literal["red", "green", "amber"]
DOTS = {"red": b"1", "green": b"2", "amber": b"3"}


def packet(kind: str, address: int, command: bytes) -> bytes:
    """Return one whole transmission to boards of type `kind` (Z: any) at `address` (0: every)."""
    body = STX + command + ETX
    return opening(kind, address) + body + checksum(body) + EOT


def opening(kind: str, address: int) -> bytes:
    """Return what precedes a command: the sync, the type of board, its address."""
    return SYNC + SOH + kind.encode("ascii") + f"{address:02X}".encode()


def checksum(body: bytes) -> bytes:
    """Return the sum of `body`, from STX to ETX with both, as four hex digits."""
    return f"{sum(body) & 0xFFFF:04X}".encode()


def memory(columns: int, rows: int, widest: int) -> bytes:
    """Return the command that makes room for a text, a picture as large as the board, and one that runs."""
    text = f"{TEXT}AL{LETTERS_MOST:04X}FF00"
    picture = f"{PICTURE}DL{rows:02X}{columns:02X}2000"
    running = f"{RUNNING}DL{rows:02X}{widest:02X}2000"
    return f"E${text}{picture}{running}".encode()


def sequence() -> bytes:
    """Return the command that makes the board run the one text, in this order and at all times."""
    return f"E.SL{TEXT}".encode()


def text(mode: Mode, colour: Colour, said: bytes) -> bytes:
    """Return the command that writes what the board shows: letters, or the picture that `said` calls."""
    return b"A" + TEXT.encode() + ESC + MIDDLE + mode.encode() + COLOUR + DOTS[colour] + said


def called(label: str) -> bytes:
    """Return what calls a picture within a text."""
    return SHOW_PICTURE + label.encode()


def picture(label: str, dots: Image.Image, colour: Colour) -> tuple[bytes, bytes]:
    """Return the command that writes a picture, cut where the board needs a pause of `WIDTH_PAUSE_S`."""
    head = f"I{label}{dots.height:02X}{dots.width:02X}".encode()
    lit = DOTS[colour]
    rows = [
        b"".join(lit if dots.getpixel((column, row)) else b"0" for column in range(dots.width)) + CR
        for row in range(dots.height)
    ]
    return head, b"".join(rows)


def dimmed(light: int) -> bytes:
    """Return the command that makes the board about `light` per cent bright, in the steps that it knows."""
    step = min(range(len(LIGHTS)), key=lambda index: abs(LIGHTS[index] - light))
    return f"E/00{step:02d}".encode()
