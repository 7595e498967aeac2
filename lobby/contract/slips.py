"""What a screen asks of the print service beside it: one JSON object a line, and its answer likewise."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from lobby.contract.base import Channel, Instant, Message, Part, Uuid
from lobby.contract.requests import PrintOutcome
from lobby.contract.ticket import Wait

Sentence = Annotated[str, Field(max_length=400)]
PageAddress = Annotated[str, Field(max_length=300, pattern=r"^https?://[\x21-\x7e]+$")]


class PrintTicket(Message):
    """Print one ticket. `counters` are names as people read them; `ahead` people wait before it.

    `offline` marks a number given while the hub was away (`ahead` is then not known), `again` a slip printed once more.
    """

    channel: ClassVar[Channel] = Channel("print", "", "dispenser", False, "A line to the print service")
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "job": "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11",
        "number": "A012",
        "service": "Hộ tịch – Chứng thực",
        "counters": ["Quầy số 1", "Quầy số 2"],
        "ahead": 3,
        "issued_at": "2026-11-22T08:01:02.345+07:00",
        "track_url": "http://lobby.local/t/Qk3nVx8c2J0",
    }
    kind: Literal["ticket"] = "ticket"
    job: Uuid
    number: str = Field(max_length=12)
    service: str = Field(max_length=120)
    counters: tuple[str, ...] = ()
    priority: str | None = None
    ahead: int = Field(ge=0)
    wait: Wait | None = None
    issued_at: Instant
    track_url: str | None = Field(default=None, max_length=200)
    notice: str | None = None
    offline: bool = False
    again: bool = False


class PrintDossier(Message):
    """Print how one dossier stands, for whoever holds its receipt; it has no place for a holder.

    `state` and `todo` are Vietnamese sentences, `beside` the same in the language the screen spoke. `as_of` is when the
    backend told so; `fresh` is false where that was some time ago.
    """

    channel: ClassVar[Channel] = Channel("print", "", "kiosk", False, "A line to the print service")
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "kind": "dossier",
        "job": "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11",
        "code": "H15.12-250701-0001",
        "procedure": "Đăng ký khai sinh",
        "state": "Đang xử lý",
        "todo": "Vui lòng chờ đến ngày 24/11/2026. Quý khách chưa phải làm gì thêm, chưa cần đến quầy.",
        "due_at": "2026-11-24T17:00:00.000+07:00",
        "as_of": "2026-11-22T08:01:02.345+07:00",
    }
    kind: Literal["dossier"] = "dossier"
    job: Uuid
    code: str = Field(max_length=64)
    procedure: Sentence
    state: Sentence
    todo: Sentence
    beside: tuple[Sentence, ...] = Field(default=(), max_length=4)
    due_at: Instant | None = None
    new_due_at: Instant | None = None
    as_of: Instant
    fresh: bool = True


class SlipPaper(Part):
    """One paper to hand in; `quantity` is a phrase such as «1 bản chính, 2 bản sao», may be empty."""

    name: Sentence
    quantity: str = Field(default="", max_length=60)


class PrintProcedure(Message):
    """Print what a procedure needs, in Vietnamese; what does not fit stands at `page_url`.

    `papers_more` counts the papers left out. `fees`, `days` and `where` are sentences, `source` says whose they are and
    of which day.
    """

    channel: ClassVar[Channel] = Channel("print", "", "kiosk", False, "A line to the print service")
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "kind": "procedure",
        "job": "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11",
        "code": "1.001193",
        "title": "Thủ tục đăng ký khai sinh",
        "papers": [{"name": "Giấy chứng sinh", "quantity": "1 bản chính"}],
        "fees": ["Nộp tại quầy: Không thu phí"],
        "days": ["Nộp tại quầy: 1 ngày làm việc"],
        "where": ["Ủy ban nhân dân cấp xã"],
        "page_url": "https://dichvucong.gov.vn/thu-tuc/1.001193",
        "source": "Cổng Dịch vụ công quốc gia, 18/7/2026",
    }
    kind: Literal["procedure"] = "procedure"
    job: Uuid
    code: str = Field(max_length=64)
    title: Sentence
    case: Sentence | None = None
    papers: tuple[SlipPaper, ...] = Field(default=(), max_length=20)
    papers_more: int = Field(default=0, ge=0)
    fees: tuple[Sentence, ...] = Field(default=(), max_length=8)
    days: tuple[Sentence, ...] = Field(default=(), max_length=8)
    where: tuple[Sentence, ...] = Field(default=(), max_length=4)
    page_url: PageAddress | None = None
    source: str = Field(default="", max_length=200)


PrintJob = PrintTicket | PrintDossier | PrintProcedure
PRINT_JOBS: dict[str, type[PrintTicket] | type[PrintDossier] | type[PrintProcedure]] = {
    "ticket": PrintTicket,
    "dossier": PrintDossier,
    "procedure": PrintProcedure,
}


class PrintDone(Message):
    """What became of a job; `detail` is for the keeper, `fault` a short code of what is wrong with the printer."""

    channel: ClassVar[Channel] = Channel("printed", "", "print service", False, "The print service's answer")
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "job": "5a1f8f9e-3a0e-4a7e-8d0c-8f8f4a3f2b11",
        "outcome": "printed",
    }
    job: Uuid
    outcome: PrintOutcome
    fault: str | None = None
    detail: str | None = None
