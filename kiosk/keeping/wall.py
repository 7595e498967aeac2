"""Whether this machine's wall clock can be believed: one without a battery wakes up in the past."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Wall:
    """What tells of the clock: the id of this boot, a clock with a battery, systemd-timesyncd's word that it is set."""

    boot_id: Path = Path("/proc/sys/kernel/random/boot_id")
    battery: Path = Path("/sys/class/rtc/rtc0")
    synchronised: Path = Path("/run/systemd/timesync/synchronized")

    def boot(self) -> str:
        """Return the id of this boot, empty where the system gives none."""
        try:
            return self.boot_id.read_text(encoding="ascii").strip()
        except OSError:
            return ""

    def believable(self, known_boot: str) -> bool:
        """Tell whether the day can be believed: it was right in this same boot, or something set the clock since."""
        return (known_boot != "" and known_boot == self.boot()) or self.battery.exists() or self.synchronised.exists()
