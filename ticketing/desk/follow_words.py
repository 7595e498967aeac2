"""What a citizen reads on the tracking page, in Vietnamese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from lobby.contract.ticket import TicketState

WAITING, SOON, CALLED, SERVING = "waiting", "soon", "called", "serving"
PARKED, SUPPLEMENT, MISSED, OUT = "parked", "supplement", "missed", "out"
SERVED, CANCELLED, EXPIRED = "served", "cancelled", "expired"
TONES = {
    TicketState.CALLED: CALLED,
    TicketState.SERVING: SERVING,
    TicketState.SERVED: SERVED,
    TicketState.CANCELLED: CANCELLED,
    TicketState.EXPIRED: EXPIRED,
}


@dataclass(frozen=True)
class Tongue:
    """One language of the page; `said` has a heading and an explanation for each way a ticket can stand."""

    name: str
    label: str
    said: dict[str, tuple[str, str]]
    title: str
    turn_title: str
    ahead: str
    nobody: str
    people: str
    person: str
    wait: str
    unclear: str
    newest: str
    keeps_place: str
    here_again: str
    give_back: str
    really: str
    really_explain: str
    yes: str
    no: str
    fresh: str
    lost: str
    refused: str
    paced: tuple[str, str]
    unknown: tuple[str, str]
    again: str
    message: str


VIETNAMESE = Tongue(
    name="Tiếng Việt",
    label="Số thứ tự của Quý khách",
    said={
        WAITING: ("Đang chờ đến lượt", "Mời Quý khách chờ trong sảnh, nghe loa và nhìn bảng gọi số."),
        SOON: ("Sắp đến lượt", "Mời Quý khách vào sảnh và chuẩn bị sẵn giấy tờ."),
        CALLED: (
            "Mời đến {counter}",
            "Đã đến lượt của Quý khách. Mời Quý khách mang phiếu và giấy tờ đến quầy ngay.",
        ),
        SERVING: ("Đang được phục vụ tại {counter}", "Cán bộ đang làm việc với Quý khách."),
        PARKED: (
            "Số của Quý khách được giữ lại",
            "Số sẽ tự trở lại hàng chờ lúc {at}. Quý khách xong sớm hơn thì bấm nút dưới đây. Không cần lấy số mới.",
        ),
        SUPPLEMENT: (
            "Số của Quý khách được giữ lại",
            "Khi đã đủ giấy tờ và quay lại trung tâm, mời Quý khách bấm nút dưới đây. Không cần lấy số mới.",
        ),
        MISSED: (
            "Đã gọi nhưng chưa gặp Quý khách",
            "Số sẽ được gọi lại sau {at}. Nếu đang có mặt trong sảnh, mời Quý khách bấm nút dưới đây.",
        ),
        OUT: (
            "Số này đã được gọi nhiều lần",
            "Số không còn trong hàng chờ. Mời Quý khách gặp cán bộ tại quầy hoặc lấy số mới.",
        ),
        SERVED: ("Đã phục vụ xong", "Cảm ơn Quý khách!"),
        CANCELLED: ("Số này đã được trả lại", "Nếu vẫn cần làm thủ tục, mời Quý khách lấy số mới."),
        EXPIRED: ("Số này đã hết hiệu lực", "Số thứ tự chỉ dùng trong ngày. Mời Quý khách lấy số mới."),
    },
    title="Số {number}",
    turn_title="Đến lượt {number}: {counter}",
    ahead="Phía trước",
    nobody="không còn ai",
    people="{n} người",
    person="1 người",
    wait="Dự kiến chờ",
    unclear="chưa rõ",
    newest="Số vừa gọi",
    keeps_place="Quý khách đã có số nên vẫn giữ nguyên chỗ trong hàng.",
    here_again="Tôi đã có mặt",
    give_back="Tôi không cần số này nữa",
    really="Trả lại số {number}?",
    really_explain="Quý khách sẽ mất chỗ trong hàng. Muốn làm thủ tục thì phải lấy số mới.",
    yes="Trả lại số",
    no="Giữ số",
    fresh="Cập nhật lúc {at}. Trang tự cập nhật.",
    lost="Mất kết nối. Trang sẽ tự thử lại.",
    refused="Chưa làm được vào lúc này. Mời Quý khách hỏi cán bộ hướng dẫn trong sảnh.",
    paced=("Vui lòng đợi một lát", "Có quá nhiều lượt xem từ mạng này. Mời Quý khách mở lại trang sau một phút."),
    unknown=(
        "Không tìm thấy số thứ tự này",
        "Địa chỉ có thể bị thiếu, hoặc phiếu đã qua ngày. Mời Quý khách quét lại mã QR trên phiếu, "
        "hoặc hỏi cán bộ hướng dẫn trong sảnh.",
    ),
    again="Thử lại",
    message="Nhắn tin CHO {number} gửi {sms}: được báo khi còn hai người trước",
)

ENGLISH = Tongue(
    name="English",
    label="Your number",
    said={
        WAITING: ("Please wait for your turn", "Stay in the hall, listen to the calls and watch the board."),
        SOON: ("Your turn is near", "Please come into the hall and have your papers ready."),
        CALLED: ("Please go to {counter}", "It is your turn. Bring your ticket and papers to the counter now."),
        SERVING: ("You are being served at {counter}", "An officer is working with you."),
        PARKED: (
            "Your number is being kept",
            "It goes back into the line by itself at {at}. If you are ready sooner, press the button below. "
            "You need no new number.",
        ),
        SUPPLEMENT: (
            "Your number is being kept",
            "When you have your papers and are back at the office, press the button below. You need no new number.",
        ),
        MISSED: (
            "Your number was called, but nobody came",
            "It will be called again after {at}. If you are in the hall now, press the button below.",
        ),
        OUT: (
            "Your number was called several times",
            "It is no longer in the line. Please see an officer at the counter or take a new number.",
        ),
        SERVED: ("You have been served", "Thank you!"),
        CANCELLED: ("This number was given back", "If you still need a service, please take a new number."),
        EXPIRED: ("This number is no longer valid", "Numbers are good for one day only. Please take a new number."),
    },
    title="Number {number}",
    turn_title="Your turn, {number}: {counter}",
    ahead="Ahead of you",
    nobody="nobody",
    people="{n} people",
    person="1 person",
    wait="Expected wait",
    unclear="not known yet",
    newest="Last called",
    keeps_place="You have a number already, so you keep your place in the line.",
    here_again="I am here",
    give_back="I no longer need this number",
    really="Give number {number} back?",
    really_explain="You lose your place in the line. If you need a service later, you must take a new number.",
    yes="Give it back",
    no="Keep it",
    fresh="Updated at {at}. This page updates itself.",
    lost="No connection. This page will try again by itself.",
    refused="This cannot be done now. Please ask an officer in the hall.",
    paced=("Please wait a moment", "Too many requests came from this network. Please open the page again in a minute."),
    unknown=(
        "This number was not found",
        "The address may be incomplete, or the ticket is from another day. Please scan the code on the ticket again "
        "or ask an officer in the hall.",
    ),
    again="Try again",
    message="Text CHO {number} to {sms} and be told when two people are before you",
)

# The hub words in Vietnamese why a field is closed; this is what an English reader is told of it.
CLOSED_ENGLISH = "No new numbers are given now."
CLOSED_UNTIL_ENGLISH = "New numbers are given from {when}."

TONGUES = {"vi": VIETNAMESE, "en": ENGLISH}
