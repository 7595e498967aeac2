"""The lookup kiosk's settings file."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kiosk.aids.settings import AidsSettings
from kiosk.presenters.lookup_rules import LookupRules
from kiosk.presenters.scene import DispenserRules
from kiosk.presenters.syllables import Style
from kiosk.scanners.settings import ScannersSettings
from lobby.contract.base import ServiceId
from lobby.contract.dossiers import CODE_PATTERN
from lobby.keys.settings import EvdevSettings
from lobby.settings.device import DeviceSettings, ScreenSettings
from lobby.settings.pattern import Host, Pattern

Line = Annotated[str, Field(max_length=120)]
Telephone = Annotated[str, Field(max_length=24, pattern=r"^[0-9 .+-]+$")]


class LookupSettings(DeviceSettings):
    """`site_hosts` are the web hosts whose QR codes may carry a dossier code, `code_pattern` the form of a whole one
    (as at the bridge, `lookup.code_pattern`).

    A page left alone for `forget_after_s` goes with all that was on it; it warns `warn_before_s` before, and
    for two thirds of its time at most. With
    `mode` "show" there is no touch: a scan is answered large, for `show_s`. Left alone for `attract_after_s` (0: never)
    the kiosk shows `hours` (`hours_en`, where given, to who does not read Vietnamese), lines and notices. `hotline`
    and `sms` are told when a dossier cannot be looked up.
    Numbers: `printer_command` where the kiosk has a printer for slips, else the number is shown; the rest is as at a
    dispenser. `handled_fields` names the fields of procedures that this office takes, as the portal calls them; without
    it, those that receipts are led by. With `sync_catalogue` the bridge's catalogue of
    procedures is kept here. `office_level` and `province` (its code, `H15`) decide what else it takes. With
    `tones` "new" the keyboard writes «hoà», not «hòa».
    """

    screen: ScreenSettings = ScreenSettings()
    office: str = Field(default="Bộ phận Một cửa", max_length=120)
    mode: Literal["touch", "show"] = "touch"
    site_hosts: tuple[Host, ...] = ()
    code_pattern: Pattern = CODE_PATTERN
    forget_after_s: float = Field(default=30, ge=5, le=300)
    warn_before_s: float = Field(default=20, ge=3, le=300)
    show_s: float = Field(default=15, ge=5, le=120)
    attract_after_s: float = Field(default=60, ge=0, le=3600)
    hours: Annotated[tuple[Line, ...], Field(max_length=4)] = ()
    hours_en: Annotated[tuple[Line, ...], Field(max_length=4)] = ()
    hotline: Telephone | None = None
    sms: Telephone | None = None
    scanners: ScannersSettings = ScannersSettings()
    aids: AidsSettings = AidsSettings()
    printer_command: tuple[str, ...] = ()
    track_url_base: str | None = Field(default=None, max_length=120)
    services_order: tuple[ServiceId, ...] = ()
    services_en: dict[ServiceId, str] = Field(default_factory=dict)
    collect_service: ServiceId | None = None
    fields: dict[str, ServiceId] = Field(default_factory=dict)
    handled_fields: Annotated[tuple[Line, ...], Field(max_length=60)] = ()
    sync_catalogue: bool = True
    office_level: Literal["ward", "province"] = "ward"
    province: str | None = Field(default=None, pattern=r"^H[0-9]{2}$")
    tones: Style = Style.OLD

    @model_validator(mode="after")
    def _keypad_is_no_scanner(self) -> Self:
        keypad = self.aids.keypad
        if isinstance(keypad, EvdevSettings):
            named = (keypad.path, keypad.vendor, keypad.product)
            if any((one.path, one.vendor, one.product) == named for one in self.scanners.hid):
                raise ValueError("aids.keypad và scanners.hid đang chỉ cùng một thiết bị")
        return self


def rules_of(settings: LookupSettings) -> LookupRules:
    """Return what the settings say to the presenter."""
    shows = settings.mode == "show"
    numbers = DispenserRules(
        track_url_base=settings.track_url_base,
        order=settings.services_order,
        names_en=settings.services_en,
        collect_service=settings.collect_service,
        fields=settings.fields,
        prints=bool(settings.printer_command),
    )
    return LookupRules(
        site_hosts=settings.site_hosts,
        code_pattern=settings.code_pattern,
        forget_after_s=settings.show_s if shows else settings.forget_after_s,
        warn_before_s=settings.warn_before_s,
        attract_after_s=settings.attract_after_s or None,
        hours=settings.hours,
        hours_en=settings.hours_en,
        hotline=settings.hotline,
        sms=settings.sms,
        shows=shows,
        numbers=numbers,
        handled_fields=frozenset(settings.handled_fields),
        tones=settings.tones,
    )
