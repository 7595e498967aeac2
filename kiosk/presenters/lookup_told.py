"""Why a dossier is not shown, kept in Vietnamese until it is shown: the language may change while it stands there."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.presenters.wording import Tongue, mark
from lobby.contract.errors import SENTENCES
from lobby.contract.replies import Found, Reply

_NO_ANSWER = mark("Chưa tra cứu được. Vui lòng thử lại sau ít phút hoặc hỏi cán bộ tại quầy.")
_OFFLINE = mark("Chưa mở được các bước xử lý khi mất kết nối. Vui lòng thử lại sau ít phút.")
_WRONG = mark("Mã tra cứu chưa đúng. Vui lòng xem lại trên giấy biên nhận. Nếu đã thử nhiều lần, hãy đợi ít phút.")


@dataclass(frozen=True)
class Told:
    """What is told, in Vietnamese; `common` says it in our own words where an answer's own have no translation."""

    text: str = ""
    common: str = ""

    def said(self, tongue: Tongue) -> str:
        """Return it in the language spoken now."""
        # What only the answer itself says stays as it is; our own words come where they are known in this language.
        if tongue.knows(self.text) or not tongue.knows(self.common):
            return tongue.say(self.text)
        return tongue.say(self.common)


NOTHING_TOLD = Told()


def failure_of(reply: Reply | None) -> Told:
    """Return why there is no result."""
    if reply is None or reply.error is None:
        return Told(_NO_ANSWER)
    message = reply.error.message
    return Told(message, SENTENCES.get(reply.error.code, message))


def check_refused(found: Found) -> Told:
    """Return why the check code did not open the details of `found`."""
    return Told(_WRONG if found.fresh else _OFFLINE)
