"""The code with which a keeper leaves a touch program: kept as a salted hash, made by `lobby keeper-code FILE`."""

from __future__ import annotations

import argparse
import getpass
import hashlib
import hmac
import re
import secrets
import sys
from pathlib import Path

from lobby.files import write_private
from lobby.settings.load import SettingsError
from lobby.settings.secret import read_secret

_DIGITS = re.compile(r"[0-9]{6,12}")
_COST = {"n": 2**14, "r": 8, "p": 1}
_FORM = re.compile(r"scrypt:([0-9a-f]{32}):([0-9a-f]{64})")


class KeeperCode:
    """A hash read once; `is_right` takes some tens of milliseconds, whatever is asked."""

    def __init__(self, salt: bytes, hashed: bytes) -> None:
        self._salt = salt
        self._hashed = hashed

    def is_right(self, code: str) -> bool:
        """Tell whether `code` is the keeper's; compared in constant time."""
        return hmac.compare_digest(_hashed(code, self._salt), self._hashed)


def read_code(file: Path) -> KeeperCode:
    """Return the code in `file`; raises SettingsError."""
    found = _FORM.fullmatch(read_secret(file, "mã người giữ máy"))
    if found is None:
        raise SettingsError(f"Tệp {file} không đúng mẫu. Hãy tạo lại bằng: lobby keeper-code {file}")
    return KeeperCode(bytes.fromhex(found[1]), bytes.fromhex(found[2]))


def write_code(file: Path, code: str) -> None:
    """Write the hash of `code` for its owner alone; raises SettingsError where it is no 6 to 12 digits, OSError."""
    if not _DIGITS.fullmatch(code):
        raise SettingsError("Mã người giữ máy phải có từ 6 đến 12 chữ số.")
    salt = secrets.token_bytes(16)
    write_private(file, f"scrypt:{salt.hex()}:{_hashed(code, salt).hex()}\n".encode("ascii"))


def main(argv: list[str] | None = None) -> int:
    """Ask for a code twice, or read one line where it is piped in, and write its hash; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="lobby keeper-code",
        description="Đặt mã người giữ máy, để thoát chương trình màn hình cảm ứng (6 đến 12 chữ số).",
        epilog="Ví dụ: sudo -u lobby lobby keeper-code /etc/lobby/secrets/keeper-code",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="tệp giữ mã (chỉ giữ giá trị băm)")
    chosen = parser.parse_args(argv)
    code = getpass.getpass("Mã mới: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    if sys.stdin.isatty() and getpass.getpass("Nhập lại: ") != code:
        raise SettingsError("Hai lần nhập không giống nhau.")
    try:
        write_code(chosen.file, code)
    except OSError as fault:
        raise SettingsError(f"Không ghi được {chosen.file}: {fault.strerror}.") from fault
    print(f"Đã đặt mã trong {chosen.file}.")  # noqa: T201
    return 0


def _hashed(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, dklen=32, **_COST)
