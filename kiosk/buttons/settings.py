"""Which panel of buttons a dispenser has, and which button gives a number of which field."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from kiosk.scanners.settings import HidScanner
from lobby.contract.base import ServiceId


class ButtonsSettings(HidScanner):
    """The panel as a scanner that acts as a keyboard is given (`path`, `vendor` and `product`, or `pipe`).

    `keys` has each key's name of linux/input-event-codes.h (KEY_1, KEY_F5, BTN_TRIGGER …) and its field.
    """

    keys: dict[str, ServiceId] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_are_known(self) -> Self:
        unknown = [name for name in self.keys if name not in key_codes()]
        if unknown:
            raise ValueError(f"không có phím tên {', '.join(unknown)}; tên đúng như KEY_1, KEY_F5, BTN_TRIGGER")
        return self

    def services(self) -> dict[int, str]:
        """Return the field of each key code."""
        return {key_codes()[name]: service for name, service in self.keys.items()}


def key_codes() -> dict[str, int]:
    """Return the code of each key's name."""
    from evdev import ecodes  # noqa: PLC0415 (a dispenser without buttons does not need it)

    names = (name for name in dir(ecodes) if name.startswith(("KEY_", "BTN_")))
    return {name: code for name in names if isinstance(code := getattr(ecodes, name), int)}
