"""Settings that every device has: its site, its name, its way to the broker."""

from __future__ import annotations

from pathlib import Path

from pydantic import AwareDatetime, Field

from lobby.clock import Clock, FastClock, SystemClock
from lobby.contract.base import DeviceId, SiteId
from lobby.settings.load import Strict
from lobby.settings.secret import read_secret


class BrokerSettings(Strict):
    """Where the site's broker listens; the password stands in a file that only the service reads."""

    host: str = "127.0.0.1"
    port: int = Field(default=1883, ge=1, le=65535)
    password_file: Path
    ca: Path | None = None

    def password(self) -> str:
        """Return the password; raises SettingsError where the file cannot be read."""
        return read_secret(self.password_file, "mật khẩu")


class ClockSettings(Strict):
    """A simulated day: the clock stands at `start` when the machine's stands at `since`, then it is `speed` times as
    fast."""

    start: AwareDatetime
    speed: float = Field(gt=0, le=10000)
    since: AwareDatetime


class DeviceSettings(Strict):
    """The head of every program's settings file; `state` is the folder it may write in."""

    site: SiteId
    device: DeviceId
    state: Path
    broker: BrokerSettings
    log_level: str = "INFO"
    clock: ClockSettings | None = None


def clock_of(settings: DeviceSettings) -> Clock:
    """Return the clock of a program: the machine's own, or a simulated site's where the settings name one."""
    chosen = settings.clock
    return SystemClock() if chosen is None else FastClock(chosen.start, chosen.speed, chosen.since)


class ScreenSettings(Strict):
    """A touch screen's window; `pictures` is where SIGUSR1 leaves a PNG with a list of what stands on it, and SIGUSR2
    the list alone (off where not given).

    What concerns one citizen is blotted out in it, but where `private_in_pictures` lets it stand: for a site of
    invented people. With `keeper_code_file` five touches in the upper left corner ask for the code whose hash it holds,
    and that ends the program; without it there is no way out at the screen.
    """

    width: int = Field(default=1920, ge=480, le=7680)
    height: int = Field(default=1080, ge=320, le=4320)
    fullscreen: bool = True
    pictures: Path | None = None
    private_in_pictures: bool = False
    keeper_code_file: Path | None = None
