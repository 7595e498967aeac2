"""The way out to a backend: whose certificates are believed, by which our own is known, through which proxy."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from lobby.settings.load import SettingsError
from lobby.settings.secret import private_file, read_secret


@dataclass(frozen=True)
class Way:
    """`certificate` and `key` are files in PEM; `proxy` is its whole address, with the password, and told nowhere."""

    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = field(default=None, repr=False)
    proxy_password_file: Path | None = None


DIRECT = Way()


def proxy_address(proxy: str, password_file: Path | None) -> str:
    """Return the proxy's address with the password in it; raises SettingsError."""
    if password_file is None:
        return proxy
    parts = urlsplit(proxy)
    password = read_secret(password_file, "mật khẩu của máy trung gian (proxy)")
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{quote(parts.username or '', safe='')}:{quote(password, safe='')}@{place}"


def checked(ca: Path | None, certificate: Path | None, key: Path | None) -> tuple[Path | None, Path | None]:
    """Return the files of certificate and key once all three can be used; raises SettingsError."""
    context = ssl.create_default_context()
    if ca is not None:
        _try(lambda: context.load_verify_locations(ca), f"chứng thư gốc {ca} ở mục «ca»")
    if certificate is None:
        return None, None
    own = private_file(key, "khóa riêng của chứng thư") if key is not None else certificate
    # A key with a pass phrase would ask for it on a terminal that a service does not have.
    _try(
        lambda: context.load_cert_chain(certificate, own, password=lambda: ""),
        f"chứng thư {certificate} với khóa {own} ở mục «client_cert», «client_key»",
    )
    return certificate, own


def _try(load: Callable[[], None], what: str) -> None:
    try:
        load()
    except ssl.SSLError as fault:
        raise SettingsError(f"Không dùng được {what}: không phải tệp PEM đúng, hoặc khóa không khớp.") from fault
    except OSError as fault:
        raise SettingsError(f"Không đọc được {what}: {fault.strerror}.") from fault
