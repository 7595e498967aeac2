"""What the hub says in Vietnamese, for who reads another language: our own sentence first, the hub's below it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk.presenters.wording import VIETNAMESE, Tongue, mark
from lobby.contract.errors import SENTENCES, ErrorCode
from lobby.contract.replies import ReplyError

HELD = mark("Biên nhận này đã lấy số {number}. Mời Quý khách chờ gọi số đó.")
_ASK_STAFF = mark("Vui lòng hỏi cán bộ hướng dẫn.")
_TRY_AGAIN = mark("Vui lòng thử lại hoặc hỏi cán bộ hướng dẫn.")
_AGAIN_FROM = mark("Máy cấp số từ {when}.")
# As the hub words its hours: «Nghỉ trưa, mở lại lúc 13:30.», «… Mở lại lúc 07:30 thứ Hai, 23/11.»
_OPENS = re.compile(r"\b[Mm]ở (?:lại )?lúc (\d{1,2}:\d{2})(?: [^,.]+, (\d{1,2}/\d{1,2}(?:/\d{4})?))?\.?$")
_NUMBER = re.compile(r"\bsố ([A-ZĐ]{0,4}\d{2,})\b")


@dataclass(frozen=True)
class HubSays:
    """A sentence for the citizen; `original` is the hub's own where `text` does not say all of it."""

    text: str
    original: str | None = None


def closed(tongue: Tongue, reason: str | None) -> HubSays:
    """Return why a field takes nobody, by the hub's `reason`, in the language spoken now."""
    if not reason:
        return HubSays(tongue.say(_ASK_STAFF))
    opens = _OPENS.search(reason)
    if opens is None:
        return _in_other_words(tongue, reason, tongue.say(_ASK_STAFF))
    when = ", ".join(part for part in opens.groups() if part)
    return _in_other_words(tongue, reason, tongue.say(_AGAIN_FROM).format(when=when))


def refused(tongue: Tongue, error: ReplyError | None) -> HubSays:
    """Return why no number is given, by the hub's refusal, in the language spoken now."""
    if error is None or not error.message:
        return HubSays(tongue.say(_TRY_AGAIN))
    if error.code is ErrorCode.SERVICE_CLOSED:
        return closed(tongue, error.message)
    return _in_other_words(tongue, error.message, _own_words(tongue, error))


def _own_words(tongue: Tongue, error: ReplyError) -> str:
    held = _NUMBER.search(error.message) if error.code is ErrorCode.WRONG_STATE else None
    if held is not None:
        return tongue.say(HELD).format(number=held[1])
    known = SENTENCES[error.code]
    return tongue.say(known) if tongue.knows(known) else tongue.say(_TRY_AGAIN)


def _in_other_words(tongue: Tongue, sentence: str, own: str) -> HubSays:
    if tongue.code == VIETNAMESE:
        return HubSays(sentence)
    return HubSays(tongue.say(sentence)) if tongue.knows(sentence) else HubSays(own, sentence)
