"""The `lobby` command: each room names its own commands as entry points, found without importing the rooms."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points

GROUP = "lobby.commands"


def main(argv: list[str] | None = None) -> int:
    """Run `lobby COMMAND ...` and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    commands = {point.name: point for point in entry_points(group=GROUP)}
    if not arguments or arguments[0] in ("-h", "--help"):
        print(_usage(sorted(commands)))  # noqa: T201
        return 0 if arguments else 2
    name, rest = arguments[0], arguments[1:]
    if name not in commands:
        print(f"lobby: không có lệnh «{name}». Gõ lobby --help để xem các lệnh.", file=sys.stderr)  # noqa: T201
        return 2
    try:
        code = _loaded(commands[name])(rest)
    except _wrong_settings() as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return 78
    return code


def _loaded(command: EntryPoint) -> Callable[[list[str]], int]:
    # Nothing that is loaded becomes garbage, so nothing is looked through for any: a start takes a tenth less.
    gc.disable()
    try:
        main: Callable[[list[str]], int] = command.load()
    finally:
        gc.freeze()
        gc.enable()
    return main


def _wrong_settings() -> type[Exception]:
    from lobby.settings.load import SettingsError  # noqa: PLC0415 - takes longer to load than most commands to run

    return SettingsError


def _usage(names: list[str]) -> str:
    return (
        "Cách dùng: lobby LỆNH [tùy chọn]\n\nCác lệnh: " + ", ".join(names) + "\n\nVí dụ: lobby demo --headless\n"
        "Mỗi lệnh có --help riêng."
    )


if __name__ == "__main__":
    sys.exit(main())
