"""Why a request or a payload is refused: codes of the contract, and the sentence a screen may show for each."""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """The contract's error codes."""

    BAD_REQUEST = "bad_request"
    FORBIDDEN = "forbidden"
    UNKNOWN_SERVICE = "unknown_service"
    UNKNOWN_COUNTER = "unknown_counter"
    UNKNOWN_TICKET = "unknown_ticket"
    SERVICE_CLOSED = "service_closed"
    QUOTA_FULL = "quota_full"
    WRONG_STATE = "wrong_state"
    COUNTER_CLOSED = "counter_closed"
    NOBODY_WAITING = "nobody_waiting"
    ALREADY_RATED = "already_rated"
    NOT_FOUND = "not_found"
    BACKEND_UNREACHABLE = "backend_unreachable"
    TOO_MANY_REQUESTS = "too_many_requests"
    INTERNAL = "internal"


SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.BAD_REQUEST: "Yêu cầu không hợp lệ. Vui lòng thử lại hoặc hỏi cán bộ hướng dẫn.",
    ErrorCode.FORBIDDEN: "Thiết bị này không được phép làm việc đó.",
    ErrorCode.UNKNOWN_SERVICE: "Không có lĩnh vực này tại đây.",
    ErrorCode.UNKNOWN_COUNTER: "Không có quầy này tại đây.",
    ErrorCode.UNKNOWN_TICKET: "Không tìm thấy số thứ tự này.",
    ErrorCode.SERVICE_CLOSED: "Lĩnh vực này hiện chưa nhận số. Vui lòng hỏi cán bộ hướng dẫn.",
    ErrorCode.QUOTA_FULL: "Hôm nay lĩnh vực này đã hết số. Vui lòng quay lại vào ngày làm việc tiếp theo.",
    ErrorCode.WRONG_STATE: "Việc này không làm được vào lúc này.",
    ErrorCode.COUNTER_CLOSED: "Quầy chưa mở. Hãy mở quầy trước.",
    ErrorCode.NOBODY_WAITING: "Hiện không có ai đang chờ.",
    ErrorCode.ALREADY_RATED: "Lượt phục vụ này đã được đánh giá. Xin cảm ơn!",
    ErrorCode.NOT_FOUND: "Không tìm thấy hồ sơ với mã này. Vui lòng kiểm tra lại mã trên giấy biên nhận.",
    ErrorCode.BACKEND_UNREACHABLE: (
        "Chưa kết nối được hệ thống một cửa. Vui lòng thử lại sau ít phút hoặc hỏi cán bộ tại quầy."
    ),
    ErrorCode.TOO_MANY_REQUESTS: "Có quá nhiều yêu cầu. Vui lòng đợi một lát rồi thử lại.",
    ErrorCode.INTERNAL: "Hệ thống gặp lỗi. Vui lòng thử lại hoặc báo cán bộ phụ trách.",
}


class Refused(Exception):
    """A request that is answered with an error; `sentence` is Vietnamese, `detail` is for the log."""

    def __init__(self, code: ErrorCode, sentence: str | None = None, detail: str = "") -> None:
        self.code = code
        self.sentence = sentence or SENTENCES[code]
        self.detail = detail
        super().__init__(f"{code}: {detail or self.sentence}")


class Malformed(Refused):
    """A payload that is not of the contract's form (size, encoding, fields)."""

    def __init__(self, detail: str) -> None:
        super().__init__(ErrorCode.BAD_REQUEST, detail=detail)
