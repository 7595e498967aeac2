"""What backups need to know of the broker's files."""

from __future__ import annotations

from lobby.keepsake import Keepsake

# Retained states are told anew by whoever writes them; the passwords' hashes are as good as the passwords.
KEEPSAKE = Keepsake(spared=("*mosquitto.db*",), secret=("*/passwords", "*.key"))
