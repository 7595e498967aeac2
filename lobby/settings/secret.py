"""Finds and reads a secret: in the service's own credentials or in a file, with an error a site's keeper can act on."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

from lobby.settings.load import SettingsError

log = logging.getLogger(__name__)

FOLDER = "CREDENTIALS_DIRECTORY"
"""Where systemd leaves what a unit's LoadCredential= names, readable by that service alone (systemd.exec(5))."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_secret(path: Path, what: str) -> str:
    """Return the secret in `path`; raises SettingsError, which calls it `what` (mật khẩu, khóa truy cập).

    A bare name is looked up among the service's credentials first.
    """
    file = secret_file(path, what)
    try:
        secret = file.read_text(encoding="utf-8").strip()
        if file.stat().st_mode & stat.S_IROTH:
            log.warning("%s can be read by everybody on this machine: chmod 600", file)
    except OSError as fault:
        raise SettingsError(
            f"Không đọc được tệp {what} {file}: {fault.strerror}. Hãy kiểm tra đường dẫn và quyền đọc của dịch vụ."
        ) from fault
    except UnicodeDecodeError as fault:
        raise SettingsError(f"Tệp {what} {file} không phải tệp chữ UTF-8.") from fault
    return secret


def secret_file(path: Path, what: str) -> Path:
    """Return where the secret that the settings call `path` stands.

    Raises SettingsError for a bare name that systemd was told of and that nobody has given a value.
    """
    folder = os.environ.get(FOLDER)
    if folder is None or len(path.parts) != 1:
        return path
    file = Path(folder) / path
    if not file.exists():
        return path
    # The units give a blank value to what is not laid down: a credential that is missing would keep them from starting.
    if not file.read_bytes().strip():
        raise SettingsError(
            f"Chưa có {what}: hãy ghi vào tệp /etc/lobby/credentials/{path} (chủ root, quyền 600), rồi khởi động lại "
            "dịch vụ."
        )
    return file


def private_file(path: Path, what: str) -> Path:
    """Return where a key that a library reads itself stands; raises SettingsError where others may read it, too."""
    file = secret_file(path, what)
    try:
        mode = file.stat().st_mode
    except OSError as fault:
        raise SettingsError(f"Không đọc được tệp {what} {file}: {fault.strerror}.") from fault
    # Credentials are read-only and their folder is the service's own; their group bits show an access list.
    if mode & OTHERS and not str(file).startswith(os.environ.get(FOLDER, "\0")):
        raise SettingsError(f"Tệp {what} {file} để người khác đọc được: hãy chạy chmod 600 {file}.")
    return file
