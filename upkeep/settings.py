"""Settings of backups."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from lobby.contract.base import SiteId
from lobby.settings.load import SettingsError, Strict

Recipient = Annotated[str, Field(pattern=r"^age1[02-9ac-hj-np-z]{58}$")]


class SshSettings(Strict):
    """How to log in where backups go over SSH: our own key, and the far machine's, which must be known beforehand."""

    key_file: Path
    known_hosts: Path
    port: int = Field(default=22, ge=1, le=65535)


class BackupSettings(Strict):
    """What `backup.toml` holds. `settings` and `state` are the folders of all programs, `secrets` that of their
    passwords; `own` is where a backup is put together, and the record of the last good one.

    `to` is a folder, `usb:NAME` (the label of a disk, or the folder where it is mounted) or `ssh://user@host/folder`;
    the `keep` newest stay there. With `recipient`, a public key of the age program, backups are encrypted and hold the
    secrets; nothing on this machine can open them.
    """

    site: SiteId
    settings: Path = Path("/etc/lobby")
    secrets: Path = Path("/etc/lobby/secrets")
    state: Path = Path("/var/lib/lobby")
    own: Path = Path("/var/lib/lobby/backup")
    to: str
    keep: int = Field(default=8, ge=1, le=1000)
    recipient: Recipient | None = None
    ssh: SshSettings | None = None
    log_level: str = "INFO"

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if any(not place.is_absolute() for place in (self.settings, self.secrets, self.state, self.own)):
            raise SettingsError("Các thư mục trong backup.toml phải ghi đủ từ dấu /, như /var/lib/lobby.")
        return self

    @property
    def record(self) -> Path:
        """Where the last good backup is noted."""
        return self.own / "last.json"

    @property
    def credentials(self) -> Path:
        """Where root alone keeps what others know us by: in no backup, whoever makes it."""
        return self.settings / "credentials"

    @property
    def work(self) -> Path:
        """Where a backup is put together; what stands there is of no use afterwards."""
        return self.own / "work"
