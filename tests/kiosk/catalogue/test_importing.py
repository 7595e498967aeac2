"""The keeper imports a file of the portal's: what is broken is named, the old stays until the new is whole."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.catalogue import importing
from kiosk.catalogue.importing import import_file
from kiosk.catalogue.records import UnreadableFile
from kiosk.catalogue.store import CatalogueError, open_catalogue

ROOT = Path(__file__).parents[3]


def test_the_shipped_procedures_are_those_of_the_sandbox() -> None:
    theirs = ROOT / "backend_bridge" / "sandbox" / "procedures.jsonl"
    assert importing.SHIPPED.read_bytes() == theirs.read_bytes()


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".json"])
def test_each_kind_of_file_is_imported_with_its_version(
    portal_file: Path, tmp_path: Path, now: datetime, suffix: str
) -> None:
    given = tmp_path / f"thu-tuc{suffix}"
    content = portal_file.read_bytes()
    lines = [json.loads(line) for line in content.splitlines()]
    packed = {".jsonl": content, ".jsonl.gz": gzip.compress(content), ".json": json.dumps(lines).encode()}
    given.write_bytes(packed[suffix])
    heard: list[int] = []
    done = import_file(given, tmp_path / "state" / "catalogue.db", "Cổng, 18/7/2026", now, heard.append)
    catalogue = open_catalogue(tmp_path / "state" / "catalogue.db")
    assert catalogue.version() == done.version
    assert (done.version.procedures, done.version.broken, done.version.source) == (len(lines), 0, "Cổng, 18/7/2026")
    assert heard[-1] == len(lines)
    found = catalogue.procedure("1.004194")
    assert found is not None
    assert found.name == "Đăng ký tạm trú"


def test_broken_records_are_named_and_left_out(portal_file: Path, tmp_path: Path, now: datetime) -> None:
    given = tmp_path / "a.jsonl"
    given.write_bytes(portal_file.read_bytes() + b'{"code": "1.9", "name": 5, "updatedAt": 1}\n{half a line')
    done = import_file(given, tmp_path / "catalogue.db", "thử", now)
    assert done.version.broken == 2
    assert done.broken[0].startswith("1.9: mục «name»")
    assert "dòng" in done.broken[1]


def test_of_two_records_with_one_code_the_newer_counts(
    portal: dict[str, dict[str, Any]], tmp_path: Path, now: datetime
) -> None:
    record = portal["1.004194"]
    older = {**record, "name": "Tên cũ", "updatedAt": record["updatedAt"] - 1}
    given = tmp_path / "a.json"
    given.write_text(json.dumps({"procedures": [record, older]}), encoding="utf-8")
    import_file(given, tmp_path / "catalogue.db", "thử", now)
    found = open_catalogue(tmp_path / "catalogue.db").procedure("1.004194")
    assert found is not None
    assert found.name == "Đăng ký tạm trú"


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b broken gzip", b"[]", b"{no json"])
def test_a_file_that_gives_nothing_leaves_the_old_catalogue(
    portal_file: Path, tmp_path: Path, now: datetime, content: bytes
) -> None:
    catalogue = tmp_path / "catalogue.db"
    import_file(portal_file, catalogue, "cũ", now)
    before = catalogue.read_bytes()
    for name in ("a.json", "a.jsonl.gz", "a.txt"):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UnreadableFile):
            import_file(tmp_path / name, catalogue, "mới", now)
    assert catalogue.read_bytes() == before


def test_an_import_that_is_interrupted_leaves_the_old_catalogue_alone(
    portal_file: Path, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = tmp_path / "catalogue.db"
    import_file(portal_file, catalogue, "cũ", now)

    def pulled(*_: object) -> Iterator[None]:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "write", pulled)
    with pytest.raises(KeyboardInterrupt):
        import_file(portal_file, catalogue, "mới", now)
    assert open_catalogue(catalogue).version().source == "cũ"
    assert {path.name for path in tmp_path.iterdir()} == {"catalogue.db", ".catalogue.db.lock"}


def test_a_reader_goes_on_over_an_import_and_learns_of_it(portal_file: Path, tmp_path: Path, now: datetime) -> None:
    catalogue = tmp_path / "catalogue.db"
    import_file(portal_file, catalogue, "cũ", now)
    reader = open_catalogue(catalogue)
    assert not reader.replaced()
    import_file(portal_file, catalogue, "mới", now)
    assert reader.version().source == "cũ"
    assert reader.replaced()
    assert open_catalogue(catalogue).version().source == "mới"


def test_a_file_that_is_no_catalogue_is_refused_in_words(portal_file: Path, tmp_path: Path) -> None:
    shutil.copy(portal_file, tmp_path / "catalogue.db")
    with pytest.raises(CatalogueError, match="Hãy nhập lại"):
        open_catalogue(tmp_path / "catalogue.db")
    with pytest.raises(CatalogueError, match="Không có tệp"):
        open_catalogue(tmp_path / "none.db")
