"""What the hub's own page does for tablets: tells each of its counter's rating and takes what citizens gave there."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.rating import Given
from lobby.contract.replies import Reply, refuse
from lobby.contract.requests import RatingSubmit
from lobby.contract.roles import Role
from lobby.contract.states import DeviceConfig
from ticketing.engine.cases import Asking
from ticketing.engine.pictures import rating_open
from ticketing.hub.door import DeviceSeen
from ticketing.hub.gathering import Asked
from ticketing.hub.ground import Ground
from ticketing.hub.tablets import Bound, Tablets

log = logging.getLogger(__name__)


class TabletPads:
    """Over the ground of a running hub; every method may be called from any thread."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._tablets = Tablets()

    def tell(self, bound: Mapping[str, Bound]) -> None:
        """Let these tablets rate from now on, and no others."""
        self._tablets.tell(bound)
        self._ground.version.grow()

    def heard(self, device: str, troubles: Iterable[str] = ()) -> None:
        """Take that the page of a tablet asked just now, and what troubles it told of."""
        clock = self._ground.time
        if self._tablets.heard(device, clock.now(), clock.monotonic(), tuple(troubles)):
            self._ground.version.grow()

    def seen(self) -> list[DeviceSeen]:
        """Return each tablet, and whether it is there."""
        return self._tablets.seen(self._ground.time.monotonic())

    def config(self, device: str) -> DeviceConfig | None:
        """Return what the hub tells a tablet alone; None where it is bound to no counter of the site."""
        ground, site = self._ground, self._ground.site
        counter, lobby, now = self._tablets.counter_of(device), ground.keeper.lobby, ground.time.now()
        if counter is None or counter not in site.counters:
            return None
        return DeviceConfig(
            rev=lobby.seq,
            at=now,
            device=device,
            counter=counter,
            rating=rating_open(lobby, counter, now),
            form=site.ratings.form,
            server=ground.faces.of(lobby.desk(counter).officer, site.ratings.shown),
        )

    def give(self, device: str, said: RatingSubmit) -> Reply:
        """Return the reply to a rating once it is durable; a refusal is a reply too."""
        try:
            counter = self._tablets.counter_of(device)
            if counter is None:
                raise Refused(ErrorCode.FORBIDDEN, detail="the tablet was cut off")
            asked = said.model_copy(update={"by": Given.TABLET, "counter": None if said.rate else counter})
            return self._ground.keeper.settle(Asked(Asking(device, Role.PAD, counter), asked))
        except Refused as refused:
            log.info("rating of %s refused: %s %s", device, refused.code, refused.detail)
            return refuse(said.id, refused)
        except Exception:
            # The boundary to the web pages: they get a reply whatever happens.
            log.exception("rating of %s failed", device)
            return refuse(said.id, Refused(ErrorCode.INTERNAL))
