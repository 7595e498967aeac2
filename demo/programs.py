"""The programs that the demo's site is made of: the command of each, and where its log goes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from broker_config.mosquitto import CONF, set_aside_bad_store
from demo.errors import CannotRun
from demo.places import Places
from demo.site import BROKER, Device
from demo.supervisor import Program
from lobby.contract.roles import Role

LOBBY = [sys.executable, "-m", "lobby.cli"]
LED_TWIN = "led-twin"
MODEM_TWIN = "modem-twin"
# The other roles' commands are called as they are.
_COMMANDS = {Role.BACKEND: "sandbox"}


class Programs:
    """Composes programs; `display_of` tells the X display of a touch screen, None for the person's own."""

    def __init__(self, places: Places, display_of: Callable[[str], str | None]) -> None:
        self._places = places
        self._display_of = display_of

    def broker(self) -> Program:
        """Return the broker; raises CannotRun where it is not installed."""
        mosquitto = find_broker()
        if mosquitto is None:
            raise CannotRun("Thiếu máy chủ tin nhắn mosquitto. Hãy cài: apt-get install mosquitto")
        folder = self._places.broker
        return Program(
            BROKER.id,
            [str(mosquitto), "-c", str(folder / CONF)],
            self._places.log_of(BROKER.id),
            _libraries_beside(mosquitto),
            before=lambda: set_aside_bad_store(folder),
            ground=True,
        )

    def part(self, device: Device) -> Program:
        """Return the program of a device, with its own settings file."""
        command = _COMMANDS.get(device.role, device.role.value)
        display = self._display_of(device.id)
        return Program(
            device.id,
            [*LOBBY, command, "--settings", str(self._places.settings_of(device.id))],
            self._places.log_of(device.id),
            {"DISPLAY": display} if display else {},
        )

    def led_twin(self) -> Program:
        """Return the LED board that stands at the end of the LED program's serial line."""
        command = [*LOBBY, LED_TWIN, "--link", str(self._places.led_port), "--out", str(self._places.led)]
        return Program(LED_TWIN, command, self._places.log_of(LED_TWIN))

    def modem_twin(self) -> Program:
        """Return the modem at the end of the line of `lobby sms`, with a citizen's telephone."""
        places = self._places
        command = [sys.executable, "-m", "backend_bridge.sms.twin_program", "--link", str(places.sms_port)]
        command += ["--given", str(places.sms_given), "--got", str(places.sms_got)]
        return Program(MODEM_TWIN, command, places.log_of(MODEM_TWIN))


def find_broker() -> Path | None:
    """Return mosquitto's path; Debian keeps it where a plain user's PATH does not look."""
    for folder in ("/usr/sbin", "/usr/bin", "/usr/local/sbin", str(Path.cwd() / ".debian/usr/sbin")):
        candidate = Path(folder) / "mosquitto"
        if candidate.exists():
            return candidate
    return None


def _libraries_beside(mosquitto: Path) -> dict[str, str]:
    # Where mosquitto was unpacked without root, its libraries lie beside it.
    root = mosquitto.parent.parent
    folders = [str(folder) for folder in root.glob("lib/*-linux-gnu")] if ".debian" in mosquitto.parts else []
    return {"LD_LIBRARY_PATH": ":".join(folders)} if folders else {}
