"""The words of a rating: faces, the nine indices with their three answers each, questions and buttons."""

from __future__ import annotations

from kiosk.presenters.wording import mark
from lobby.contract.rating import Index

QUESTION = mark("Quý khách có hài lòng với lần phục vụ này?")
TOUCH_ONE = mark("Mời chạm vào một ô")
PRESS_ONE = mark("Mời bấm một nút")
NUMBER = mark("Số {number}")
REASONS = mark("Điều gì làm Quý khách chưa hài lòng?")
REASONS_HINT = mark("Có thể chọn nhiều ô, rồi chạm Gửi.")
SEND = mark("Gửi")
SKIP = mark("Bỏ qua")
WRITE = mark("Viết vài lời")
WRITE_TITLE = mark("Quý khách muốn nhắn gì cho cơ quan?")
WRITE_HINT = mark("Xin đừng ghi họ tên, số giấy tờ hay số điện thoại.")
DONE = mark("Gửi")
THANKS = mark("Cảm ơn Quý khách đã đánh giá!")
THANKS_DETAIL = mark("Ý kiến của Quý khách giúp chúng tôi phục vụ tốt hơn.")
MORE = mark("Tôi muốn nói thêm")
INDICES = mark("Xin Quý khách cho biết thêm")
PAGE = mark("Trang {page}/{pages}")
BACK = mark("Trước")
NEXT = mark("Tiếp")
MORE_TIME = mark("Tôi cần thêm thời gian")
CLOSES_IN, CLOSES_IN_ONE = mark("Trang này sẽ đóng sau {n} giây"), mark("Trang này sẽ đóng sau 1 giây")

MOODS = {
    5: mark("Rất hài lòng"),
    4: mark("Hài lòng"),
    3: mark("Bình thường"),
    2: mark("Không hài lòng"),
    1: mark("Rất không hài lòng"),
}

_QUALITY = (mark("Tốt"), mark("Bình thường"), mark("Chưa tốt"))
# The ministry's form in words of every day: what is asked, then the answers that score 2, 1 and 0.
INDEX_WORDS: dict[Index, tuple[str, tuple[str, str, str]]] = {
    Index.TOTAL_TIME: (
        mark("Thời gian giải quyết hồ sơ, tính tổng cộng"),
        (mark("Sớm hạn"), mark("Đúng hạn"), mark("Trễ hạn")),
    ),
    Index.AGENCY_TIME: (
        mark("Thời gian hồ sơ nằm ở từng cơ quan"),
        (mark("Sớm hạn"), mark("Đúng hạn"), mark("Trễ hạn")),
    ),
    Index.RETURNS: (
        mark("Số lần phải quay lại để bổ sung hồ sơ"),
        (mark("Không lần nào"), mark("Một lần"), mark("Nhiều lần")),
    ),
    Index.AGENCIES: (
        mark("Số cơ quan phải đến để làm xong việc này"),
        (mark("Chỉ ở đây"), mark("Hai nơi"), mark("Nhiều nơi")),
    ),
    Index.RECEPTION: (mark("Cách tổ chức tiếp nhận và trả kết quả"), _QUALITY),
    Index.PUBLICATION: (
        mark("Thủ tục, lệ phí có niêm yết công khai không?"),
        (mark("Đủ, dễ thấy"), mark("Có, khó tìm"), mark("Không thấy")),
    ),
    Index.ATTITUDE: (
        mark("Thái độ của cán bộ"),
        (mark("Tận tình"), mark("Bình thường"), mark("Chưa đúng mực")),
    ),
    Index.COMPLAINTS: (
        mark("Trả lời phản ánh, kiến nghị của Quý khách"),
        (mark("Nhanh, rõ ràng"), mark("Chậm"), mark("Không trả lời")),
    ),
    Index.ONLINE: (mark("Nộp và theo dõi hồ sơ qua mạng"), _QUALITY),
}

WELCOME = mark("Kính chào Quý khách")
WAIT = mark("Xin Quý khách chờ trong giây lát.")
CALLED = mark("Mời công dân có số")
COME = mark("Xin mời đến quầy.")
SERVING = mark("Đang phục vụ số")
KEEP_SLIP = mark("Xin Quý khách giữ phiếu đến khi xong việc.")
YOUR_TURN = mark("Xin Quý khách chờ đến số của mình.")
CLOSED = mark("Quầy hiện chưa mở. Xin Quý khách chờ hoặc hỏi cán bộ hướng dẫn.")
PAUSED = mark("Quầy tạm dừng. Xin Quý khách chờ trong giây lát.")
PAUSED_FOR = mark("Quầy tạm dừng: {reason}. Xin Quý khách chờ trong giây lát.")

BIG = mark("Chữ to")
CONTRAST = mark("Rõ nét")
ALOUD = mark("Nghe đọc")
