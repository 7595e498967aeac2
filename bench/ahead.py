"""A busy day before the loudspeaker: whether what is called was ready before it was, for everybody who waited."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random

from bench.table import Figure, percentile, spread
from crowd.day import draw, officers
from crowd.office import SHARED, Office
from lobby.contract.journal import EntryKind
from lobby.speech.bank import ClipBank
from lobby.speech.hum import HumRenderer
from lobby.speech.renderer import Voice
from ticketing.engine.facts import Fact
from ticketing.engine.fold import apply
from ticketing.engine.pictures import counter_state, queue_state
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby
from ticketing.simulation.play import play_day
from ticketing.simulation.site import site_of
from ticketing.voice.ahead import Ahead
from ticketing.voice.announcer import Announcer, Style
from ticketing.voice.wording import wording_of
from ticketing.voice.zone import Zone

DAY = date(2026, 11, 23)
VISITS = 600
SEED = 7
SPOKEN = ("vi", "en")
_CALLS = frozenset({EntryKind.TICKET_CALLED, EntryKind.TICKET_RECALLED})


@dataclass
class Heard:
    """A day at the loudspeaker: of each call what had to be rendered, and the milliseconds to put it together."""

    rendered: list[int] = field(default_factory=list)
    put_together_ms: list[float] = field(default_factory=list)
    whole: int = 0
    ready_ms: list[float] = field(default_factory=list)


def measure() -> list[Figure]:
    """Return the figures of one day, for a voice that is put together of words and for one that speaks phrases."""
    site, facts = _day(SHARED)
    return [
        *_figures("words rendered", _listened(site, facts, phrases=False)),
        *_figures("a better voice's phrases", _listened(site, facts, phrases=True)),
    ]


def _day(office: Office) -> tuple[Site, tuple[Fact, ...]]:
    random = Random(SEED)
    site = site_of(office)
    counters = {
        key: replace(counter, name=f"Quầy số {number}")
        for number, (key, counter) in enumerate(site.counters.items(), 1)
    }
    named = replace(site, counters=counters)
    people = draw(random, office, VISITS, officers(random, office))
    return named, play_day(named, office, DAY, people, random).facts


def _listened(site: Site, facts: tuple[Fact, ...], *, phrases: bool) -> Heard:
    with tempfile.TemporaryDirectory() as named:
        voices = [HumRenderer(Voice(name, 150)) for name in ("plain", "better")]
        announcer = _announcer(Path(named), voices[0], voices[1] if phrases else None)
        announcer.prepare()
        ahead, heard = Ahead(announcer, Zone(), lambda _missing: None), Heard()
        for before, fact, after in _states(facts):
            if fact.kind in _CALLS and fact.ticket is not None and fact.counter is not None:
                _call(announcer, fact.ticket.number, site.counter_name(fact.counter), voices, heard)
            if before is not after:
                _tell(ahead, site, after, fact)
                begun = time.perf_counter()
                ahead.make_ready()
                heard.ready_ms.append((time.perf_counter() - begun) * 1000)
        return heard


def _announcer(folder: Path, voice: HumRenderer, better: HumRenderer | None) -> Announcer:
    banks = {
        code: ClipBank(folder / code, folder / code / "recordings", voice, better=better, keeps_mb=512)
        for code in SPOKEN
    }
    return Announcer(banks, {code: wording_of(code) for code in SPOKEN}, Style())


def _states(facts: tuple[Fact, ...]) -> Iterator[tuple[Lobby, Fact, Lobby]]:
    lobby = Lobby()
    for fact in facts:
        after = apply(lobby, fact)
        yield lobby, fact, after
        lobby = after


def _tell(ahead: Ahead, site: Site, lobby: Lobby, fact: Fact) -> None:
    for service in site.services:
        ahead.queue(queue_state(site, lobby, service, fact.at))
    for counter in site.counters:
        ahead.counter(counter_state(site, lobby, counter, fact.at))


def _call(announcer: Announcer, number: str, counter_name: str, voices: list[HumRenderer], heard: Heard) -> None:
    rendered = sum(len(voice.rendered) for voice in voices)
    heard.whole += announcer.is_ready(number, counter_name)
    # In Vietnamese as every call is, then as for who took the number in English.
    begun = time.perf_counter()
    announcer.reading(number, counter_name)
    heard.put_together_ms.append((time.perf_counter() - begun) * 1000)
    announcer.prepare_number(number, counter_name)
    heard.rendered.append(sum(len(voice.rendered) for voice in voices) - rendered)


def _figures(what: str, heard: Heard) -> list[Figure]:
    calls, missed = len(heard.rendered), sum(count > 0 for count in heard.rendered)
    together = heard.put_together_ms
    return [
        Figure(f"busy day, {what}: calls that waited for it", missed, "", 0, f"of {calls} calls"),
        Figure(
            "  whose sentence was whole in memory", 100 * heard.whole / calls, "%", 90, f"{heard.whole}", at_least=True
        ),
        Figure("  a call's sound, p95", percentile(together, 0.95), "ms", 50, spread(together)),
        Figure(
            "  making ready after a change, p95", percentile(heard.ready_ms, 0.95), "ms", None, spread(heard.ready_ms)
        ),
    ]
