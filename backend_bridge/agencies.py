"""Agencies by the codes and names that they had before: which code a receipt's is today, what an agency is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, ValidationError

from lobby.contract.base import Part

MOST = 20_000
MOST_HOPS = 5
"""Renamings one after the other: a list that says more is not believed."""
Code = Annotated[str, Field(min_length=1, max_length=40)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
_DAY_AND_NUMBER = re.compile(r"[-.][0-9]{6}[-.][0-9]+$")


class Agency(Part):
    """One agency; `carried`: the dossiers under its older codes, or under its own where it was merged into another, are
    kept under the code of today, each with its day and number, and no other dossier has that code."""

    code: Code
    name: Name
    old_codes: tuple[Code, ...] = ()
    old_names: tuple[Name, ...] = ()
    since: str | None = Field(default=None, max_length=40)
    merged_into: Code | None = None
    carried: bool = False


class Agencies:
    """Pure. What two agencies lay claim to leads nowhere, nor does a code or name that is one of today."""

    def __init__(self, known: Iterable[Agency] = ()) -> None:
        listed = list(known)
        self._today = {one.code.upper(): one for one in listed if one.merged_into is None}
        self._codes: dict[str, set[str]] = {}
        self._becomes: dict[str, set[str]] = {}
        names: dict[str, set[str]] = {}
        for one in listed:
            own = one.code.upper()
            into = [(own, one.merged_into.upper())] if one.merged_into is not None else []
            for old, new in (*((old.upper(), own) for old in one.old_codes), *into):
                self._becomes.setdefault(old, set()).add(new)
                if one.carried:
                    self._codes.setdefault(old, set()).add(new)
            for name in (*one.old_names, *([one.name] if into else [])):
                names.setdefault(_plain(name), set()).add(own)
        of_today = {_plain(one.name) for one in self._today.values()}
        self._names = {name: codes for name, codes in names.items() if name not in of_today}

    def successor(self, code: str) -> str | None:
        """Return the code, upper case, under which the dossier `code` is kept today; None where it is its own."""
        end = _end_of_agency(code)
        agency = self._last(code[:end].upper(), self._codes)
        return agency + code[end:].upper() if agency is not None else None

    def name_today(self, name: str) -> str | None:
        """Return what the agency once called `name` is called today; None where it is still called so, or unknown."""
        owners = {self._last(one, self._becomes) or one for one in self._names.get(_plain(name), ())}
        if len(owners) != 1:
            return None
        owner = self._today.get(owners.pop())
        return owner.name if owner is not None else None

    def _last(self, code: str, steps: dict[str, set[str]]) -> str | None:
        """Return where the `steps` lead from `code`, None where they lead nowhere or not to one agency of today."""
        at = code
        for _ in range(MOST_HOPS):
            following = steps.get(at, set())
            if at in self._today or len(following) != 1:
                break
            (at,) = following
        return at if at != code and at in self._today else None


def read_agencies(records: Iterable[Any]) -> tuple[list[Agency], int]:
    """Return the agencies among `records`, and how many cannot be read."""
    found: list[Agency] = []
    odd = 0
    for record in records:
        try:
            found.append(Agency.model_validate(record))
        except ValidationError:
            odd += 1
    return found, odd


def _end_of_agency(code: str) -> int:
    """Return where the agency's code ends in a dossier's: before its last two parts, the day and the number."""
    found = _DAY_AND_NUMBER.search(code)
    return found.start() if found else len(code)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
