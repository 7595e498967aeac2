"""Settings of the telephone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from backend_bridge.sms.answers import Office
from backend_bridge.sms.numbers import mobile
from backend_bridge.sms.rules import Limits
from lobby.contract.dossiers import CODE_PATTERN
from lobby.settings.device import DeviceSettings
from lobby.settings.load import Strict
from lobby.settings.pattern import Pattern


def _mobile(number: str) -> str:
    found = mobile(number)
    if found is None:
        raise ValueError(f"«{number}» không phải số di động Việt Nam (ví dụ 0912345678)")
    return found


Mobile = Annotated[str, AfterValidator(_mobile)]


class ModemSettings(Strict):
    """The modem's line, best named by /dev/serial/by-id. `pin_file` holds the SIM's PIN, where it has one. With the
    driver gammu, gammu-smsd has the line and `queue` is the folder of its messages.

    One that says nothing for `patience_s`, or for `sends_within_s` of a message that it sends, is told to restart and
    left alone for `settle_s` seconds.
    """

    driver: Literal["at", "gammu"] = "at"
    port: str | None = Field(default=None, min_length=1, max_length=200)
    queue: Path | None = None
    baud: int = Field(default=115200, ge=300, le=4_000_000)
    pin_file: Path | None = None
    patience_s: float = Field(default=5.0, ge=0.2, le=60)
    sends_within_s: float = Field(default=60.0, ge=0.2, le=600)
    settle_s: float = Field(default=10.0, ge=0, le=120)

    @model_validator(mode="after")
    def _names_its_place(self) -> Self:
        if self.driver == "at" and self.port is None:
            raise ValueError("thiếu «port»: đường dẫn của modem, ví dụ /dev/serial/by-id/…")
        if self.driver == "gammu" and self.queue is None:
            raise ValueError("thiếu «queue»: thư mục tin nhắn của gammu-smsd")
        return self


class LimitSettings(Strict):
    """How many messages are sent: to everybody a day (each costs), to one number a day and an hour. `blocked` numbers
    are never answered."""

    per_day: int = Field(default=300, ge=1, le=20_000)
    per_number_per_day: int = Field(default=20, ge=1, le=1000)
    per_number_per_hour: int = Field(default=8, ge=1, le=1000)
    blocked: list[Mobile] = Field(default_factory=list, max_length=10_000)


class SmsSettings(DeviceSettings):
    """What `sms.toml` holds. `telephone` is where a person answers, `own_number` the SIM's; `patience_s` is how long a
    question waits for an answer that cannot be had before the citizen is told so; `looks_every_s` how often a dossier
    is looked at whose holder wants to be told of its result; who waits for a turn is told when `people_before` are."""

    modem: ModemSettings
    limits: LimitSettings = LimitSettings()
    telephone: str = Field(min_length=3, max_length=20, pattern=r"^[0-9 .+-]+$")
    own_number: Mobile | None = None
    code_example: str = Field(default="H15.12-250701-0001", max_length=32, pattern=r"^[A-Za-z0-9.-]+$")
    code_pattern: Pattern = CODE_PATTERN
    patience_s: float = Field(default=60.0, ge=0, le=3600)
    looks_every_s: float = Field(default=1800.0, ge=1, le=86400)
    people_before: int = Field(default=2, ge=1, le=20)

    @property
    def office(self) -> Office:
        """Return what answers tell of the office."""
        return Office(self.telephone.replace(" ", "").replace(".", ""), self.code_example)

    @property
    def rules(self) -> Limits:
        """Return the limits, with the site's own number among those that are not answered."""
        limits = self.limits
        own = [self.own_number] if self.own_number else []
        silent = frozenset([*limits.blocked, *own])
        return Limits(limits.per_day, limits.per_number_per_day, limits.per_number_per_hour, silent)
