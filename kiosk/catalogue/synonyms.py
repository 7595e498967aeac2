"""What people say and the portal writes otherwise: read from the data file beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.catalogue.folding import fold

FILE = Path(__file__).with_name("synonyms.toml")
OTHERWISE = Path(__file__).with_name("otherwise.toml")


@dataclass(frozen=True)
class Meaning:
    """Procedures whose name holds one of `names` (each a set of phrases that must all stand in it), in `field` where
    one is given, or whose code is one of `codes`, are also what people call `said`. All folded."""

    names: tuple[tuple[str, ...], ...]
    field: str
    without: tuple[str, ...]
    codes: frozenset[str]
    said: tuple[str, ...]

    def fits(self, code: str, name: str, field: str) -> bool:
        """Tell whether a procedure is meant; `name` and `field` are folded, with a blank at both ends."""
        if code in self.codes:
            return True
        if self.field not in field or any(f" {phrase} " in name for phrase in self.without):
            return False
        return any(all(f" {phrase} " in name for phrase in phrases) for phrases in self.names)


@dataclass(frozen=True)
class Synonyms:
    """All meanings; `common` are codes that people ask for most, `idle` phrases tell nothing of what is wanted, and
    `otherwise` is how the portal may put a word or phrase of people's, in any procedure. All folded."""

    meanings: tuple[Meaning, ...]
    common: tuple[str, ...]
    idle: frozenset[str]
    otherwise: Mapping[str, tuple[str, ...]]

    def said_of(self, code: str, name: str, field: str) -> tuple[str, ...]:
        """Return what people call the procedure, folded; `name` and `field` folded with a blank at both ends."""
        said = (phrase for meaning in self.meanings if meaning.fits(code, name, field) for phrase in meaning.said)
        return tuple(dict.fromkeys(said))


@cache
def synonyms(file: Path = FILE, otherwise: Path = OTHERWISE) -> Synonyms:
    """Return what the two files hold; raises OSError, tomllib.TOMLDecodeError, KeyError where one is wrong."""
    fields = tomllib.loads(file.read_text(encoding="utf-8"))
    return Synonyms(
        meanings=tuple(_meaning(one) for one in fields["meaning"]),
        common=tuple(fields["common"]),
        idle=frozenset(map(fold, fields["idle"])),
        otherwise=_otherwise(tomllib.loads(otherwise.read_text(encoding="utf-8"))["said"]),
    )


def _otherwise(said: dict[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return what the portal writes for each phrase; phrases that differ in their marks alone are one."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase, others in said.items():
        key = fold(phrase)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), *map(fold, others))))
    return {key: tuple(other for other in others if other != key) for key, others in found.items()}


def _meaning(fields: dict[str, Sequence[str]]) -> Meaning:
    return Meaning(
        names=tuple(tuple(fold(part) for part in name.split("+")) for name in fields.get("names", ())),
        field=fold(str(fields.get("field", ""))),
        without=tuple(fold(phrase) for phrase in fields.get("without", ())),
        codes=frozenset(fields.get("codes", ())),
        said=tuple(fold(phrase) for phrase in fields["said"]),
    )
