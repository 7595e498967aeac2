"""Encryption by the program age: its format and its cryptography, none of our own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from upkeep.errors import UpkeepError

SUFFIX = ".age"
_NOT_SEALED = "Không mã hóa được bản sao lưu: kiểm tra mục recipient trong backup.toml và chỗ trống trên đĩa."
_WRONG = "Không giải mã được bản sao lưu: sai tệp khóa, hoặc tệp bị hỏng."


def age() -> str:
    """Return where the program is; raises UpkeepError."""
    found = shutil.which("age")
    if found is None:
        raise UpkeepError("Chưa có chương trình mã hóa age. Hãy cài: sudo apt-get install age")
    return found


@contextmanager
def sealing(file: IO[bytes], recipient: str) -> Iterator[IO[bytes]]:
    """Lend a stream whose bytes go to `file` encrypted to the public key `recipient`; raises UpkeepError."""
    with subprocess.Popen([age(), "-r", recipient], stdin=subprocess.PIPE, stdout=file) as program:
        assert program.stdin is not None
        try:
            yield program.stdin
            program.stdin.close()
        except BrokenPipeError as fault:
            program.kill()
            raise UpkeepError(_NOT_SEALED) from fault
        except BaseException:
            program.kill()
            raise
    if program.returncode:
        raise UpkeepError(_NOT_SEALED)


@contextmanager
def opening(file: Path, key: Path | None) -> Iterator[IO[bytes]]:
    """Lend the bytes of a backup, decrypted where it is encrypted; raises UpkeepError, OSError."""
    if file.suffix != SUFFIX:
        with file.open("rb") as plain:
            yield plain
        return
    if key is None:
        raise UpkeepError("Bản sao lưu này đã mã hóa: hãy chỉ ra tệp khóa bằng --key.")
    with subprocess.Popen([age(), "-d", "-i", str(key), str(file)], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        try:
            yield program.stdout
            program.stdout.read()  # its end vouches for all of it
        except Exception as fault:
            program.stdout.close()
            if program.wait() > 0:
                raise UpkeepError(_WRONG) from fault
            raise
    if program.returncode:
        raise UpkeepError(_WRONG)
