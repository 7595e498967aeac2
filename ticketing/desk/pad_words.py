"""The words of a tablet's rating page in Vietnamese and English: questions, buttons, and how a counter stands."""

from __future__ import annotations

from lobby.contract.rating_words import INDEX_WORDS, MOOD_WORDS

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
    return {language: _of(place) for place, language in enumerate(("vi", "en"))}


def _of(place: int) -> dict[str, object]:
    indices = [
        {"id": index.value, "text": asked.question[place], "answers": [one[place] for one in asked.answers]}
        for index, asked in INDEX_WORDS.items()
    ]
    return {
        **{name: said[place] for name, said in _SAID.items()},
        "moods": [said[place] for _, said in sorted(MOOD_WORDS.items())],
        "index": indices,
    }
