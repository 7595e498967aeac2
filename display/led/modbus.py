"""The registers of numeric displays that speak Modbus RTU: which hold what, as the settings describe a maker's map."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from display.led.driver import Unshowable
from display.led.plain import level_of, segments
from display.model.led import IDLE, LedView
from lobby.settings.load import Strict

Coding = Literal["value", "bcd", "letter", "letters"]
Register = int | None

_BLANK = " "
_LAST_REGISTER = _LARGEST_VALUE = 65_535


class ModbusSettings(Strict):
    """Where a display keeps what it shows; a register that is not given is not written. Registers count from 0.

    `coding` is how `number_register` and those after it hold the number: "value" (one register, the number itself),
    "bcd" (four digits a register), "letter" (one ASCII sign a register), "letters" (two signs a register). Displays of
    digits alone show no field's letter: `drop_letters` says that this is wanted. `light_top` is the register's value at
    full brightness. `function` is Modbus's own: 16 writes registers together, 6 one by one. A display that does not
    answer within `reply_s` seconds, twice, is told as lost.
    """

    number_register: int = Field(default=0, ge=0, le=65_535)
    coding: Coding = "letters"
    digits: int = Field(default=4, ge=1, le=12)
    counter_register: Register = Field(default=None, ge=0, le=65_535)
    blink_register: Register = Field(default=None, ge=0, le=65_535)
    light_register: Register = Field(default=None, ge=0, le=65_535)
    light_top: int = Field(default=100, ge=1, le=65_535)
    function: Literal[6, 16] = 16
    drop_letters: bool = False
    reply_s: float = Field(default=0.5, ge=0.05, le=2)

    @model_validator(mode="after")
    def _stand_apart(self) -> ModbusSettings:
        last = self.number_register + _count(self) - 1
        if last > _LAST_REGISTER:
            raise ValueError(f"number_register: số cần {_count(self)} thanh ghi, vượt quá thanh ghi {_LAST_REGISTER}")
        taken = dict.fromkeys(range(self.number_register, last + 1), "number_register")
        for name in ("counter_register", "blink_register", "light_register"):
            place = getattr(self, name)
            if place in taken:
                raise ValueError(f"{name}: thanh ghi {place} đã dùng cho {taken[place]}")
            if place is not None:
                taken[place] = name
        return self


def registers(settings: ModbusSettings, view: LedView, light: int) -> dict[int, list[int]]:
    """Return what is to be written where: first register and the values from it on; raises Unshowable."""
    written = {settings.number_register: _coded(settings, view.number)}
    if settings.counter_register is not None:
        written[settings.counter_register] = [_value(view.counter if view.counter.isdigit() else "")]
    if settings.blink_register is not None:
        written[settings.blink_register] = [int(view.blink)]
    if settings.light_register is not None:
        written[settings.light_register] = [level_of(light, settings.light_top)]
    return written


def read_number(settings: ModbusSettings, held: dict[int, int]) -> str:
    """Return the number that the registers `held` show, as the display writes it."""
    values = [held.get(settings.number_register + place, 0) for place in range(_count(settings))]
    if settings.coding == "value":
        return str(values[0])
    if settings.coding == "bcd":
        return "".join(f"{value:04X}" for value in values)[-settings.digits :].replace("F", _BLANK).strip()
    size = 2 if settings.coding == "letters" else 1
    return b"".join(value.to_bytes(2, "big")[-size:] for value in values).decode("ascii", "replace").strip("\0 ")


def _count(settings: ModbusSettings) -> int:
    a_register = {"value": settings.digits, "bcd": 4, "letter": 1, "letters": 2}[settings.coding]
    return -(-settings.digits // a_register)


def _coded(settings: ModbusSettings, number: str) -> list[int]:
    signs = segments(number)[: settings.digits] if number == IDLE else segments(number)
    if settings.coding in ("value", "bcd"):
        signs = _digits(settings, signs)
    if number.strip() and not signs.strip() and number != IDLE:
        raise Unshowable(f"Số thứ tự «{number[:20]}» không có chữ hay số nào mà bảng LED hiện được.")
    if len(signs) > settings.digits:
        raise Unshowable(f"Số thứ tự «{number[:20]}» dài hơn {settings.digits} ô của bảng LED.")
    if settings.coding == "value":
        return [_value(signs)]
    if settings.coding == "bcd":
        padded = signs.rjust(_count(settings) * 4, "F")
        return [int(padded[start : start + 4], 16) for start in range(0, len(padded), 4)]
    size = 2 if settings.coding == "letters" else 1
    padded = signs.ljust(_count(settings) * size, _BLANK)
    return [int.from_bytes(padded[start : start + size].encode(), "big") for start in range(0, len(padded), size)]


def _digits(settings: ModbusSettings, signs: str) -> str:
    """Return the digits alone; the signs of an idle board are nothing to a display of digits."""
    digits = "".join(sign for sign in signs if sign.isdigit())
    if digits and len(digits) < len(signs.strip("- ")) and not settings.drop_letters:
        raise Unshowable(f"Bảng LED chỉ có chữ số nên không hiện được chữ cái của số «{signs[:20]}».")
    return digits


def _value(digits: str) -> int:
    value = int(digits or 0)
    if value > _LARGEST_VALUE:
        raise Unshowable(f"Số «{digits[:20]}» lớn hơn 65535, bảng LED không hiện được.")
    return value
