"""Words how old the figures of a dossier's page are, as long as that is not simply «now»."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.presenters.lookup_visit import Visit
from kiosk.presenters.wording import Say, mark
from lobby.contract.replies import Found

_COMING = mark("Đang hỏi lại số liệu mới…")
_RENEWED = mark("Vừa cập nhật số liệu mới")
_OLD = mark("Số liệu cũ: chưa cập nhật được từ hệ thống một cửa")
_OLD_IN_SHORT = mark("Số liệu cũ: chưa cập nhật được")


@dataclass(frozen=True)
class Age:
    """What stands beside the time of the figures: `stale` where they are old, else `renewed` where they were."""

    stale: str | None = None
    renewed: str | None = None
    coming: bool = False


def age_of(found: Found, visit: Visit, say: Say, short: bool = False) -> Age:
    """Return how old the figures of `found` are; a page that began with old ones tells so for as long as it stands, so
    that nothing on it moves when the new ones come."""
    if visit.coming:
        return Age(stale=say(_COMING), coming=True)
    if not found.fresh:
        return Age(stale=say(_OLD_IN_SHORT) if short else say(_OLD))
    return Age(renewed=say(_RENEWED)) if visit.aged else Age()
