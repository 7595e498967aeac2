"""Settings of the site's broker: where it listens, and which devices are enrolled with which role."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from lobby.contract.base import CounterId, DeviceId, SiteId
from lobby.contract.roles import Role
from lobby.settings.load import Strict


class Enrolled(Strict):
    """A device that may speak on the site's bus."""

    id: DeviceId
    role: Role
    counter: CounterId | None = None


class BrokerSite(Strict):
    """The broker's settings file. `run_as` is the account mosquitto drops to when started as root;
    `folder` gets its configuration and store, `secrets` one password file a device."""

    site: SiteId
    folder: Path
    secrets: Path
    host: str = "127.0.0.1"
    port: int = Field(default=1883, ge=1, le=65535)
    websocket_port: int = Field(default=9001, ge=1, le=65535)
    run_as: str = "mosquitto"
    devices: list[Enrolled] = Field(default_factory=list)

    @property
    def clients(self) -> list[Enrolled]:
        """Return the devices that speak on the bus; broker and backend are watched, not enrolled."""
        return [device for device in self.devices if device.role not in (Role.BROKER, Role.BACKEND)]
