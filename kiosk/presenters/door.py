"""What the lookup kiosk says at its door: how to begin, who cannot be reached now, how the lobby is."""

from __future__ import annotations

from kiosk.presenters.camera import Camera
from kiosk.presenters.lookup_rules import LookupRules, Reached
from kiosk.presenters.outage import Outage
from kiosk.presenters.scene import Scene
from kiosk.presenters.wording import Say, mark

_CONNECTING = mark("Máy đang kết nối lại. Nếu cần gấp, Quý khách vui lòng hỏi cán bộ tại quầy.")
_NO_BRIDGE = mark("Máy tạm thời chưa tra cứu được hồ sơ. Nếu cần gấp, Quý khách vui lòng hỏi cán bộ tại quầy.")
_PROCEDURES = mark("Vẫn xem được thủ tục.")
_NO_HUB = mark("Vẫn tra cứu được hồ sơ. Máy tạm thời chưa lấy được số, mời Quý khách đến quầy hướng dẫn để lấy số.")


class Door:
    """Pure: `now` is monotonic seconds."""

    def __init__(self, rules: LookupRules, scene: Scene) -> None:
        self.rules = rules
        self.scene = scene
        self.notices: tuple[str, ...] = ()
        self.procedures = not rules.shows
        self.camera = Camera()
        self._begun: float | None = None
        self._reached = Reached()
        self._answering = Outage()

    def reached(self, reached: Reached, now: float) -> None:
        """Learn who can be asked; a short loss changes little."""
        self._begun = now if self._begun is None else self._begun
        self._reached = reached
        self._answering.hub_reached(reached.linked and reached.bridge, now)
        self.scene.linked = reached.linked
        self.scene.outage.hub_reached(reached.linked and reached.hub, now)

    def unanswered(self, now: float) -> bool:
        """Tell whether whoever answers for dossiers has been away for so long that asking would only take time."""
        return self._answering.lasts(now)

    def left_alone(self, acted: float, now: float) -> bool:
        """Tell whether nobody has been here for long; `acted` is when somebody last was.

        Paper held to the camera is somebody, too.
        """
        after = self.rules.attract_after_s
        return (
            after is not None
            and self._begun is not None
            and now - max(acted, self._begun, self.camera.paper_at or 0) >= after
        )

    def notice(self, say: Say, now: float) -> str | None:
        """Return what cannot be done now, and where to go instead; None where all can be."""
        if not self._reached.linked or self._answering.lasts(now):
            told = say(_NO_BRIDGE if self._reached.linked else _CONNECTING)
            return f"{told} {say(_PROCEDURES)}" if self.procedures else told
        return say(_NO_HUB) if self.scene.outage.lasts(now) else None

    def instead(self, say: Say) -> tuple[str, ...]:
        """Return the other ways to an answer."""
        ways = [say("Đưa giấy biên nhận cho cán bộ tại quầy để được tra cứu giúp.")]
        if self.rules.hotline is not None:
            ways.append(say("Gọi đường dây nóng {number}.").format(number=self.rules.hotline))
        return (*ways, *self.by_message(say))

    def by_message(self, say: Say) -> tuple[str, ...]:
        """Return how to ask by short message, where the site answers any."""
        number = self.rules.sms
        return () if number is None else (say("Nhắn tin HS, dấu cách, mã hồ sơ gửi {number}.").format(number=number),)
