"""What a citizen reads on the page that rates a service afterwards, in Vietnamese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lobby.contract.rating import Index


@dataclass(frozen=True)
class RatingWords:
    """One language of the page; `moods` by how happy a face looks (1..5), `points` of an index by its score."""

    question: str
    explain: str
    service: str
    moods: Mapping[int, str]
    choose: str
    reasons: str
    more: str
    indices: Mapping[Index, str]
    points: Mapping[int, str]
    comment: str
    comment_hint: str
    send: str
    thanks: str
    thanks_explain: str
    already: str
    over: str
    offer: str
    offered: str
    back: str


VIETNAMESE = RatingWords(
    question="Quý khách có hài lòng với lần phục vụ này không?",
    explain="Đánh giá không ghi tên và chỉ gửi được một lần.",
    service="Số {number}, {counter}",
    moods={1: "Rất không hài lòng", 2: "Không hài lòng", 3: "Bình thường", 4: "Hài lòng", 5: "Rất hài lòng"},
    choose="Mời Quý khách chọn một mức rồi bấm gửi.",
    reasons="Quý khách chưa hài lòng về điều gì? (có thể chọn nhiều)",
    more="Đánh giá kỹ hơn (không bắt buộc)",
    indices={
        Index.TOTAL_TIME: "Tổng thời gian giải quyết",
        Index.AGENCY_TIME: "Thời gian giải quyết ở từng cơ quan",
        Index.RETURNS: "Số lần phải đi lại để bổ sung hồ sơ",
        Index.AGENCIES: "Số cơ quan phải liên hệ",
        Index.RECEPTION: "Cách tổ chức tiếp nhận và trả kết quả",
        Index.PUBLICATION: "Công khai thủ tục hành chính",
        Index.ATTITUDE: "Thái độ của công chức, viên chức",
        Index.COMPLAINTS: "Tiếp thu phản ánh, kiến nghị",
        Index.ONLINE: "Dịch vụ công trực tuyến",
    },
    points={2: "Tốt", 1: "Được", 0: "Chưa tốt"},
    comment="Ý kiến khác (không bắt buộc)",
    comment_hint="Xin đừng ghi họ tên, số giấy tờ hay số điện thoại.",
    send="Gửi đánh giá",
    thanks="Cảm ơn Quý khách đã đánh giá!",
    thanks_explain="Ý kiến của Quý khách giúp chúng tôi phục vụ tốt hơn.",
    already="Lần phục vụ này đã được đánh giá. Cảm ơn Quý khách!",
    over="Đã hết thời gian đánh giá lần phục vụ này. Cảm ơn Quý khách!",
    offer="Quý khách có hài lòng không?",
    offered="Chạm vào một mức để đánh giá",
    back="Xem số thứ tự",
)

ENGLISH = RatingWords(
    question="Were you satisfied with this service?",
    explain="Your rating carries no name and can be sent once.",
    service="Number {number}, {counter}",
    moods={1: "Very dissatisfied", 2: "Dissatisfied", 3: "Neutral", 4: "Satisfied", 5: "Very satisfied"},
    choose="Please choose one answer, then press send.",
    reasons="What were you not satisfied with? (choose any)",
    more="Rate in more detail (optional)",
    indices={
        Index.TOTAL_TIME: "Total time taken",
        Index.AGENCY_TIME: "Time taken at each office",
        Index.RETURNS: "How often you had to come back",
        Index.AGENCIES: "How many offices you had to see",
        Index.RECEPTION: "How receiving and returning papers is organised",
        Index.PUBLICATION: "How clearly procedures are published",
        Index.ATTITUDE: "Attitude of the officers",
        Index.COMPLAINTS: "How complaints are answered",
        Index.ONLINE: "Online services",
    },
    points={2: "Good", 1: "Fair", 0: "Poor"},
    comment="Anything else (optional)",
    comment_hint="Please give no names, document numbers or telephone numbers.",
    send="Send rating",
    thanks="Thank you for your rating!",
    thanks_explain="Your opinion helps us to serve you better.",
    already="This service has been rated already. Thank you!",
    over="The time to rate this service is over. Thank you!",
    offer="Were you satisfied?",
    offered="Touch a face to rate",
    back="See the number",
)

RATING_WORDS = {"vi": VIETNAMESE, "en": ENGLISH}
