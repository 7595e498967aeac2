"""Settings of the bridge."""

from __future__ import annotations

from pydantic import Field

from backend_bridge.adapters.adapter import ChosenBackend
from lobby.contract.dossiers import CODE_PATTERN
from lobby.settings.device import DeviceSettings
from lobby.settings.load import Strict
from lobby.settings.pattern import Pattern


class LookupSettings(Strict):
    """How many lookups are let through, and which codes are looked up at all.

    A device that asked for `misses_per_device_per_hour` codes that nobody has, or a site for its own number of them,
    is answered no more until time has passed: codes are counted up day by day and could be guessed. As many wrong
    check codes are tried for one device.

    `workers` questions go to the backend at a time, `queue` more wait. Where an older answer is known it is given after
    `stale_after_s` seconds without a new one.
    """

    per_device_per_minute: int = Field(default=30, ge=1, le=6000)
    per_site_per_minute: int = Field(default=240, ge=1, le=60_000)
    misses_per_device_per_hour: int = Field(default=60, ge=1, le=6000)
    misses_per_site_per_hour: int = Field(default=300, ge=1, le=60_000)
    workers: int = Field(default=4, ge=1, le=32)
    queue: int = Field(default=16, ge=1, le=1000)
    stale_after_s: float = Field(default=0.25, ge=0, le=10)
    code_pattern: Pattern = CODE_PATTERN


class CacheSettings(Strict):
    """How long and how many dossiers are kept for when the backend is away (public fields only)."""

    keep_days: int = Field(default=7, ge=0, le=90)
    most: int = Field(default=5000, ge=0, le=200_000)


class OutboxSettings(Strict):
    """What is told to the backend of devices beside the journal: how often, and how much of it may wait.

    Each device's health every `health_every_s` seconds, and at once when a fault begins or ends. Beyond `telemetry_mb`
    megabytes, or where the disk has less than `keep_free_mb` left, the oldest of it goes. The journal never does.
    """

    telemetry_mb: int = Field(default=32, ge=1, le=4096)
    keep_free_mb: int = Field(default=200, ge=0, le=100_000)
    health_every_s: float = Field(default=300.0, ge=10, le=86400)


class ProceduresSettings(Strict):
    """How often the backend is asked for its procedures; 0 where it is not to be. The first time is some seconds after
    the start."""

    every_s: float = Field(default=6 * 3600.0, ge=0, le=7 * 86400)


class ChangesSettings(Strict):
    """How often the backend is asked what changed, 0 where it is not to be, and how long one question may wait there
    for something to tell (0: it answers at once)."""

    every_s: float = Field(default=10.0, ge=0, le=3600)
    wait_s: float = Field(default=5.0, ge=0, le=25)


class AgenciesSettings(Strict):
    """How often the backend is asked for its agencies; 0 where it is not to be."""

    every_s: float = Field(default=86_400.0, ge=0, le=7 * 86_400)


class BridgeSettings(DeviceSettings):
    """What `bridge.toml` holds."""

    backend: ChosenBackend
    lookup: LookupSettings = LookupSettings()
    cache: CacheSettings = CacheSettings()
    procedures: ProceduresSettings = ProceduresSettings()
    outbox: OutboxSettings = OutboxSettings()
    changes: ChangesSettings = ChangesSettings()
    agencies: AgenciesSettings = AgenciesSettings()
    results_every_s: float = Field(default=30.0, ge=1, le=3600)
