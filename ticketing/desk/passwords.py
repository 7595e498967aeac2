"""Passwords: scrypt hashes, and the rules for a new one."""

from __future__ import annotations

import hashlib
import hmac
import os
import threading

SHORTEST = 8
LONGEST = 128
# 16 MiB and some 70 ms on a desktop, 300 ms on a Raspberry Pi 4; the costs stand in each hash, so they can be raised.
_N, _R, _P = 2**14, 8, 1
_SALT_BYTES = 16
_MOST_MEMORY = 64 * 1024 * 1024
# One at a time: a rush of logins costs time, and never 16 MiB each.
_TURN = threading.Lock()


def hash_password(password: str) -> str:
    """Return `scrypt$n$r$p$salt$hash` in hex."""
    salt = os.urandom(_SALT_BYTES)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_derive(password, salt, _N, _R, _P).hex()}"


def is_password(password: str, kept: str) -> bool:
    """Tell whether `password` is the one that `kept` was made from, in a time that tells nothing."""
    _, n, r, p, salt, wanted = kept.split("$")
    given = _derive(password[:LONGEST], bytes.fromhex(salt), int(n), int(r), int(p))
    return hmac.compare_digest(given, bytes.fromhex(wanted))


def objection(new: str, username: str) -> str | None:
    """Return why `new` cannot be a password, as a Vietnamese sentence; None where it can."""
    if len(new) < SHORTEST:
        return f"Mật khẩu mới phải có ít nhất {SHORTEST} ký tự."
    if len(new) > LONGEST:
        return f"Mật khẩu mới dài quá {LONGEST} ký tự."
    if new.casefold() == username.casefold() or len(set(new)) < 4:
        return "Mật khẩu mới quá dễ đoán. Hãy dùng một cụm từ riêng của mình."
    return None


def _derive(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    with _TURN:
        return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY)
