"""The words of a tablet's rating page in Vietnamese and English: faces, the nine indices, questions and buttons."""

from __future__ import annotations

from lobby.contract.rating import Index
from ticketing.desk.rating_words import RATING_WORDS

_QUALITY = (("Tốt", "Good"), ("Bình thường", "Neutral"), ("Chưa tốt", "Not good"))
_TIME = (("Sớm hạn", "Early"), ("Đúng hạn", "On time"), ("Trễ hạn", "Late"))
# The ministry's form in words of every day: what is asked, then the answers that score 2, 1 and 0.
_INDICES: dict[Index, tuple[tuple[str, str], tuple[tuple[str, str], ...]]] = {
    Index.TOTAL_TIME: (("Thời gian giải quyết hồ sơ, tính tổng cộng", "How long your application took in all"), _TIME),
    Index.AGENCY_TIME: (("Thời gian hồ sơ nằm ở từng cơ quan", "How long it took at each agency"), _TIME),
    Index.RETURNS: (
        ("Số lần phải quay lại để bổ sung hồ sơ", "How often you had to come back to add papers"),
        (("Không lần nào", "Never"), ("Một lần", "Once"), ("Nhiều lần", "Several times")),
    ),
    Index.AGENCIES: (
        ("Số cơ quan phải đến để làm xong việc này", "How many agencies you had to go to"),
        (("Chỉ ở đây", "Only here"), ("Hai nơi", "Two"), ("Nhiều nơi", "More")),
    ),
    Index.RECEPTION: (
        ("Cách tổ chức tiếp nhận và trả kết quả", "How receiving and returning papers is organised"),
        _QUALITY,
    ),
    Index.PUBLICATION: (
        ("Thủ tục, lệ phí có niêm yết công khai không?", "Are procedures and fees posted for all to see?"),
        (("Đủ, dễ thấy", "Yes, clearly"), ("Có, khó tìm", "Hard to find"), ("Không thấy", "Not seen")),
    ),
    Index.ATTITUDE: (
        ("Thái độ của cán bộ", "The officer’s attitude"),
        (("Tận tình", "Helpful"), ("Bình thường", "Neutral"), ("Chưa đúng mực", "Not proper")),
    ),
    Index.COMPLAINTS: (
        ("Trả lời phản ánh, kiến nghị của Quý khách", "Answers to your complaints and proposals"),
        (("Nhanh, rõ ràng", "Quick, clear"), ("Chậm", "Slow"), ("Không trả lời", "No answer")),
    ),
    Index.ONLINE: (("Nộp và theo dõi hồ sơ qua mạng", "Applying and following it online"), _QUALITY),
}
_SAID: dict[str, tuple[str, str]] = {
    "question": ("Quý khách có hài lòng với lần phục vụ này?", "Are you satisfied with this service?"),
    "touch_one": ("Mời chạm vào một ô", "Please touch one"),
    "number": ("Số {number}", "Number {number}"),
    "reasons": ("Điều gì làm Quý khách chưa hài lòng?", "What were you not satisfied with?"),
    "reasons_hint": (
        "Có thể chọn nhiều ô, rồi chạm Gửi.",
        "Choose as many as you like, then touch Send.",
    ),
    "send": ("Gửi", "Send"),
    "skip": ("Bỏ qua", "Skip"),
    "write": ("Viết vài lời", "Write a few words"),
    "write_hint": (
        "Xin đừng ghi họ tên, số giấy tờ hay số điện thoại.",
        "Please give no names, document numbers or telephone numbers.",
    ),
    "write_title": ("Quý khách muốn nhắn gì cho cơ quan?", "What would you like to tell the office?"),
    "thanks": ("Cảm ơn Quý khách đã đánh giá!", "Thank you for your rating!"),
    "thanks_detail": (
        "Ý kiến của Quý khách giúp chúng tôi phục vụ tốt hơn.",
        "What you told us helps us to serve you better.",
    ),
    "more": ("Tôi muốn nói thêm", "I want to say more"),
    "indices": ("Xin Quý khách cho biết thêm", "Please tell us more"),
    "page": ("Trang {page}/{pages}", "Page {page}/{pages}"),
    "back": ("Trước", "Back"),
    "next": ("Tiếp", "Next"),
    "more_time": ("Tôi cần thêm thời gian", "I need more time"),
    "closes": ("Trang này sẽ đóng sau {n} giây", "This page closes in {n} s"),
    "welcome": ("Kính chào Quý khách", "Welcome"),
    "wait": ("Xin Quý khách chờ trong giây lát.", "Please wait a moment."),
    "called": ("Mời công dân có số", "Now calling number"),
    "come": ("Xin mời đến quầy.", "Please come to the counter."),
    "serving": ("Đang phục vụ số", "Now serving number"),
    "keep_slip": ("Xin Quý khách giữ phiếu đến khi xong việc.", "Please keep your slip until you are done."),
    "your_turn": ("Xin Quý khách chờ đến số của mình.", "Please wait for your number."),
    "closed": (
        "Quầy hiện chưa mở. Xin Quý khách chờ hoặc hỏi cán bộ hướng dẫn.",
        "This counter is not open now. Please wait, or ask a member of staff.",
    ),
    "paused": (
        "Quầy tạm dừng. Xin Quý khách chờ trong giây lát.",
        "This counter is paused. Please wait a moment.",
    ),
    "paused_for": (
        "Quầy tạm dừng: {reason}. Xin Quý khách chờ trong giây lát.",
        "This counter is paused: {reason}. Please wait a moment.",
    ),
    "big": ("Chữ to", "Big text"),
    "contrast": ("Rõ nét", "High contrast"),
    "aloud": ("Nghe đọc", "Read aloud"),
    "language": ("English", "Tiếng Việt"),
    "old": ("Thông tin có thể đã cũ, đang nối lại", "This may be out of date, reconnecting"),
    "full": ("Đang nối lại với máy chủ. Chưa nhận thêm đánh giá.", "Reconnecting. No more ratings for now."),
    "no_counter": ("Quầy của máy này không còn. Xin báo người quản trị.", "This counter is no more."),
}


def words() -> dict[str, dict[str, object]]:
    """Return the words of each language by name; `moods` from 1 to 5, `index` with what is asked and its answers."""
    return {language: _of(place, language) for place, language in enumerate(("vi", "en"))}


def _of(place: int, language: str) -> dict[str, object]:
    asked = [
        {"id": index.value, "text": text[place], "answers": [one[place] for one in answers]}
        for index, (text, answers) in _INDICES.items()
    ]
    return {
        **{name: said[place] for name, said in _SAID.items()},
        "moods": [mood for _, mood in sorted(RATING_WORDS[language].moods.items())],
        "index": asked,
    }
