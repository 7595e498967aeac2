"""Words the answers of a scanner with a TV, in two languages: the room reads them, so only what any eye may see."""

from __future__ import annotations

from kiosk.presenters import dossier_words as words
from kiosk.presenters.age_words import age_of
from kiosk.presenters.door import Door
from kiosk.presenters.dossier_course import gone_by, milestones_of, overdue
from kiosk.presenters.lookup_views import ShowAnswer, ShowDoor
from kiosk.presenters.lookup_visit import At, Visit
from kiosk.presenters.wording import ENGLISH, hour_and_day, mark
from lobby.contract.replies import Found

_SCAN = mark("Đưa giấy biên nhận vào máy quét để xem hồ sơ đang ở đâu")
_LOOKING = mark("Đang tra cứu hồ sơ…")
_NOTHING = mark("Chưa có kết quả tra cứu")


def shown_of(visit: Visit, door: Door, now: float) -> ShowDoor | ShowAnswer:
    """Return what the TV shows of a visit."""
    tongue = door.scene.tongue
    say, english = tongue.say, tongue.in_language(ENGLISH)
    if visit.at is At.LOOKING and visit.asked is not None:
        return ShowAnswer(visit.asked.code, "calm", say(_LOOKING), english(_LOOKING), "", (), ())
    if visit.at is At.PROBLEM:
        # Without touch nobody can ask for more: the other ways are told at once.
        ways = door.instead(say) if visit.unanswered is not None else ()
        return ShowAnswer("", "warn", say(_NOTHING), english(_NOTHING), visit.sentence, (), ways)
    if visit.found is not None:
        return _answer(visit.found, visit, door)
    return ShowDoor(say(_SCAN), english(_SCAN), door.camera.advice(say) or door.notice(say, now))


def _answer(found: Found, visit: Visit, door: Door) -> ShowAnswer:
    tongue, dossier = door.scene.tongue, words.for_all_eyes(found.dossier)
    say = tongue.say
    today = door.scene.day_beside(found.fresh)
    todo, _ = words.todo_of(dossier, found.as_of, (), tongue, today)
    as_of = say("Số liệu lúc {time}").format(time=hour_and_day(found.as_of))
    late = overdue(dossier, found.as_of) or gone_by(dossier, found.as_of, today)
    asks = door.rules.hotline if late else None
    call = () if asks is None else (say("Gọi đường dây nóng {number}.").format(number=asks),)
    age = age_of(found, visit, say)
    aged = age.stale or age.renewed
    return ShowAnswer(
        code=dossier.code,
        tone=words.tone_of(dossier),
        title=words.state_of(dossier, say),
        second=words.state_of(dossier, tongue.in_language(ENGLISH)),
        detail=todo,
        milestones=milestones_of(dossier, found.as_of, say),
        foot=(*call, as_of, *([aged] if aged else [])),
    )
