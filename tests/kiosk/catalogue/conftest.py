"""Real records of the portal that are awkward to read, the shipped catalogue, and a search over it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue.importing import shipped
from kiosk.catalogue.searching import Search
from kiosk.catalogue.store import Catalogue
from kiosk.catalogue.synonyms import synonyms

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def portal_file() -> Path:
    return Path(__file__).with_name("portal.jsonl")


@pytest.fixture
def portal(portal_file: Path) -> dict[str, dict[str, Any]]:
    records = map(json.loads, portal_file.read_text(encoding="utf-8").splitlines())
    return {record["code"].strip(): record for record in records}


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    opened = shipped(NOW)
    yield opened
    opened.close()


@pytest.fixture
def search(catalogue: Catalogue) -> Search:
    return Search(catalogue, synonyms())
