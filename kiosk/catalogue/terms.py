"""What of a procedure is searched: its name, what people call it, its field and agencies, what it results in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kiosk.catalogue.folding import fold, marked_words
from kiosk.catalogue.procedure import Level, Procedure
from kiosk.catalogue.synonyms import Synonyms

_LEVELS = {
    Level.WARD: "cap xa xa phuong dac khu",
    Level.PROVINCE: "cap tinh tinh thanh pho so",
    Level.MINISTRY: "cap trung uong bo nganh",
}
_LEADING = re.compile(r"^(?:thu tuc (?:hanh chinh )?)+")
_TAIL = re.compile(r"[(;]")


@dataclass(frozen=True)
class Terms:
    """Folded words, each string with a blank at both ends; `aliases` are kept apart by a slash.

    `core` is the name up to its first bracket, where long names begin to list exceptions; `marked` the name's words
    with their marks, as keys.
    """

    title: str
    core: str
    aliases: str
    context: str
    more: str
    marked: str

    def indexed(self) -> tuple[str, str, str, str]:
        """Return the four texts that the index takes."""
        return self.title, self.aliases, self.context, self.more


def terms_of(procedure: Procedure, known: Synonyms) -> Terms:
    """Return what of `procedure` is searched."""
    title = _LEADING.sub("", fold(procedure.name)) or fold(procedure.name)
    core = _LEADING.sub("", fold(_TAIL.split(procedure.name, maxsplit=1)[0])) or title
    cases = [fold(term.name) for term in procedure.terms if fold(term.name) != fold(procedure.name)]
    field = _padded(fold(procedure.field.name))
    said = known.said_of(procedure.code, _padded(title), field)
    keywords = [fold(procedure.keywords)] if fold(procedure.keywords) not in ("", title) else []
    return Terms(
        title=_padded(title),
        core=_padded(core),
        aliases=_padded(" / ".join([*(_both(phrase) for phrase in said), *keywords])),
        context=_padded(" / ".join([fold(procedure.field.name), *_code(procedure), *_where(procedure)])),
        more=_padded(" / ".join(dict.fromkeys([*cases, *(fold(name) for name in procedure.results)]))[:2000]),
        marked=_padded(" ".join(marked_words(procedure.name))),
    )


def joined(phrase: str) -> str:
    """Return a phrase as one word, which is how a whole alias is found."""
    return phrase.replace(" ", "")


def pair(one: str, other: str) -> str:
    """Return two neighbours as one word that nobody types, which is how the index keeps them."""
    return f"{one}0{other}"


def pairs(text: str) -> str:
    """Return the neighbours in a text as such words."""
    runs = (run.split() for run in text.split("/"))
    return " ".join(dict.fromkeys(pair(one, other) for run in runs for one, other in pairwise(run)))


def _both(phrase: str) -> str:
    return f"{phrase} / {joined(phrase)}" if " " in phrase else phrase


def _code(procedure: Procedure) -> list[str]:
    """Return the code of the field (`G15-TP07`) where it is one: some are numbers that mean nothing."""
    code = fold(procedure.field.code)
    return [] if code.replace(" ", "").isdigit() or not code else [code]


def _where(procedure: Procedure) -> list[str]:
    agencies = [fold(name) for name in (*procedure.agencies, procedure.issuer.name)]
    return [*dict.fromkeys(agencies), *(_LEVELS[level] for level in procedure.levels)]


def _padded(text: str) -> str:
    return f" {text} "
