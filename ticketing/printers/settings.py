"""What may stand in printer.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from lobby.settings.load import Strict
from ticketing.slip.style import WIDE, Dots, SlipStyle

UsbId = Annotated[int, Field(ge=0, le=0xFFFF)]
Endpoint = Annotated[int, Field(ge=0, le=0xFF)]
Seconds = Annotated[float, Field(gt=0, le=30)]


class PrinterSettings(Strict):
    """What every printer has; `dots` is 576 for 80 mm paper and 384 for 58 mm."""

    dots: Dots = WIDE
    cut: bool = True


class CableSettings(PrinterSettings):
    """What a printer at the end of a cable has; no query and no write lasts longer than `timeout_s`.

    `must_answer` says that a printer which is silent when asked for its status is faulty. It is off where silence is
    to be expected: many cheap printers never answer over USB or a one-way serial cable.
    """

    timeout_s: Seconds = 3
    must_answer: bool = False


class FilePrinterSettings(PrinterSettings):
    """Writes each slip into `folder`, as bytes and as a picture, for machines without a printer."""

    driver: Literal["file"]
    folder: Path


class UsbPrinterSettings(CableSettings):
    """A USB printer by its vendor and product numbers (`lsusb` lists them); write them as 0x04b8."""

    driver: Literal["usb"]
    vendor: UsbId
    product: UsbId
    in_endpoint: Endpoint = 0x82
    out_endpoint: Endpoint = 0x01


class SerialPrinterSettings(CableSettings):
    """A printer at a serial port; `baud` as set on the printer."""

    driver: Literal["serial"]
    device: Path
    baud: int = Field(default=115200, ge=1200, le=921600)
    xonxoff: bool = False


class NetworkPrinterSettings(CableSettings):
    """A printer at a TCP port."""

    driver: Literal["network"]
    host: str = Field(min_length=1)
    port: int = Field(default=9100, ge=1, le=65535)
    must_answer: bool = True


AnyPrinterSettings = FilePrinterSettings | UsbPrinterSettings | SerialPrinterSettings | NetworkPrinterSettings


class PrintServiceSettings(Strict):
    """The whole of printer.toml; `state` is the folder where printed job ids are remembered, `sms` the number that
    answers short messages."""

    office: str = Field(min_length=1, max_length=160)
    place: str = Field(min_length=1, max_length=160)
    hotline: str | None = Field(default=None, max_length=60)
    sms: str | None = Field(default=None, min_length=3, max_length=24, pattern=r"^[0-9 .+-]+$")
    state: Path
    log_level: str = "INFO"
    printer: AnyPrinterSettings = Field(discriminator="driver")

    def style(self) -> SlipStyle:
        """Return how this site's slips look."""
        return SlipStyle(self.office, self.place, self.hotline, self.printer.dots, self.sms)
