"""A printer that writes: each slip as the bytes sent and as the picture a strict interpreter draws from them."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from PIL import Image

from ticketing.printers.interpreter import UnknownCommand, interpret
from ticketing.printers.printer import PrinterError, PrinterFault, PrinterStatus
from ticketing.printers.raster import PROFILE, send_slip
from ticketing.printers.settings import FilePrinterSettings


class FilePrinter:
    """Writes `<number>.escpos` and then `<number>.png`; each appears whole or not at all."""

    def __init__(self, settings: FilePrinterSettings, library: Callable[[], ModuleType]) -> None:
        self._settings = settings
        self._library = library

    def status(self) -> PrinterStatus:
        try:
            self._settings.folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return PrinterStatus(PrinterFault.OFFLINE)
        writable = os.access(self._settings.folder, os.W_OK)
        return PrinterStatus(None if writable else PrinterFault.OFFLINE)

    def print_picture(self, picture: Image.Image, name: str) -> None:
        escpos = self._library().Dummy(profile=PROFILE)
        send_slip(escpos, picture, self._settings.cut)
        try:
            self._write(name, escpos.output)
        except (OSError, UnknownCommand) as fault:
            raise PrinterError(PrinterFault.OFFLINE, f"slip {name}: {fault}") from fault

    def release(self) -> None:
        pass

    def _write(self, name: str, sent: bytes) -> None:
        drawn = io.BytesIO()
        interpret(sent, self._settings.dots)[-1].save(drawn, "PNG")
        place = self._settings.folder / re.sub(r"[^\w-]", "_", name)
        _write_whole(place.with_suffix(".escpos"), sent)
        _write_whole(place.with_suffix(".png"), drawn.getvalue())


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
