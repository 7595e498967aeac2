"""What a backup says of itself: the last thing written into it, the first thing believed of it."""

from __future__ import annotations

from importlib.metadata import version

from pydantic import AwareDatetime, BaseModel, Field

from lobby.contract.base import SiteId

NAME = "manifest.json"
VERSION = 1
ROOTS = ("settings", "secrets", "state")


class KeptFile(BaseModel):
    """A file of the backup; `path` begins with the name of its root."""

    path: str
    size: int
    sha256: str
    database: bool


class Manifest(BaseModel):
    """`roots` are the folders the files came from; `newest` is the last entry of the journal, where there is one."""

    v: int = VERSION
    suite: str = Field(default_factory=lambda: version("lobby"))
    site: SiteId
    at: AwareDatetime
    newest: int | None
    secrets: bool
    roots: dict[str, str]
    files: list[KeptFile]


def is_newer(suite: str) -> bool:
    """Return whether a backup was made by a newer version of the suite than this one."""
    return _numbers(suite) > _numbers(version("lobby"))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
