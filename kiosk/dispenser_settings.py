"""The dispenser's settings file."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kiosk.aids.settings import AidsSettings
from kiosk.buttons.settings import ButtonsSettings
from kiosk.presenters.priorities import PriorityClass
from kiosk.presenters.scene import DispenserRules
from kiosk.scanners.settings import ScannersSettings
from lobby.contract.base import ServiceId
from lobby.contract.dossiers import CODE_PATTERN
from lobby.settings.device import DeviceSettings, ScreenSettings
from lobby.settings.pattern import Host, Pattern


class DispenserSettings(DeviceSettings):
    """`track_url_base` + track is the address in the slip's QR code.

    `role` is what the device is enrolled as: a `kiosk` may ask how a scanned dossier stands. `priorities` are the
    classes that a citizen may choose, none where empty. A scanned receipt leads to `collect_service` when the result
    is ready, else by `fields`: what the backend calls a field, or how the code of a procedure begins = this site's
    field; either need be given only where it differs from what the hub's settings say. `site_hosts` are the web hosts
    whose QR codes may carry a dossier code, `code_pattern` the form of a whole one.
    """

    screen: ScreenSettings = ScreenSettings()
    role: Literal["dispenser", "kiosk"] = "dispenser"
    office: str = Field(default="Bộ phận Một cửa", max_length=120)
    printer_command: tuple[str, ...] = Field(min_length=1)
    track_url_base: str | None = Field(default=None, max_length=120)
    services_order: tuple[ServiceId, ...] = ()
    services_en: dict[ServiceId, str] = Field(default_factory=dict)
    priorities: tuple[PriorityClass, ...] = ()
    site_hosts: tuple[Host, ...] = ()
    code_pattern: Pattern = CODE_PATTERN
    collect_service: ServiceId | None = None
    fields: dict[str, ServiceId] = Field(default_factory=dict)
    scanners: ScannersSettings = ScannersSettings()
    buttons: ButtonsSettings | None = None
    aids: AidsSettings = AidsSettings()


def rules_of(settings: DispenserSettings) -> DispenserRules:
    """Return what the settings say to the presenter."""
    return DispenserRules(
        track_url_base=settings.track_url_base,
        order=settings.services_order,
        names_en=settings.services_en,
        priorities=settings.priorities,
        site_hosts=settings.site_hosts,
        code_pattern=settings.code_pattern,
        collect_service=settings.collect_service,
        fields=settings.fields,
        finds=settings.role == "kiosk",
        scans=settings.scanners.any,
    )
