"""Passwords of devices: made once, kept in files only the service reads, handed to mosquitto hashed."""

from __future__ import annotations

import hashlib
import os
import secrets
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

from lobby import files

# mosquitto 2.0's password file format: $7$ is PBKDF2-SHA512 with the rounds written out.
_ROUNDS = 101
_SALT_BYTES = 12


def enrol(folder: Path, devices: Iterable[str]) -> dict[str, str]:
    """Return each device's password, made where `folder` has none yet; files are 0600 in a 0700 folder."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {device: _password(folder / device) for device in devices}


def password_line(device: str, password: str) -> str:
    """Return the device's line of mosquitto's `password_file`."""
    salt = os.urandom(_SALT_BYTES)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _ROUNDS)
    return f"{device}:$7${_ROUNDS}${b64encode(salt).decode()}${b64encode(digest).decode()}"


def write_private(path: Path, text: str) -> None:
    """Write `text` whole to `path`, readable by its owner alone."""
    files.write_private(path, text.encode())


def _password(path: Path) -> str:
    if not path.exists():
        write_private(path, secrets.token_urlsafe(24) + "\n")
    return path.read_text(encoding="utf-8").strip()
