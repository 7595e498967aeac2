"""A site's folders for backups, and a key of the age program."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from upkeep.settings import BackupSettings


@dataclass(frozen=True)
class Key:
    """A pair: what encrypts, and the file that decrypts."""

    recipient: str
    file: Path


def new_key(file: Path) -> Key:
    said = subprocess.run(["age-keygen", "-o", str(file)], capture_output=True, text=True, check=True)
    found = re.search(r"age1[a-z0-9]+", said.stderr)
    assert found
    return Key(found[0], file)


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    return new_key(tmp_path_factory.mktemp("key") / "khoa.txt")


@pytest.fixture
def settings(tmp_path: Path) -> BackupSettings:
    """Return settings of a site with a database in use, a picture, a cache, and a secret."""
    site = BackupSettings(
        site="demo",
        settings=tmp_path / "etc",
        secrets=tmp_path / "etc/secrets",
        state=tmp_path / "var",
        own=tmp_path / "var/backup",
        to=str(tmp_path / "kept"),
    )
    for folder in (site.secrets, site.state / "hub/notices", site.state / "bridge", site.state / "broker"):
        folder.mkdir(parents=True)
    (site.settings / "hub.toml").write_text("site = 'demo'\n")
    (site.secrets / "hub").write_text("mat-khau")
    (site.secrets / "hub").chmod(0o600)
    (site.state / "hub/notices/anh.png").write_bytes(b"\x89PNG" + bytes(3000))
    (site.state / "broker/mosquitto.db").write_bytes(b"retained")
    (site.state / "broker/passwords").write_text("hub:$7$")
    for name in ("hub/notices.db", "bridge/lookups.db"):
        with closing(sqlite3.connect(site.state / name)) as database:
            database.executescript("PRAGMA journal_mode = WAL; CREATE TABLE one (n); INSERT INTO one VALUES (1);")
    return site


@pytest.fixture
def in_use(settings: BackupSettings) -> Iterator[sqlite3.Connection]:
    """A database whose newest row is committed, but not yet in the file itself."""
    with closing(sqlite3.connect(settings.state / "hub/notices.db", isolation_level=None)) as database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("INSERT INTO one VALUES (2)")
        yield database
