"""What the voice's tests share: calls as the hub sends them, and a bank rendered once by the real espeak-ng."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import Call, CallKind
from lobby.contract.ticket import Ticket, TicketState
from lobby.speech.bank import ClipBank
from lobby.speech.numbers import Region
from lobby.speech.renderer import VOICES, EspeakRenderer, Voice
from ticketing.voice.announcer import Announcer, Style
from ticketing.voice.wording import wording_of

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=OFFICE_ZONE)


def _call(
    number: str = "A012",
    counter: int = 3,
    ticket: str | None = None,
    nth: int = 1,
    languages: tuple[str, ...] = ("vi",),
    service: str = "ho-tich",
) -> Call:
    held = Ticket(
        ticket=ticket or str(uuid.uuid5(uuid.NAMESPACE_URL, number)),
        number=number,
        service=service,
        state=TicketState.CALLED,
        issued_at=NOON,
        called_at=NOON,
        counter=f"quay-{counter}",
        calls=nth,
    )
    kind = CallKind.CALL if nth == 1 else CallKind.RECALL
    name = f"Quầy số {counter}"
    return Call(
        call_id=str(uuid.uuid4()),
        kind=kind,
        ticket=held,
        counter=f"quay-{counter}",
        counter_name=name,
        nth=nth,
        at=NOON,
        languages=languages,
    )


@pytest.fixture
def make_call() -> Callable[..., Call]:
    return _call


@pytest.fixture(scope="session")
def espeak() -> Iterator[EspeakRenderer]:
    renderer = EspeakRenderer(Voice(VOICES[Region.NORTH], 150))
    yield renderer
    renderer.stop()


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.fixture(scope="session")
def announcer(clips: Path, espeak: EspeakRenderer) -> Announcer:
    """An announcer in the northern voice whose bank is ready."""
    bank = ClipBank(clips, clips / "recordings", espeak)
    announcer = Announcer({"vi": bank}, {"vi": wording_of()}, Style())
    assert announcer.prepare() == []
    return announcer
