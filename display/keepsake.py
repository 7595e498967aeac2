"""What backups need to know of the boards' files."""

from __future__ import annotations

from lobby.keepsake import Keepsake

# The browser's profile holds nothing that the hub does not tell anew, and the browser keeps others from reading it.
KEEPSAKE = Keepsake(spared=("*/chromium/*",))
