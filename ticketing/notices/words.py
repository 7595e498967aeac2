"""What is said to the keeper where a notice cannot be taken."""

from __future__ import annotations


class NoticeError(Exception):
    """A notice that cannot be taken; the text is a Vietnamese sentence that says why and what to do."""


TOO_MANY = "Danh sách đã có {most} mục. Hãy xóa bớt mục cũ rồi thêm."
TOO_MUCH_TEXT = "Tổng phần chữ của các thông báo đã quá dài. Hãy xóa bớt mục cũ hoặc viết ngắn lại."
NO_TEXT = "Hãy viết nội dung thông báo."
LONG_TEXT = "Thông báo dài {length} ký tự; nhiều nhất {most} ký tự để đọc kịp trên bảng."
LONG_NAME = "Tên gọi dài quá {most} ký tự."
LONG_LINE = "Dòng chữ chạy «{start}…» dài quá {most} ký tự."
MANY_LINES = "Chữ chạy nhiều nhất {most} dòng."
GONE = "Mục này không còn trong danh sách. Có thể người khác vừa xóa."
WRONG_DATE = "Ngày «{given}» không đúng."
DATES_CROSSED = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
WRONG_HOUR = "Giờ «{given}» không đúng; hãy viết như 07:30."
HALF_HOURS = "Hãy ghi cả giờ bắt đầu và giờ kết thúc, hoặc bỏ trống cả hai."
SAME_HOURS = "Giờ bắt đầu và giờ kết thúc đang trùng nhau."
WRONG_SECONDS = "Mỗi lần hiện từ {least} đến {most} giây."

UPLOAD_GONE = "Việc tải lên đã bị ngắt quá lâu. Hãy chọn tệp và tải lại."
UPLOAD_BUSY = "Đang có nhiều tệp được tải lên cùng lúc. Hãy đợi một lát rồi thử lại."
UPLOAD_SHORT = "Tệp chưa được tải lên đủ. Hãy tải lại."
UPLOAD_EMPTY = "Tệp trống."
UPLOAD_LARGE = "Tệp nặng {size} MB; nhiều nhất {most} MB."
PICTURE_LARGE = "Ảnh nặng {size} MB; nhiều nhất {most} MB. Hãy lưu ảnh nhỏ lại."
DISK_FULL = "Kho thông báo đã đầy ({used} MB trên {most} MB). Hãy xóa bớt ảnh, phim cũ."
DISK_LOW = "Ổ đĩa của máy chủ còn quá ít chỗ. Hãy xóa bớt ảnh, phim cũ hoặc báo người quản trị."

NOT_MEDIA = "Không nhận ra tệp này. Dùng ảnh JPEG, PNG, WebP hoặc phim MP4 (H.264), WebM."
ACTIVE = "Tệp này là trang web hoặc hình SVG, có thể chứa mã lệnh nên không được dùng. Hãy lưu thành ảnh JPEG hoặc PNG."
DOCUMENT = "Tệp này là tài liệu (PDF, Word, PowerPoint…). Hãy lưu từng trang thành ảnh JPEG hoặc PNG rồi tải lên."
HEIC = "Ảnh HEIC của điện thoại không hiện được trên TV. Hãy lưu thành ảnh JPEG rồi tải lên."
OTHER_FILM = "TV không phát được phim dạng này. Hãy xuất lại thành MP4 (H.264)."
BROKEN_PICTURE = "Ảnh bị hỏng, không mở được."
BIG_PICTURE = "Ảnh có {pixels} triệu điểm ảnh; nhiều nhất {most} triệu. Hãy thu nhỏ ảnh."
SMALL_PICTURE = "Ảnh chỉ có {width} × {height} điểm, quá nhỏ để hiện trên TV."
BROKEN_FILM = "Phim bị hỏng hoặc tải thiếu, không đọc được."
ENDLESS_FILM = "Phim không ghi độ dài nên không dùng được. Hãy xuất lại thành MP4 (H.264)."
WRONG_CODEC = "Phim dùng chuẩn nén {codec}, nhiều TV không phát được. Hãy xuất lại thành MP4 (H.264, tiếng AAC)."
NO_PICTURES = "Tệp này không có hình."
BIG_FILM = "Phim có khung hình {width} × {height}; nhiều nhất 1920 × 1080."
LONG_FILM = "Phim dài {minutes} phút; nhiều nhất {most} phút."

SMS = (
    "Tra cứu hồ sơ: nhắn HS <mã hồ sơ> gửi {number}",
    "Còn mấy người trước: nhắn CHO <số phiếu> gửi {number}",
)
