"""From figures to what a report says of them: medians, shares, means: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lobby.contract.rating import Doubt, Given, Index, mood, satisfied
from ticketing.journal import figure_ratings as kept
from ticketing.journal.figure import Figure
from ticketing.reports import words
from ticketing.reports.model import Face, IndexMean, Measures, Named, Rated, Ratings, Spread, StaffScore


def spread(seconds: Counter[int], small_below: int) -> Spread:
    """Return median, 90th percentile (nearest rank) and mean of what took how many seconds how often."""
    n = sum(seconds.values())
    if not n:
        return Spread(0, None, None, None, True)
    ordered = sorted(seconds.items())
    low, high = _at(ordered, (n + 1) // 2), _at(ordered, n // 2 + 1)
    p90 = float(_at(ordered, -(-9 * n // 10)))
    mean = sum(whole * times for whole, times in ordered) / n
    return Spread(n, (low + high) / 2, p90, mean, n < small_below)


def _at(ordered: list[tuple[int, int]], rank: int) -> int:
    """Return the value at `rank` (from 1) of values in order, each with how often it is there."""
    for value, times in ordered:
        rank -= times
        if rank <= 0:
            return value
    raise ValueError("no such rank")


def measures(figure: Figure, small_below: int) -> Measures:
    """Return all that one row of a table says."""
    counts = figure.counts
    return Measures(
        issued=counts["issued"],
        called=counts["called"],
        served=counts["served"],
        missed=counts["missed"],
        parked=counts["parked"],
        transferred=counts["transferred"],
        cancelled=counts["cancelled"],
        expired=counts["expired"],
        late=counts["late"],
        wait=spread(figure.wait, small_below),
        service=spread(figure.service, small_below),
        rated=rated(figure, small_below),
        staff=staff(figure, small_below),
    )


def rated(figure: Figure, small_below: int) -> Rated:
    """Return the ratings in short."""
    n = happy = 0
    for (scale, score), count in _faces(figure, kept.FACE):
        n += count
        happy += count * satisfied(score, scale)
    return Rated(n, happy, sum(count for _, count in _faces(figure, kept.DOUBTFUL)), n < small_below)


def staff(figure: Figure, small_below: int) -> StaffScore:
    """Return the staff's score."""
    given = {int(score): count for score, count in _of(figure, kept.STAFF)}
    n = sum(given.values())
    mean = sum(score * count for score, count in given.items()) / n if n else None
    return StaffScore(n, mean, n < small_below)


def ratings(figure: Figure, small_below: int, reasons: dict[str, str]) -> Ratings:
    """Return all about ratings; `reasons` has the words of the site's reasons by id."""
    said = [Named(one, reasons.get(one, one), n) for one, n in _of(figure, kept.REASON) if n]
    return Ratings(
        rated=rated(figure, small_below),
        faces=tuple(_face_rows(figure)),
        reasons=tuple(sorted(said, key=lambda one: (-one.n, one.words))),
        given=_named(figure, kept.GIVEN, {one.value: words.GIVEN[one] for one in Given}),
        doubts=_named(figure, kept.DOUBT, {one.value: words.DOUBTS[one] for one in Doubt}),
        indices=tuple(_index(figure, number, one, small_below) for number, one in enumerate(Index, 1)),
        staff=staff(figure, small_below),
    )


def _face_rows(figure: Figure) -> Iterator[Face]:
    sure, doubtful = dict(_faces(figure, kept.FACE)), dict(_faces(figure, kept.DOUBTFUL))
    for scale in sorted({scale for scale, _ in sure | doubtful}):
        for score in range(scale, 0, -1):
            how = mood(score, scale)
            face = (scale, score)
            yield Face(scale, score, how, words.MOODS[how], sure.get(face, 0), doubtful.get(face, 0))


def _faces(figure: Figure, kind: str) -> Iterator[tuple[tuple[int, int], int]]:
    for rest, count in _of(figure, kind):
        scale, _, score = rest.partition(":")
        yield (int(scale), int(score)), count


def _index(figure: Figure, number: int, index: Index, small_below: int) -> IndexMean:
    none, one, two = (figure.counts[f"{kept.INDEX}:{index.value}:{score}"] for score in range(3))
    n = none + one + two
    mean = (one + 2 * two) / n if n else None
    return IndexMean(index.value, number, words.INDICES[index], n, mean, (none, one, two), n < small_below)


def _named(figure: Figure, kind: str, known: dict[str, str]) -> tuple[Named, ...]:
    counts = dict(_of(figure, kind))
    return tuple(
        Named(one, known.get(one, one), counts[one]) for one in (*known, *counts.keys() - known) if counts.get(one)
    )


def _of(figure: Figure, kind: str) -> Iterator[tuple[str, int]]:
    """Return what follows `kind` in the names of counts, and how many."""
    for name, count in figure.counts.items():
        if name.startswith(f"{kind}:"):
            yield name[len(kind) + 1 :], count
