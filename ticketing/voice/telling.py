"""What a loudspeaker tells the site: what became of each call, when it speaks, and what it lacks."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Iterable

from lobby.calls.told import Told
from lobby.clock import Clock
from lobby.contract.calls import Call, Shown, ShownAs, Speaking
from lobby.contract.states import CounterState
from lobby.link.device import DeviceLink

log = logging.getLogger(__name__)

_NO_VOICE = "Không tạo được lời đọc, loa chỉ phát chuông."
_NO_VOICE_REMEDY = "Cài lại gói espeak-ng, hoặc chép các tệp ghi âm vào thư mục ghi âm của loa."
_NO_SOUND_REMEDY = "Kiểm tra dây loa, bộ khuếch đại và thiết bị âm thanh trong tệp cấu hình của loa."
_LONGEST_S = 120


class Telling:
    """May be called from any thread."""

    def __init__(self, link: DeviceLink, clock: Clock) -> None:
        self._link = link
        self._clock = clock
        self._speaks = False
        self._told = Told(ShownAs.SPOKEN)
        self._lock = threading.Lock()

    def spoken(self, call: Call) -> None:
        """The call was played to its last sample."""
        self._shown(call, ShownAs.SPOKEN, None)

    def failed(self, call: Call, why: str) -> None:
        """The call was not spoken, or its words were not; `why` is for the officer."""
        self._shown(call, ShownAs.FAILED, why)

    def again(self, states: Iterable[CounterState]) -> None:
        """Tell once more what did not go out, and what the counters' pictures show to be unheard."""
        now = self._clock.monotonic()
        with self._lock:
            for shown in self._told.due(states, now):
                sent = self._send(shown)
                self._told.tell_again(shown, sent, now)
                if sent:
                    log.info("call %s told again", shown.call_id)

    def speaks(self, call: Call, seconds: float) -> None:
        """The zone is about to be spoken to for `seconds`; boards let their videos fall silent."""
        self._speaks = True
        self._say(True, call.call_id, min(_LONGEST_S, math.ceil(seconds)))

    def is_quiet(self) -> None:
        """Nothing more is to be said now."""
        if self._speaks:
            self._speaks = False
            self._say(False, None, 0)

    def voice(self, works: bool) -> str:
        """The words could be made, or not; returns the sentence for the latter."""
        if works:
            self._link.faults.clear("voice")
        else:
            self._link.faults.stand("voice", _NO_VOICE, _NO_VOICE_REMEDY)
        return _NO_VOICE

    def player(self, trouble: str | None) -> None:
        """A sound could be played, or why not."""
        if trouble is None:
            self._link.faults.clear("player")
        else:
            self._link.faults.stand("player", trouble, _NO_SOUND_REMEDY)

    def _say(self, speaking: bool, call_id: str | None, for_s: int) -> None:
        said = Speaking(speaking=speaking, call_id=call_id, for_s=for_s, at=self._clock.now())
        self._link.send(said, self._link.topics.speaking(self._link.device))

    def _shown(self, call: Call, shown_as: ShownAs, detail: str | None) -> None:
        shown = Shown.model_validate(
            {"call_id": call.call_id, "as": shown_as, "at": self._clock.now(), "detail": detail}
        )
        with self._lock:
            self._told.tell(shown, self._send(shown), self._clock.monotonic())

    def _send(self, shown: Shown) -> bool:
        return self._link.send(shown, self._link.topics.shown(self._link.device))
