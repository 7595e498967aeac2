"""Settings files are written as TOML that reads back the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from demo.tables import toml

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
VALUES = st.one_of(NAMES, st.integers(-(2**40), 2**40), st.booleans(), st.lists(NAMES, max_size=3))
TABLES = st.dictionaries(NAMES, VALUES, max_size=4)


@given(TABLES, st.dictionaries(NAMES, TABLES, max_size=3), st.lists(TABLES, min_size=1, max_size=3))
def test_what_is_written_is_read(plain: dict[str, object], tables: dict[str, object], rows: list[object]) -> None:
    whole = {**plain, **{f"t-{key}": value for key, value in tables.items()}, "rows": rows}
    assert tomllib.loads(toml(whole)) == whole


def test_paths_are_strings_and_nothing_is_left_out_but_none() -> None:
    assert tomllib.loads(toml({"a": Path("/x"), "b": None, "c": {"d": None}})) == {"a": "/x", "c": {}}
