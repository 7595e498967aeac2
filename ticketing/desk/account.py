"""One officer's account: who it is for, what the person may do, and what a login came to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ticketing.desk.passwords import SHORTEST

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


class OfficerRole(StrEnum):
    """An officer works at a counter, a head leads them all and sees every counter, an admin keeps the site."""

    OFFICER = "officer"
    HEAD = "head"
    ADMIN = "admin"


@dataclass(frozen=True)
class Officer:
    """One account; `counter` is the officer's own, chosen first after login."""

    username: str
    name: str
    counter: str | None
    role: OfficerRole
    must_change: bool
    locked: bool

    @property
    def leads(self) -> bool:
        """Whether this is one who sees all counters and enters work for each."""
        return self.role in (OfficerRole.HEAD, OfficerRole.ADMIN)


class AccountError(Exception):
    """An account action that is refused; the text is a Vietnamese sentence for the screen or the terminal."""


@dataclass(frozen=True)
class Login:
    """What became of an attempt to log in; `officer` only when it was right."""

    outcome: Literal["ok", "wrong", "locked"]
    officer: Officer | None = None


def check_new(username: str, name: str, password: str) -> None:
    """Let pass what an account can be made of; raises AccountError."""
    if not _USERNAME.fullmatch(username):
        raise AccountError("Tên đăng nhập gồm 2–32 chữ thường không dấu, chữ số, dấu chấm hoặc gạch.")
    check_name(name)
    check_first(password)


def check_first(password: str) -> None:
    """Let pass a first password; raises AccountError."""
    if len(password) < SHORTEST:
        raise AccountError(f"Mật khẩu lần đầu phải có ít nhất {SHORTEST} ký tự.")


def check_name(name: str) -> None:
    """Let pass the name of a person; raises AccountError."""
    if not name.strip() or len(name) > 80:
        raise AccountError("Hãy ghi họ tên cán bộ, không quá 80 ký tự.")


def no_account(username: str) -> AccountError:
    """Return the refusal of an account that is not there."""
    return AccountError(f"Không có tài khoản «{username}».")
