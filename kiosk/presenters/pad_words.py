"""The words around a rating: questions, buttons, and how a counter stands."""

from __future__ import annotations

from kiosk.presenters.wording import mark

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
