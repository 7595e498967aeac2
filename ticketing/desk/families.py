"""Families of Prometheus samples as text (exposition format 0.0.4): pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Labels = Mapping[str, str]
Sample = tuple[Labels, float]


def gauge(name: str, purpose: str, samples: Iterable[Sample]) -> str:
    """Return a family of values that rise and fall."""
    return _family(name, purpose, "gauge", (_line(name, labels, value) for labels, value in samples))


def counter(name: str, purpose: str, samples: Iterable[Sample]) -> str:
    """Return a family of counts that only grow; `name` ends in _total."""
    return _family(name, purpose, "counter", (_line(name, labels, value) for labels, value in samples))


def histogram(name: str, purpose: str, limits: Sequence[int], samples: Iterable[tuple[Labels, Counter[int]]]) -> str:
    """Return a family of histograms, each of how often which whole value came; `limits` are the buckets' upper ends."""
    lines = (line for labels, values in samples for line in _buckets(name, limits, labels, values))
    return _family(name, purpose, "histogram", lines)


def _family(name: str, purpose: str, kind: str, lines: Iterable[str]) -> str:
    return "\n".join([f"# HELP {name} {purpose}", f"# TYPE {name} {kind}", *lines]) + "\n"


def _buckets(name: str, limits: Sequence[int], labels: Labels, values: Counter[int]) -> Iterable[str]:
    for limit in limits:
        within = sum(times for value, times in values.items() if value <= limit)
        yield _line(f"{name}_bucket", {**labels, "le": str(limit)}, within)
    count = sum(values.values())
    yield _line(f"{name}_bucket", {**labels, "le": "+Inf"}, count)
    yield _line(f"{name}_sum", labels, sum(value * times for value, times in values.items()))
    yield _line(f"{name}_count", labels, count)


def _line(name: str, labels: Labels, value: float) -> str:
    inside = ",".join(f'{key}="{_escape(text)}"' for key, text in labels.items())
    # Whole numbers stay whole: a rounded entry number would seem to stand still.
    said = str(int(value)) if value == int(value) else repr(float(value))
    return f"{name}{{{inside}}} {said}" if inside else f"{name} {said}"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
