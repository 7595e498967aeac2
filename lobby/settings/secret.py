"""Reads a secret from its file, with an error a site's keeper can act on."""

from __future__ import annotations

from pathlib import Path

from lobby.settings.load import SettingsError


def read_secret(path: Path, what: str) -> str:
    """Return the secret in `path`; raises SettingsError, which calls it `what` (mật khẩu, khóa truy cập)."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise SettingsError(
            f"Không đọc được tệp {what} {path}: {fault.strerror}. Hãy kiểm tra đường dẫn và quyền đọc của dịch vụ."
        ) from fault
