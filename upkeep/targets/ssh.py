"""Backups on another machine, through the system's sftp: a key logs us in, and a stranger's machine is refused."""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from upkeep.errors import UpkeepError
from upkeep.packing import digest
from upkeep.settings import SshSettings
from upkeep.targets.target import draft_of

WITHIN_S = 3600
CONNECTS_WITHIN_S = 20
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


class SshTarget:
    """A folder at `ssh://user@host/folder`; the way there is asked anew for each thing that is done."""

    def __init__(self, url: str, settings: SshSettings, work: Path) -> None:
        self._url = url
        self._settings = settings
        self._work = work

    def check(self, size: int) -> None:
        del size  # sftp tells no room reliably; a disk that is full says so when it is written
        self._run(f"ls {self._quoted('')}")

    def put(self, file: Path, sha256: str) -> None:
        part, whole = self._quoted(draft_of(file.name)), self._quoted(file.name)
        self._run(f"put {shlex.quote(str(file))} {part}")
        with tempfile.TemporaryDirectory(dir=self._work) as back:
            copy = Path(back) / "back"
            self._run(f"get {part} {shlex.quote(str(copy))}")
            if digest(copy) != sha256:
                self._run(f"rm {part}")
                raise UpkeepError(f"Đọc lại bản sao lưu ở {self._url} thấy sai: kiểm tra ổ đĩa của máy đó.")
        self._run(f"-rm {whole}\nrename {part} {whole}")

    def names(self) -> list[str]:
        said = self._run(f"ls -1 {self._quoted('')}")
        return [Path(line.strip()).name for line in said.splitlines() if not line.startswith("sftp>")]

    def remove(self, name: str) -> None:
        self._run(f"rm {self._quoted(name)}")

    def _quoted(self, name: str) -> str:
        return shlex.quote(f"{urlsplit(self._url).path.rstrip('/')}/{name}")

    def _run(self, batch: str) -> str:
        said = subprocess.run(
            self._command(), input=batch + "\n", capture_output=True, text=True, timeout=WITHIN_S, check=False
        )
        if said.returncode:
            last = said.stderr.strip().splitlines()[-1:] or ["?"]
            raise UpkeepError(f"Không gửi được bản sao lưu tới {self._url}: {last[0]}")
        return said.stdout

    def _command(self) -> list[str]:
        parts, own = urlsplit(self._url), self._settings
        if not parts.hostname or not parts.path or not _USER.fullmatch(parts.username or ""):
            raise UpkeepError(f"Địa chỉ «{self._url}» sai: viết như ssh://saoluu@192.168.10.9/du-lieu/sao-luu")
        options = [
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            f"UserKnownHostsFile={own.known_hosts}",
            "GlobalKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            f"ConnectTimeout={CONNECTS_WITHIN_S}",
            "ServerAliveInterval=15",
        ]
        named = [word for option in options for word in ("-o", option)]
        port = str(parts.port or own.port)
        return [
            "sftp",
            "-q",
            "-F",
            "none",
            "-b",
            "-",
            "-P",
            port,
            "-i",
            str(own.key_file),
            *named,
            f"{parts.username}@{parts.hostname}",
        ]
