"""Limits on guessing: codes that nobody has, by device and site, and check codes that open nothing."""

from __future__ import annotations

import logging
import threading

from backend_bridge.pace import Pace
from lobby.contract.errors import ErrorCode, Refused

log = logging.getLogger(__name__)

CHECKS_PER_MINUTE = 5  # for one dossier: four characters stay unguessed
AN_HOUR_S = 3600.0
OUTAGE_TIMES = 5  # while the backend is away, most who ask have a receipt of which nothing is known here
TOO_MANY = (
    "Vừa có nhiều mã không tìm thấy hồ sơ nên máy tạm nghỉ tra cứu ít phút. "
    "Quý khách vui lòng đưa giấy biên nhận cho cán bộ tại quầy để được tra cứu giúp."
)
_SITE = ""


class Guesses:
    """Safe from several threads; `now` is seconds of a clock that never runs backwards."""

    def __init__(self, per_device_per_hour: int, per_site_per_hour: int) -> None:
        self._of_device = Pace(per_device_per_hour, AN_HOUR_S)
        self._of_site = Pace(per_site_per_hour, AN_HOUR_S)
        self._checks = Pace(CHECKS_PER_MINUTE)
        self._wrong_checks = Pace(per_device_per_hour, AN_HOUR_S)
        self._wrong_checks_of_site = Pace(per_site_per_hour, AN_HOUR_S)
        self._unknown = Pace(OUTAGE_TIMES * per_device_per_hour, AN_HOUR_S)
        self._unknown_of_site = Pace(OUTAGE_TIMES * per_site_per_hour, AN_HOUR_S)
        self._lock = threading.Lock()

    def refuse(self, device: str, now: float) -> None:
        """Raise Refused where `device`, or the site, has asked for too many codes that nobody has."""
        with self._lock:
            let = self._of_device.has(device, now) and self._of_site.has(_SITE, now)
        if not let:
            log.warning("%s: not looked up after too many codes that nobody has", device)
            raise Refused(ErrorCode.TOO_MANY_REQUESTS, TOO_MANY, "too many codes that nobody has")

    def missed(self, device: str, now: float) -> None:
        """Count a code that nobody has."""
        with self._lock:
            self._of_device.lets(device, now)
            self._of_site.lets(_SITE, now)

    def lets_check(self, device: str, code: str, now: float) -> bool:
        """Tell whether a check code for the dossier `code` may be tried, and count it for the dossier."""
        with self._lock:
            few = self._wrong_checks.has(device, now) and self._wrong_checks_of_site.has(_SITE, now)
            return few and self._checks.lets(code, now)

    def wrong_check(self, device: str, now: float) -> None:
        """Count a check code that opened nothing."""
        with self._lock:
            self._wrong_checks.lets(device, now)
            self._wrong_checks_of_site.lets(_SITE, now)

    def lets_recall(self, device: str, now: float) -> bool:
        """Tell whether an older answer may be given while the backend is away: not where `device`, or the site, has
        asked for too many codes of which nothing is known."""
        with self._lock:
            return self._unknown.has(device, now) and self._unknown_of_site.has(_SITE, now)

    def unknown(self, device: str, now: float) -> None:
        """Count a code of which nothing is known while the backend is away."""
        with self._lock:
            self._unknown.lets(device, now)
            self._unknown_of_site.lets(_SITE, now)
