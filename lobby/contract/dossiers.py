"""A dossier as the lobby may show it, and the backend's own figures for the results board."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from lobby.contract import topics
from lobby.contract.base import Channel, CounterId, Instant, Message, Part, State

DOSSIER_EXAMPLE: dict[str, object] = {
    "code": "H15.12-250701-0001",
    "procedure_code": "1.001193",
    "procedure": "Đăng ký khai sinh",
    "field": "Hộ tịch",
    "agency": "UBND phường Tô Hiệu",
    "status": 4,
    "status_text": "Đang xử lý",
    "received_at": "2026-11-20T08:00:00.000+07:00",
    "due_at": "2026-11-24T17:00:00.000+07:00",
}

# Forms of a dossier's code, upper case: province and ministry as in TT 03/2025/TT-VPCP, the older one with zeros,
# the ministries' dotted one.
CODE_PATTERN = r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,4})[-.]\d{6}[-.]\d{3,7}"

CHANGED_EXPIRES_S = 600

# The ten national states, TrangThaiHoSo.
STATUS_TEXTS: dict[int, str] = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}


DONE_WITH = frozenset({3, 7, 8, 9, 10})
"""States after which there is no result to wait for any more, or it is there."""


class Step(Part):
    """One step of a dossier's way through the offices."""

    at: Instant
    what: str
    unit: str


class Dossier(Part):
    """How a dossier stands; `holder_masked` and `steps` only when the receipt's check code was right.

    `fee_due` is in whole đồng.
    """

    code: str
    procedure_code: str
    procedure: str
    field: str
    agency: str
    status: int = Field(ge=1, le=10)
    status_text: str
    received_at: Instant
    due_at: Instant | None = None
    new_due_at: Instant | None = None
    done_at: Instant | None = None
    returned_at: Instant | None = None
    step: str | None = None
    todo: str | None = None
    fee_due: int | None = Field(default=None, ge=0)
    holder_masked: str | None = None
    steps: tuple[Step, ...] | None = None


class Counts(Part):
    """The backend's own counts; never computed here (QĐ 24/2020/QĐ-UBND Quảng Nam, Điều 25.9)."""

    received: int
    processing: int
    on_time: int
    overdue: int
    supplement: int
    ready: int
    returned: int


class Ready(Part):
    """A dossier whose result can be collected: its code, never a name."""

    dossier: str
    procedure: str
    since: Instant
    counter: CounterId | None = None


class Results(State):
    """The backend's figures with their source and time, and the codes ready to collect, newest first.

    More codes than one message holds stand on `pages` of `ready_total` codes: page 1 is this one, the others are
    `results/{page}`. Without `pages` this is all.
    """

    channel: ClassVar[Channel] = Channel(
        "results", topics.RESULTS, "bridge", True, "The backend's counts and the codes ready to collect"
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "rev": 7,
        "at": "2026-11-22T08:00:05.000+07:00",
        "as_of": "2026-11-22T08:00:00.000+07:00",
        "source": "Hệ thống một cửa điện tử",
        "counts": {
            "received": 12,
            "processing": 88,
            "on_time": 300,
            "overdue": 2,
            "supplement": 5,
            "ready": 9,
            "returned": 260,
        },
        "ready": [
            {
                "dossier": "H15.12-250701-0001",
                "procedure": "Đăng ký khai sinh",
                "since": "2026-11-21T16:00:00.000+07:00",
                "counter": "quay-7",
            }
        ],
    }
    as_of: Instant
    source: str
    counts: Counts
    ready: tuple[Ready, ...] = ()
    ready_total: int | None = Field(default=None, ge=0)
    pages: int | None = Field(default=None, ge=1)


class DossiersChanged(Message):
    """The backend told that these dossiers changed and that there is nothing to wait for any more, or a result.

    Codes alone, and for who tells citizens by short message alone: whoever hears one looks the dossier up.
    """

    channel: ClassVar[Channel] = Channel(
        "dossiers_changed",
        topics.DOSSIERS_CHANGED,
        "bridge",
        False,
        "Dossiers that may be done: to be looked up for who asked to be told",
        expires_s=CHANGED_EXPIRES_S,
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "at": "2026-11-22T08:00:05.000+07:00",
        "codes": ["H15.12-250701-0001"],
    }
    at: Instant
    codes: tuple[Annotated[str, Field(max_length=64)], ...] = Field(max_length=200)


class ResultsPage(State):
    """More codes ready to collect, after those of `results`; a page beyond its `pages` no longer counts."""

    channel: ClassVar[Channel] = Channel(
        "results_page", topics.RESULTS_PAGE, "bridge", True, "More of the codes ready to collect, page by page"
    )
    example: ClassVar[dict[str, object]] = {
        "v": 1,
        "rev": 7,
        "at": "2026-11-22T08:00:05.000+07:00",
        "page": 2,
        "ready": [
            {
                "dossier": "H15.12-250630-0007",
                "procedure": "Đăng ký kết hôn",
                "since": "2026-11-20T10:00:00.000+07:00",
                "counter": "quay-7",
            }
        ],
    }
    page: int = Field(ge=2)
    ready: tuple[Ready, ...] = ()
