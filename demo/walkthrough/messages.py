"""A citizen asks by short message, and is answered through the modem."""

from __future__ import annotations

from demo.run import Demo
from demo.site import BACKEND
from demo.walkthrough.office import dossiers
from demo.walkthrough.pipes import put_line
from demo.walkthrough.waiting import await_some

WITHIN_S = 40.0


class MessageSteps:
    """The citizen's telephone."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo

    def ask(self) -> str:
        """Send `HS` and a code; return what came back."""
        code = next(known.code for known in dossiers(self._demo.places.settings_of(BACKEND.id)) if known.status == 4)
        put_line(self._demo.places.sms_given, f"HS {code}")
        return await_some(lambda: self._answer(f"HS {code}: "), f"tin trả lời về hồ sơ {code}", WITHIN_S)

    def _answer(self, begins: str) -> str | None:
        lines = self._demo.places.sms_got.read_text(encoding="utf-8").splitlines()
        return next((text for line in lines if (text := line.partition(": ")[2]).startswith(begins)), None)
