"""What a print service knows of a printer, whatever its cable, and the faults a keeper can mend."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PIL import Image


class PrinterFault(StrEnum):
    """Short codes of what is wrong with a printer; `PAPER_NEAR_END` still prints."""

    PAPER_OUT = "paper_out"
    PAPER_NEAR_END = "paper_near_end"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


ADVICE: dict[PrinterFault, str] = {
    PrinterFault.PAPER_OUT: "Máy in hết giấy. Hãy thay cuộn giấy rồi đóng nắp máy in.",
    PrinterFault.PAPER_NEAR_END: "Máy in sắp hết giấy. Hãy chuẩn bị cuộn giấy mới.",
    PrinterFault.COVER_OPEN: "Nắp máy in đang mở. Hãy đóng nắp cho khít đến khi nghe tiếng «tách».",
    PrinterFault.OFFLINE: (
        "Không kết nối được máy in. Hãy kiểm tra máy in đã bật, dây nguồn và dây tín hiệu (hoặc mạng) đã cắm chặt."
    ),
    PrinterFault.UNKNOWN: (
        "Máy in không trả lời hoặc báo lỗi. Hãy tắt máy in 10 giây rồi bật lại; nếu vẫn lỗi, báo bộ phận kỹ thuật."
    ),
}


@dataclass(frozen=True)
class PrinterStatus:
    """What a printer says of itself; `answered` is false where it stays silent, as many cheap ones do."""

    fault: PrinterFault | None = None
    answered: bool = True

    @property
    def able(self) -> bool:
        """Whether a slip can be printed now."""
        return self.fault in (None, PrinterFault.PAPER_NEAR_END)


class PrinterError(Exception):
    """A slip that did not, or may not have, come out; the text is for the log."""

    def __init__(self, fault: PrinterFault, reason: str) -> None:
        self.fault = fault
        super().__init__(f"{fault}: {reason}")


class Printer(Protocol):
    """A thermal printer. It connects when first asked and lets go on `release`, so that a replugged one is found."""

    def status(self) -> PrinterStatus:
        """Ask how the printer stands; never raises: an unreachable one is `OFFLINE`."""

    def print_picture(self, picture: Image.Image, name: str) -> None:
        """Print a 1-bit picture, feed and cut; `name` is the ticket's number. Raises PrinterError."""

    def release(self) -> None:
        """Let go of the connection; no harm where there is none."""
