"""Spoils answers: wrong types, another dossier, JSON that is none, what was said already, a clock of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from random import Random
from typing import Any

AHEAD = timedelta(hours=1)
ELSEWHERE = timezone(timedelta(hours=9))
OTHER_CODE = "H99.99-990101-9999"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*")
_STAMP = re.compile(r"\d{14}")
_STAMP_FORM = "%Y%m%d%H%M%S"
_CODES = frozenset({"code", "MaHoSo"})
_FOR_TEXT: tuple[Any, ...] = (7, [], {"gia_tri": "x"}, True, 1.5)
_FOR_NUMBER: tuple[Any, ...] = ("bảy", -1, [], {}, 1.5, 10**30, None)
_FOR_LIST: tuple[Any, ...] = ("không", 7, {"0": {}}, [7], [[]])
_FOR_TABLE: tuple[Any, ...] = ([], "không", 0, None)


def no_json(body: bytes, random: Random) -> bytes:
    """Return what is no JSON, or none that anybody meant."""
    return random.choice(
        (
            b"",
            b"<!doctype html><title>200</title><p>Xin cho",
            body[: len(body) // 2],
            b"\xff\xfe{" + body,
            b"[" * 5000,
            b"null",
            b'"' + b"x" * 40 + b'"',
            b'{"so": NaN, "lon": 1e999}',
        )
    )


def wrong_types(body: bytes, random: Random) -> bytes:
    """Return the JSON answer `body` with one to three values of another type."""
    told = json.loads(body)
    places = list(_places(told))
    for table, name in random.sample(places, min(len(places), random.randint(1, 3))):
        table[name] = _another(table[name], random)
    return _bytes(told)


def another_dossier(body: bytes) -> bytes:
    """Return the JSON answer `body` as if it were about another dossier."""
    return _bytes(_each(json.loads(body), lambda name, value: OTHER_CODE if name in _CODES else value))


def twice_told(body: bytes) -> bytes:
    """Return the JSON answer `body` with each list told twice."""
    return _bytes(_doubled(json.loads(body)))


def by_another_clock(body: bytes) -> bytes:
    """Return the JSON answer `body` as one whose clock is AHEAD and stands in another zone would give it."""
    return _bytes(_each(json.loads(body), _told_elsewhere))


def _places(told: Any) -> Any:
    """Yield (table, name) of each value that stands in the answer or in a table of it, lists left whole."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield told, name
            if isinstance(value, dict):
                yield from ((value, inner) for inner in value)


def _another(value: Any, random: Random) -> Any:
    if isinstance(value, str):
        return random.choice(_FOR_TEXT)
    if isinstance(value, dict):
        return random.choice(_FOR_TABLE)
    return random.choice(_FOR_LIST if isinstance(value, list) else _FOR_NUMBER)


def _each(told: Any, change: Callable[[str, Any], Any], name: str = "") -> Any:
    if isinstance(told, dict):
        return {inner: _each(value, change, inner) for inner, value in told.items()}
    if isinstance(told, list):
        return [_each(value, change, name) for value in told]
    return change(name, told)


def _doubled(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _doubled(value) for name, value in told.items()}
    return [*told, *told] if isinstance(told, list) else told


def _told_elsewhere(name: str, value: Any) -> Any:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        moment = datetime.fromisoformat(value)
        return (moment + AHEAD if name == "as_of" else moment).astimezone(ELSEWHERE).isoformat()
    if isinstance(value, str) and _STAMP.fullmatch(value):
        return (datetime.strptime(value, _STAMP_FORM) + AHEAD).strftime(_STAMP_FORM)  # noqa: DTZ007
    return value


def _bytes(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()
