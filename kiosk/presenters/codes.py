"""Reads a dossier code from what a scanner or a finger gave: plain code, URL of the office, or a kind refusal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from kiosk.presenters.wording import mark
from lobby.contract.dossiers import CODE_PATTERN

LONGEST = 512
_AIM = re.compile(r"^\][A-Za-z][0-9A-Za-z](?=.)", re.ASCII)
_CARD = re.compile(r"^\d{12}(?:\|.*)?$", re.ASCII)
_BARE_URL = re.compile(r"^[\w-]+(?:\.[\w-]+)+(?::\d+)?/\S*[?]", re.ASCII)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# Some serial scanners put these signs (STX, ETX) around each code.
_AROUND = " \t\r\n\f\v\x02\x03"
# What the bus carries as a code, whatever a site's own form is.
_SENT = re.compile(r"^[A-Z0-9./_-]{3,64}$", re.ASCII)
_CHECK = re.compile(r"^[A-Za-z0-9]{1,16}$", re.ASCII)
_CODE_KEYS = ("mhs", "mahoso")
_CHECK_KEYS = ("check", "mtc", "matracuu")

NOTHING = mark("Chưa có mã hồ sơ. Vui lòng đưa giấy biên nhận vào máy quét hoặc nhập mã in trên giấy.")
TOO_LONG = mark("Mã vừa quét không phải mã hồ sơ. Vui lòng đưa phần mã vạch trên giấy biên nhận vào máy quét.")
UNREADABLE = mark("Máy quét đọc chưa rõ. Vui lòng giữ thẳng giấy biên nhận và quét lại.")
CITIZEN_CARD = mark(
    "Đây là thẻ căn cước. Máy này không lưu thông tin trên thẻ. Vui lòng dùng giấy biên nhận hồ sơ để tra cứu."
)
OTHER_SITE = mark("Mã này dẫn tới một trang khác, không phải mã hồ sơ. Vui lòng quét mã trên giấy biên nhận.")
NOT_A_CODE = mark("Mã này không đúng dạng mã hồ sơ, ví dụ H15.12-250109-0042. Vui lòng kiểm tra trên giấy biên nhận.")


@dataclass(frozen=True)
class DossierCode:
    """A well-formed dossier code, upper case; `check` is the receipt's check code where a URL carried it."""

    code: str
    check: str | None = None


@dataclass(frozen=True)
class NotACode:
    """What was given is no dossier code; `sentence` tells the citizen so, in Vietnamese."""

    sentence: str


def read_code(text: str, site_hosts: tuple[str, ...], pattern: str = CODE_PATTERN) -> DossierCode | NotACode:
    """Return the dossier code in `text`, or why there is none; never raises.

    `site_hosts` are the hosts whose URLs may carry a code (`MHS=` or `MaHoSo=`), themselves and below; `pattern` is
    what a whole code looks like, upper case.
    """
    if len(text) > LONGEST:
        return NotACode(TOO_LONG)
    plain = _AIM.sub("", text.strip(_AROUND)).strip()
    if not plain:
        return NotACode(NOTHING)
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") for letter in plain):
        return NotACode(UNREADABLE)
    if "://" in plain or _BARE_URL.match(plain):
        return _from_url(plain if "://" in plain else f"https://{plain}", site_hosts, pattern)
    read = _plain_code(plain, None, pattern)
    return NotACode(CITIZEN_CARD) if isinstance(read, NotACode) and _CARD.match(plain) else read


def _plain_code(text: str, check: str | None, pattern: str) -> DossierCode | NotACode:
    # People put blanks between the groups, and word processors a long dash.
    code = _DASHES.sub("-", "".join(text.split())).upper()
    if not _SENT.match(code) or not re.fullmatch(pattern, code, re.ASCII | re.IGNORECASE):
        return NotACode(NOT_A_CODE)
    return DossierCode(code, check)


def _from_url(url: str, site_hosts: tuple[str, ...], pattern: str) -> DossierCode | NotACode:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        # Pages that draw themselves carry their fields after the sign of a fragment: …/#/tra-cuu?MHS=…
        asked = f"{parts.query}&{parts.fragment.partition('?')[2]}"
        fields = {key.lower(): value.strip() for key, value in parse_qsl(asked, max_num_fields=50)}
    except ValueError:
        return NotACode(OTHER_SITE)
    if parts.scheme.lower() not in ("http", "https") or not _is_ours(host, site_hosts):
        return NotACode(OTHER_SITE)
    code = next((fields[key] for key in _CODE_KEYS if fields.get(key)), "")
    check = next((fields[key] for key in _CHECK_KEYS if _CHECK.match(fields.get(key, ""))), None)
    return _plain_code(code, check, pattern) if code else NotACode(OTHER_SITE)


def _is_ours(host: str, site_hosts: tuple[str, ...]) -> bool:
    return any(host == ours.lower() or host.endswith("." + ours.lower()) for ours in site_hosts)
