"""A citizen looks dossiers up at the kiosk: by camera, by both kinds of scanner, and by typing."""

from __future__ import annotations

import subprocess

from demo import receipts
from demo.programs import LOBBY
from demo.run import Demo
from demo.site import BACKEND, KIOSK, PORTAL
from demo.walkthrough.office import Known, dossiers
from demo.walkthrough.pipes import put
from demo.walkthrough.touching import TouchScreen
from demo.walkthrough.waiting import await_some
from lobby.contract.dossiers import STATUS_TEXTS


class LookupSteps:
    """Each step looks another dossier up, so that a page left over from the last one is noticed."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        places = demo.places
        self._screen = TouchScreen(KIOSK.id, lambda: demo.pid(KIOSK.id), demo.displays.of(KIOSK.id), places.screens)
        self._dossiers: list[Known] = []

    def by_camera(self) -> str:
        """Hold a receipt with Code 128 before the camera."""
        self._screen.wake("welcome")
        self._screen.keep_picture("kiosk-welcome")
        return self._held(self._with_status(4), "Code128", None)

    def by_camera_qr(self) -> str:
        """Hold a receipt before the camera whose QR is a web address with the code."""
        known = self._with_status(5)
        return self._held(known, "QRCode", f"https://{PORTAL}/tra-cuu?MaHoSo={known.code}")

    def by_hid(self) -> str:
        """Scan with the keyboard scanner: raw key events through its pipe."""
        known = self._with_status(6)
        keys = subprocess.run([*LOBBY, "scan-keys", known.code], check=True, capture_output=True, timeout=30).stdout
        put(self._demo.places.scanner_keys, keys)
        return self._answered(known, "kiosk-hid")

    def by_serial(self) -> str:
        """Scan with the serial scanner: the code comes out of its port."""
        known = self._with_status(9)
        put(self._demo.places.serial_in, f"{known.code}\r".encode())
        return self._answered(known, "kiosk-serial")

    def by_typing(self) -> str:
        """Go back to the welcome page and type the code."""
        known = self._with_status(10)
        self._screen.touch_to("done", "welcome")
        self._screen.touch_all([f"key:{key}" for key in known.code])
        self._screen.await_page("welcome", known.code)
        self._screen.keep_picture("kiosk-typing")
        self._screen.touch("find")
        return self._answered(known, "kiosk-typed")

    def _held(self, known: Known, symbology: str, text: str | None) -> str:
        receipts.hold(receipts.receipt(known.code, symbology, text), self._demo.places.camera)
        try:
            return self._answered(known, f"kiosk-{symbology.lower()}")
        finally:
            receipts.hold(receipts.empty_view(), self._demo.places.camera)

    def _answered(self, known: Known, picture: str) -> str:
        status = STATUS_TEXTS[known.status]
        self._screen.await_page("result", known.code)
        self._screen.await_page("result", status)
        self._screen.keep_picture(picture)
        return f"{known.code}: {status}"

    def _with_status(self, status: int) -> Known:
        if not self._dossiers:
            self._dossiers = dossiers(self._demo.places.settings_of(BACKEND.id))
        return await_some(
            lambda: next((known for known in self._dossiers if known.status == status), None),
            f"hồ sơ trạng thái {status}",
        )
