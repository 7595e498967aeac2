"""Short messages as a modem gives and takes them in PDU mode (3GPP TS 23.040, §9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from backend_bridge.sms import gsm7

_DELIVER = 0
_WITH_HEADER = 0x40
_ALPHANUMERIC = 5
_INTERNATIONAL = 0x91
_SUBMIT_WITH_PERIOD = 0x11
_A_DAY = 0xA7
"""Relative validity of 24 hours: an answer that a telephone could not be given by then is of no use (§9.2.3.12.1)."""
_PART_OF_MANY = {0x00: 2, 0x08: 3}  # where the part's number stands in the header's element


class NotReadable(Exception):
    """No message from a telephone, or one that is cut or of another kind."""


@dataclass(frozen=True)
class Delivered:
    """A message that came: `number` as the network gives it, `part` counts from 1 in a long message of several."""

    number: str
    text: str
    sent_at: datetime | None
    part: int = 1


def read_deliver(octets: bytes) -> Delivered:
    """Read an SMS-DELIVER with its service centre before it; raises NotReadable."""
    try:
        return _read(octets[1 + octets[0] :])
    except (IndexError, ValueError) as fault:
        raise NotReadable(str(fault)) from fault


def write_submit(number: str, text: str) -> tuple[str, int]:
    """Return an SMS-SUBMIT as hexadecimal, and its length for AT+CMGS (the empty service centre is not counted).

    `number` is international (+84…); raises ValueError where the text is too long or has other letters.
    """
    codes = gsm7.codes_of(text)
    if len(codes) > gsm7.LONGEST:
        raise ValueError(f"{len(codes)} letters are too long for one short message")
    digits = number.removeprefix("+")
    head = bytes([_SUBMIT_WITH_PERIOD, 0, len(digits), _INTERNATIONAL]) + _swapped(digits)
    message = head + bytes([0, 0, _A_DAY, len(codes)]) + gsm7.pack(codes)
    return "00" + message.hex().upper(), len(message)


def write_deliver(number: str, text: str, sent_at: datetime, part: int = 1, parts: int = 1) -> str:
    """Return an SMS-DELIVER as hexadecimal, as a network would hand it over; for twins."""
    plain = number.removeprefix("+")
    if plain.isdigit():
        kind = _INTERNATIONAL if number.startswith("+") else 0x81
        sender = bytes([len(plain), kind]) + _swapped(plain)
    else:
        letters = gsm7.pack(gsm7.codes_of(number))
        sender = bytes([(len(number) * 7 + 3) // 4, 0xD0]) + letters
    header = bytes([5, 0, 3, 7, parts, part]) if parts > 1 else b""
    first = _WITH_HEADER | 4 if header else 4
    coding, length, body = _written(text, header)
    message = bytes([0, first]) + sender + bytes([0, coding]) + _stamp(sent_at) + bytes([length]) + body
    return message.hex().upper()


def _written(text: str, header: bytes) -> tuple[int, int, bytes]:
    """Return coding, length and octets: packed letters where they do, as telephones choose it, else UCS2."""
    try:
        codes = gsm7.codes_of(text)
    except ValueError:
        codes = None
    if codes is None or header:
        body = header + text.encode("utf-16-be")
        return 8, len(body), body
    return 0, len(codes), gsm7.pack(codes)


def _read(pdu: bytes) -> Delivered:
    if pdu[0] & 0x03 != _DELIVER:
        raise NotReadable("no message from a telephone")
    digits, kind = pdu[1], pdu[2]
    end = 3 + (digits + 1) // 2
    number = _number(pdu[3:end], digits, kind)
    coding, stamp, length = pdu[end + 1], pdu[end + 2 : end + 9], pdu[end + 9]
    body = pdu[end + 10 :]
    header = body[: 1 + body[0]] if pdu[0] & _WITH_HEADER else b""
    return Delivered(number, _text(body, length, header, coding), _moment(stamp), _part(header))


def _number(octets: bytes, digits: int, kind: int) -> str:
    if (kind >> 4) & 0x07 == _ALPHANUMERIC:
        return gsm7.text_of(gsm7.unpack(octets, digits * 4 // 7))
    said = "".join(f"{octet & 0x0F:x}{octet >> 4:x}" for octet in octets)[:digits]
    return ("+" if kind == _INTERNATIONAL else "") + said


def _text(body: bytes, length: int, header: bytes, coding: int) -> str:
    alphabet = _alphabet(coding)
    if alphabet == 0:
        skipped = (len(header) * 8 + 6) // 7
        return gsm7.text_of(gsm7.unpack(body, length, skipped))
    if alphabet == 2:
        return body[len(header) : length].decode("utf-16-be", "replace")
    raise NotReadable("not written in letters")


def _alphabet(coding: int) -> int:
    """Return 0 for the GSM alphabet, 1 for octets, 2 for UCS2 (TS 23.038, §4)."""
    group = coding >> 4
    if group <= 0x07:
        return 1 if coding & 0x20 else (coding >> 2) & 0x03
    if group == 0x0F:
        return (coding >> 2) & 0x01
    return 2 if group == 0x0E else 0


def _part(header: bytes) -> int:
    place = 1
    while place + 1 < len(header):
        element, size = header[place], header[place + 1]
        if element in _PART_OF_MANY:
            return header[place + 2 + _PART_OF_MANY[element]]
        place += 2 + size
    return 1


def _moment(stamp: bytes) -> datetime | None:
    year, month, day, hour, minute, second = ((octet & 0x0F) * 10 + (octet >> 4) for octet in stamp[:6])
    quarters = (stamp[6] & 0x07) * 10 + (stamp[6] >> 4)
    zone = timedelta(minutes=15 * (-quarters if stamp[6] & 0x08 else quarters))
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=timezone(zone))
    except ValueError:
        return None


def _stamp(moment: datetime) -> bytes:
    quarters = int((moment.utcoffset() or timedelta()).total_seconds()) // 900
    return _swapped(f"{moment:%y%m%d%H%M%S}{quarters:02d}")


def _swapped(digits: str) -> bytes:
    padded = digits + "f" * (len(digits) % 2)
    return bytes(int(padded[place + 1] + padded[place], 16) for place in range(0, len(padded), 2))
