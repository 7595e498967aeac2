"""What a kiosk says of its camera: that it sees, and what would help it to read the paper held there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.presenters.wording import Say, mark


class Hint(StrEnum):
    """Why the camera may not read what is held there."""

    DARK = "dark"
    FAR = "far"
    BLURRED = "blurred"


_HINTS = {
    Hint.DARK: mark("Hơi tối. Vui lòng đưa giấy ra chỗ sáng hơn."),
    Hint.FAR: mark("Giấy ở xa quá. Vui lòng đưa lại gần camera."),
    Hint.BLURRED: mark("Hình bị nhòe. Vui lòng giữ yên giấy, hoặc đưa ra xa một chút."),
}


@dataclass(frozen=True)
class Camera:
    """What is known of the camera: whether it sees (`on`), a hint, when paper was last there (monotonic seconds).

    `found` tells that a code was read a moment ago, in a picture that is shown still.
    """

    on: bool = False
    hint: Hint | None = None
    paper_at: float | None = None
    found: bool = False

    def advice(self, say: Say) -> str | None:
        """Return what helps the camera to read, None where nothing is wrong."""
        return say(_HINTS[self.hint]) if self.hint is not None else None
