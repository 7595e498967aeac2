"""Where everything of a demo run lies below its state folder."""

from __future__ import annotations

from pathlib import Path


class Places:
    """The folders and files of one run; `make` creates them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.demo_json = root / "demo.json"
        self.settings = root / "settings"
        self.secrets = root / "secrets"
        self.backend_token = self.secrets / "backend-token"
        self.logs = root / "logs"
        self.paper = root / "paper"
        self.sound = root / "sound"
        # What the kiosk reads to a citizen, where the machine has no sound card.
        self.aloud = root / "aloud"
        self.screens = root / "screens"
        self.led = root / "led"
        self.broker = root / "broker"
        # What stands in for hardware: receipts before the camera, serial ports, scanner and keypad keys, earphones.
        self.feed = root / "feed"
        self.camera = self.feed / "camera.png"
        self.scanner_keys = self.feed / "scanner-keys"
        self.serial_in = self.feed / "scanner-serial"
        self.kiosk_keys = self.feed / "kiosk-keypad"
        self.earphones = self.feed / "kiosk-earphones"
        self.scanner_port = root / "dev" / "scanner"
        self.led_port = root / "dev" / "led"
        # A citizen's telephone: what is written into the pipe is sent to the site, what is answered stands in the file.
        self.sms_port = root / "dev" / "modem"
        self.sms_given = self.feed / "telephone"
        self.sms_got = root / "telephone.txt"
        # Clips are the same for every run, so they are kept between runs where the root is.
        self.clips = root / "clips"

    def make(self) -> None:
        """Create the folders; the state is its owner's alone."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (
            self.settings,
            self.secrets,
            self.logs,
            self.paper,
            self.sound,
            self.aloud,
            self.screens,
            self.led,
            self.feed,
            self.led_port.parent,
        ):
            folder.mkdir(exist_ok=True, mode=0o700)

    def settings_of(self, device: str) -> Path:
        """Return a program's settings file."""
        return self.settings / f"{device}.toml"

    def state_of(self, device: str) -> Path:
        """Return the folder a program may write in."""
        return self.root / "state" / device

    def log_of(self, device: str) -> Path:
        """Return a program's log."""
        return self.logs / f"{device}.log"

    def keypad(self, device: str) -> Path:
        """Return the pipe that a keypad's keys come through."""
        return self.feed / device

    def secret(self, name: str) -> Path:
        """Return a secret's file."""
        return self.secrets / name
