"""The ladder of hard receipts: all effects together from easy to very hard, and each effect alone at its worst."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from bench.receipts.camera import EFFECTS, SIZES, Wear, see
from bench.receipts.paper import Picture, draw, without_code

LEVELS = {"easy": 0.1, "medium": 0.25, "hard": 0.45, "very hard": 0.7}
KINDS = ("code128", "qr")


@dataclass(frozen=True)
class Sight:
    """One frame (gray): what its code says, and the class it belongs to."""

    frame: Picture
    text: str
    kind: str
    size: tuple[int, int]
    level: str


def ladder(each: int, seed: int = 1) -> Iterator[Sight]:
    """Yield `each` sights of each level, kind and camera size; the same for the same seed."""
    for level, worst in LEVELS.items():
        for kind in KINDS:
            for size in SIZES:
                for place in range(each):
                    random = Random(f"{seed} {level} {kind} {size} {place}")
                    yield _sight(random, _mixed(random, worst), kind, size, level)


def alone(each: int, seed: int = 1) -> Iterator[Sight]:
    """Yield `each` sights of each kind at 1280×720 with one effect at its worst and all others away."""
    for effect in EFFECTS:
        for kind in KINDS:
            for place in range(each):
                random = Random(f"{seed} {effect} {kind} {place}")
                yield _sight(random, replace(Wear(), **{effect: 1.0}), kind, SIZES[1], effect)


def empty(each: int, seed: int = 1) -> Iterator[Picture]:
    """Yield frames of 1280×720 without a code: receipts with only their text before the camera, bare counters."""
    for place in range(each):
        random = Random(f"{seed} empty {place}")
        sheet = without_code(draw(random, random.choice(KINDS)))
        frame = see(sheet, _mixed(random, random.choice((0.1, 0.25, 0.45))), SIZES[1], random)
        if place % 4 == 0:
            frame[:] = frame.mean() + np.random.default_rng(place).normal(0, 5, frame.shape)
        yield frame


def _mixed(random: Random, worst: float) -> Wear:
    return Wear(**{effect: random.uniform(0, 2 * worst) * random.random() for effect in EFFECTS})


def _sight(random: Random, wear: Wear, kind: str, size: tuple[int, int], level: str) -> Sight:
    sheet = draw(random, kind)
    return Sight(see(sheet, wear, size, random), sheet.text, kind, size, level)
