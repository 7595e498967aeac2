"""Gives the demo's officers their accounts, as a keeper does on the command line."""

from __future__ import annotations

import subprocess

from demo.errors import CannotRun
from demo.places import Places
from demo.programs import LOBBY
from demo.site import HUB, Officer
from demo.supervisor import dies_with_us

_LOG = "officers"


def enrol(places: Places, officer: Officer) -> None:
    """Let an officer log in with the first password that lies in the secrets, also where an earlier run's visit
    changed it; raises CannotRun."""
    command = [*dies_with_us(), *LOBBY, *_arguments(places, officer)]
    with places.log_of(_LOG).open("ab") as out:
        # A session of its own: Ctrl+C is for the demo, which ends in its own order.
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, check=False
        )
    if ended.returncode != 0:
        raise CannotRun(f"Không tạo được tài khoản {officer.username}; xem {places.log_of(_LOG)}")


def _arguments(places: Places, officer: Officer) -> list[str]:
    arguments = ["officers", "--settings", str(places.settings_of(HUB.id)), "add", "--reset", officer.username]
    arguments += ["--name", officer.name, "--role", officer.role]
    arguments += ["--password-file", str(places.secret(officer.username))]
    return arguments + (["--counter", officer.counter] if officer.counter else [])
