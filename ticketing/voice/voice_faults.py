"""Tells the keeper what is wrong with a loudspeaker's words and voices, while calls go on without it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from lobby.health import Faults
from ticketing.voice.phrasebook import Phrasebook

log = logging.getLogger(__name__)

_TOLD_AT_MOST = 400
_PHRASES_REMEDY = "Sửa mục [voice.phrases] trong tệp cấu hình của loa, rồi khởi động lại loa."
_NOT_BETTER = "Giọng đọc piper không đọc được; loa đọc bằng giọng espeak-ng."
_BETTER_REMEDY = (
    "Kiểm tra hai đường dẫn program và model ở mục [voice.better] và chạy thử piper bằng tay; xem nhật ký loa."
)


def tell_wrong_phrases(book: Phrasebook, faults: Faults) -> None:
    """Let the fault `phrases` stand where a setting of the sentences is wrong."""
    for trouble in book.troubles:
        log.error("wrong phrase setting: %s", trouble)
    if book.troubles:
        faults.stand("phrases", ". ".join(book.troubles)[:_TOLD_AT_MOST], _PHRASES_REMEDY)


def tell_wrong_better(wrong: Sequence[str], faults: Faults) -> None:
    """Let the fault `better_voice` stand where a setting of the better voices is wrong: they do not speak then."""
    for trouble in wrong:
        log.error("wrong better voice: %s", trouble)
    if wrong:
        faults.stand("better_voice", f"{_NOT_BETTER} {'. '.join(wrong)}"[:_TOLD_AT_MOST], _BETTER_REMEDY)


def better_failed(faults: Faults) -> Callable[[str | None], None]:
    """Return what lets the fault `better_voice` stand when it is told a reason, and clears it for None."""

    def tell(reason: str | None) -> None:
        if reason is None:
            faults.clear("better_voice")
        else:
            faults.stand("better_voice", _NOT_BETTER, _BETTER_REMEDY)

    return tell
