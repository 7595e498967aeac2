"""What a citizen reads on the page that rates a service afterwards, in Vietnamese and in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RatingWords:
    """One language of the page."""

    question: str
    explain: str
    service: str
    choose: str
    reasons: str
    more: str
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
    choose="Mời Quý khách chọn một mức rồi bấm gửi.",
    reasons="Quý khách chưa hài lòng về điều gì? (có thể chọn nhiều)",
    more="Đánh giá kỹ hơn (không bắt buộc)",
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
    choose="Please choose one answer, then press send.",
    reasons="What were you not satisfied with? (choose any)",
    more="Rate in more detail (optional)",
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
