"""What will be called is ready before it is called, for everybody who waits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lobby.contract.states import CounterPhase, CounterState, QueueState
from lobby.speech.bank import ClipBank
from lobby.speech.hum import HumRenderer
from lobby.speech.remembered import Remembered
from lobby.speech.renderer import RenderFailed, Voice
from lobby.speech.sound import Samples
from ticketing.voice.ahead import REST_S, Ahead
from ticketing.voice.announcer import Announcement, Announcer, Style
from ticketing.voice.numbers_ahead import AT_MOST, numbers_ahead
from ticketing.voice.wording import wording_of
from ticketing.voice.zone import Zone

AT = "2026-11-23T08:00:00.000+07:00"
Waiting = Callable[..., None]


def a_queue(
    last_issued: str | None, last_called: str | None = None, waiting: int = 0, service: str = "ho-tich"
) -> QueueState:
    return QueueState.model_validate(
        {
            "rev": 1,
            "at": AT,
            "service": service,
            "name": "Hộ tịch",
            "open": True,
            "waiting": waiting,
            "waiting_priority": 0,
            "last_issued": last_issued,
            "last_called": last_called,
            "counters": ["quay-1", "quay-2"],
        }
    )


def a_counter(number: int, name: str | None = None) -> CounterState:
    return CounterState.model_validate(
        {
            "rev": 1,
            "at": AT,
            "counter": f"quay-{number}",
            "name": name or f"Quầy số {number}",
            "state": CounterPhase.OPEN,
            "services": ["ho-tich"],
        }
    )


@pytest.mark.parametrize(
    ("queue", "numbers"),
    [
        (a_queue(None), []),
        (a_queue("A016", "A012", 4), ["A013", "A014", "A015", "A016", "A017", "A018", "A019"]),
        (a_queue("A002", None, 2), ["A001", "A002", "A003", "A004", "A005"]),
        (a_queue("A005", "A005", 2), ["A004", "A005", "A006", "A007", "A008"]),
        (a_queue("1009", "1008", 1), ["1009", "1010", "1011", "1012"]),
        (a_queue("***", "A001", 1), []),
    ],
)
def test_the_numbers_that_may_be_called_follow_from_the_fields_picture(queue: QueueState, numbers: list[str]) -> None:
    assert list(numbers_ahead(queue)) == numbers


def test_a_line_without_end_is_made_ready_from_its_head() -> None:
    numbers = numbers_ahead(a_queue("A5000", "A1000", 4000))
    assert (numbers[0], len(numbers)) == ("A1001", AT_MOST)


@pytest.fixture
def hum() -> HumRenderer:
    return HumRenderer(Voice("hum", 150))


@pytest.fixture
def announcer(tmp_path: Path, hum: HumRenderer) -> Announcer:
    banks = {code: ClipBank(tmp_path / code, tmp_path / code / "recordings", hum) for code in ("vi", "en")}
    return Announcer(banks, {code: wording_of(code) for code in banks}, Style())


def test_whoever_waits_is_called_without_a_word_being_rendered(
    announcer: Announcer, hum: HumRenderer, wait_until: Waiting
) -> None:
    ahead = Ahead(announcer, Zone(), lambda _missing: None)
    for state in (a_counter(1, "Bàn tiếp dân"), a_counter(2)):
        ahead.counter(state)
    ahead.queue(a_queue("A120", "A020", 100))
    ahead.start()
    wait_until(lambda: announcer.is_ready("A021", "Quầy số 2"), "the next is ready", 30)
    wait_until(lambda: announcer.is_ready("A065", "Quầy số 2"), "as many as are kept are ready", 30)
    ahead.stop()
    made = len(hum.rendered)
    for number in range(21, 124):
        for name in ("Bàn tiếp dân", "Quầy số 2"):
            announcer.reading(f"A{number:03d}", name, ("vi", "en"))
    assert len(hum.rendered) == made


def test_another_floors_numbers_are_not_made_ready(announcer: Announcer, wait_until: Waiting) -> None:
    ahead = Ahead(announcer, Zone(services=frozenset({"dat-dai"})), lambda _missing: None)
    ahead.counter(a_counter(1))
    ahead.queue(a_queue("A001"))
    ahead.counter(a_counter(2).model_copy(update={"services": ("dat-dai",)}))
    ahead.queue(a_queue("B001", service="dat-dai"))
    ahead.start()
    wait_until(lambda: announcer.is_ready("B001", "Quầy số 2"), "the own field is ready", 30)
    ahead.stop()
    assert not announcer.is_ready("A001", "Quầy số 1")


def test_clips_that_cannot_be_made_are_told_of(announcer: Announcer, hum: HumRenderer, wait_until: Waiting) -> None:
    hum.broken.add("mười")
    missing: list[str] = []
    ahead = Ahead(announcer, Zone(), missing.extend)
    ahead.start()
    wait_until(lambda: missing, "the missing clip is told of", 30)
    ahead.stop()
    assert missing == ["mười"]


def test_a_renderer_that_fails_is_left_alone_for_a_while_and_then_tried_again(
    announcer: Announcer, hum: HumRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    now = [0.0]
    monkeypatch.setattr(hum, "render", lambda text: tried.append(text) or _fail(text))
    ahead = Ahead(announcer, Zone(), lambda _missing: None, lambda: now[0])
    for number in range(1, 3):
        ahead.counter(a_counter(number))
    ahead.queue(a_queue("A300", None, 300))
    ahead.make_ready()
    few = len(tried)
    assert 0 < few < 100
    ahead.make_ready()
    assert len(tried) == few
    monkeypatch.undo()
    now[0] = REST_S
    ahead.make_ready()
    assert announcer.is_ready("A001", "Quầy số 1")


def _fail(text: str) -> Samples:
    raise RenderFailed(text)


def test_a_number_that_comes_back_on_another_day_is_looked_after_again(
    announcer: Announcer, hum: HumRenderer, tmp_path: Path
) -> None:
    prepared: list[str] = []
    ahead = Ahead(announcer, Zone(), lambda _missing: None)
    ahead.counter(a_counter(1))
    real = announcer.prepare_number

    def noted(number: str, counter_name: str = "1") -> list[str]:
        prepared.append(number)
        return real(number, counter_name)

    announcer.prepare_number = noted  # type: ignore[method-assign]
    for queue in (a_queue("A001", None, 1), a_queue("A009", "A009"), a_queue("A001", None, 1)):
        ahead.queue(queue)
        ahead.make_ready()
    assert [prepared.count(number) for number in ("0", "A001", "A010")] == [1, 2, 1]


def test_sentences_in_memory_never_outgrow_their_bound(announcer: Announcer) -> None:
    samples = announcer.chime_alone().samples
    kept = Remembered[tuple[str, str, str], Announcement](most=3 * samples.nbytes)
    for number in ("A001", "A002", "A003"):
        kept.put(("vi", number, "1"), Announcement(number, samples))
    assert kept.get(("vi", "A001", "1")) is not None, "which makes it the one used last"
    kept.put(("vi", "A004", "1"), Announcement("A004", samples))
    assert [kept.has(("vi", f"A00{n}", "1")) for n in (1, 2, 3, 4)] == [True, False, True, True]
    kept.put(("vi", "A004", "1"), Announcement("A004", samples))
    assert kept.has(("vi", "A001", "1"))
