"""How an adapter is named, set and opened; a vendor's package adds its own by the entry point `lobby.backends`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import SerializeAsAny, ValidatorFunctionWrapHandler, WrapValidator

from backend_bridge.adapters.backend import Backend
from lobby.clock import Clock
from lobby.settings.load import SettingsError, Strict

GROUP = "lobby.backends"
USUAL = "rest"


class BackendSettings(Strict):
    """The `[backend]` table: which adapter, and below it what that adapter's own class asks for."""

    adapter: str = USUAL


S = TypeVar("S", bound=BackendSettings)


@dataclass(frozen=True)
class Around:
    """What an adapter is opened with: the site's name, a folder that is its own, the clock."""

    site: str
    folder: Path
    clock: Clock


@dataclass(frozen=True)
class Adapter(Generic[S]):
    """One adapter: the class of its settings, and what makes a Backend of them.

    `open` may read secrets and raise SettingsError; it must not wait for the backend.
    """

    settings: type[S]
    open: Callable[[S, Around], Backend]


def names() -> list[str]:
    """Return the names that `adapter` may have on this machine."""
    return sorted({point.name for point in entry_points(group=GROUP)})


def adapter(name: str) -> Adapter[Any]:
    """Return the adapter of that name; raises LookupError where none is installed, SettingsError where it is broken."""
    points = list(entry_points(group=GROUP, name=name))
    if not points:
        raise LookupError(name)
    try:
        found = points[0].load()
    except (ImportError, AttributeError) as fault:
        raise SettingsError(f"Bộ nối «{name}» không chạy được trên máy này: {fault}.") from fault
    if not isinstance(found, Adapter):
        raise SettingsError(f"Bộ nối «{name}» ({points[0].value}) không phải một Adapter.")
    return found


def open_backend(settings: BackendSettings, around: Around) -> Backend:
    """Return the backend that `settings` describe; raises SettingsError."""
    return adapter(settings.adapter).open(settings, around)


def _of_its_adapter(fields: Any, read: ValidatorFunctionWrapHandler) -> BackendSettings:
    if not isinstance(fields, dict):
        plain: BackendSettings = read(fields)
        return plain
    name = fields.get("adapter", USUAL)
    try:
        kind = adapter(str(name)).settings
    except LookupError as fault:
        raise ValueError(f"không có bộ nối «{name}»; «adapter» chỉ dùng được {', '.join(names())}") from fault
    except SettingsError as fault:
        raise ValueError(str(fault)) from fault
    read_as: BackendSettings = kind.model_validate(fields)
    return read_as


ChosenBackend = Annotated[SerializeAsAny[BackendSettings], WrapValidator(_of_its_adapter)]
"""A `[backend]` table, read by the settings class of the adapter that it names."""
