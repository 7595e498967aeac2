"""What a scanner read: the raw scan, its cleaning, and the guard that makes one scan of many sightings."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.presenters.codes import DossierCode, NotACode, read_code

LONGEST = 2048
"""Characters of the longest scan that is handed on whole; a QR code of a receipt holds some hundred."""

BEGINNING = 513
"""Characters handed on of a longer one: more than any dossier code has, so that the citizen is told so."""

SAME_S = 2.0
"""Seconds within which the same text from one scanner is the same scan."""

Reads = Callable[[str], DossierCode | NotACode]
"""Tells a dossier code from any other text."""

ANY_CODE: Reads = partial(read_code, site_hosts=())
"""Reads as where no web host is the office's own."""

_AIM = re.compile(r"\]([CQEAd])[0-9A-Za-z]")
_SYMBOLOGIES = {"C": "code128", "Q": "qr", "E": "ean", "A": "code39", "d": "datamatrix"}
_SUFFIXES = "\r\n\t\0"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Scan:
    """One code as it was read: `symbology` such as `code128` or `qr` where known; `source` is camera, hid or serial.

    `text` is not checked: what is in it is for the parser of codes to judge.
    """

    text: str
    symbology: str | None
    source: str


def clean(raw: str, source: str, symbology: str | None = None) -> Scan | None:
    """Return `raw` without its AIM identifier (`]cm`, ISO/IEC 15424) and suffix; None where empty.

    Of one longer than any receipt's the beginning is returned: it still takes the place of what is shown.
    """
    text = raw.strip(_SUFFIXES)
    aim = _AIM.match(text)
    if aim:
        symbology, text = _SYMBOLOGIES[aim.group(1)], text[aim.end() :]
    if not text:
        return None
    if len(text) > LONGEST:
        _log.warning("scan from %s cut: %d characters, at most %d are taken", source, len(text), LONGEST)
        text = text[:BEGINNING]
    return Scan(text, symbology, source)


@dataclass
class _Sighting:
    scanned_at: float
    seen_at: float


class RepeatGuard:
    """Makes one scan of the many sightings of a receipt held to one scanner; times are monotonic seconds."""

    def __init__(self, within_s: float = SAME_S) -> None:
        self._within_s = within_s
        self._sightings: dict[str, _Sighting] = {}

    def fresh(self, text: str, at: float) -> bool:
        """Tell whether `text` is a scan of its own: not seen in the last `within_s` seconds before `at`."""
        self._forget(at)
        known = self._sightings.get(text)
        if known is not None:
            known.seen_at = at
            return False
        self._sightings[text] = _Sighting(scanned_at=at, seen_at=at)
        return True

    def still(self, text: str, at: float) -> None:
        """`text` is still there at `at`, though another was meant: it becomes no scan of its own for that."""
        self._forget(at)
        if text in self._sightings:
            self._sightings[text].seen_at = at

    def keep(self, at: float) -> None:
        """What was seen last is still there at `at`, without being read again."""
        self._forget(at)
        for sighting in self._sightings.values():
            sighting.seen_at = at

    def lift(self) -> None:
        """Nothing is there any more: what comes next is new, `within_s` after it was last scanned."""
        for sighting in self._sightings.values():
            sighting.seen_at = sighting.scanned_at

    def _forget(self, at: float) -> None:
        self._sightings = {t: s for t, s in self._sightings.items() if at - s.seen_at < self._within_s}
