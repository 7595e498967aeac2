"""`python -m lobby.contract.describe FOLDER`: writes contract.md and asyncapi.json from the message classes."""

from __future__ import annotations

import sys
from pathlib import Path

from lobby.contract.asyncapi import asyncapi
from lobby.contract.page import contract_page


def documents() -> dict[str, str]:
    """Return the generated documents by file name."""
    return {"contract.md": contract_page(), "asyncapi.json": asyncapi()}


def main(folder: Path) -> None:
    """Write the documents into `folder`."""
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
