"""The one file where topic strings stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

ROOT = "lobby/1"
EVERY = "+"
BELOW = "#"

PRESENCE = "presence/{device}"
HEALTH = "health/{device}"
CONFIG = "config/{device}"
QUEUE = "queue/{service}"
COUNTER = "counter/{counter}"
BEAT = "beat"
CALL = "call"
SHOWN = "shown/{device}"
SPEAKING = "speaking/{device}"
RESULTS = "results"
RESULTS_PAGE = "results/{page}"
DOSSIERS_CHANGED = "dossiers/changed"
NOTICES = "notices"
PROCEDURES = "procedures"
JOURNAL = "journal"
DO = "do/{device}/{verb}"
REPLY = "reply/{device}"


class Asked(NamedTuple):
    """Who asked for what, read from a request's topic."""

    device: str
    verb: str


@dataclass(frozen=True)
class Topics:
    """Topic names of one site."""

    site: str

    def under(self, template: str, **names: str) -> str:
        """Fill `template` (one of this module's constants) below the site's root."""
        return f"{ROOT}/{self.site}/{template.format(**names)}"

    def presence(self, device: str) -> str:
        return self.under(PRESENCE, device=device)

    def health(self, device: str) -> str:
        return self.under(HEALTH, device=device)

    def config(self, device: str) -> str:
        return self.under(CONFIG, device=device)

    def queue(self, service: str) -> str:
        return self.under(QUEUE, service=service)

    def counter(self, counter: str) -> str:
        return self.under(COUNTER, counter=counter)

    def beat(self) -> str:
        return self.under(BEAT)

    def call(self) -> str:
        return self.under(CALL)

    def shown(self, device: str) -> str:
        return self.under(SHOWN, device=device)

    def speaking(self, device: str) -> str:
        return self.under(SPEAKING, device=device)

    def results(self) -> str:
        return self.under(RESULTS)

    def results_page(self, page: int | str) -> str:
        return self.under(RESULTS_PAGE, page=str(page))

    def dossiers_changed(self) -> str:
        return self.under(DOSSIERS_CHANGED)

    def notices(self) -> str:
        return self.under(NOTICES)

    def procedures(self) -> str:
        return self.under(PROCEDURES)

    def journal(self) -> str:
        return self.under(JOURNAL)

    def do(self, device: str, verb: str) -> str:
        return self.under(DO, device=device, verb=verb)

    def reply(self, device: str) -> str:
        return self.under(REPLY, device=device)

    def asked(self, topic: str) -> Asked | None:
        """Read device and verb from a request's topic; None where it is no request of this site."""
        prefix = self.under("do/")
        if not topic.startswith(prefix):
            return None
        device, _, verb = topic.removeprefix(prefix).partition("/")
        return Asked(device, verb) if device and verb else None

    def is_reply_place(self, topic: str, device: str) -> bool:
        """Tell whether `topic` is the device's reply topic or below it: the only places answers may go."""
        own = self.reply(device)
        plain = EVERY not in topic and BELOW not in topic
        return plain and (topic == own or topic.startswith(own + "/"))


@lru_cache(maxsize=4096)
def matches(pattern: str, topic: str) -> bool:
    """Tell whether an MQTT subscription `pattern` covers `topic` (MQTT 5.0 §4.7)."""
    wanted, given = pattern.split("/"), topic.split("/")
    for place, part in enumerate(wanted):
        if part == BELOW:
            return True
        if place >= len(given) or part not in (EVERY, given[place]):
            return False
    return len(wanted) == len(given)
