"""The words of faces and of the nine indices, one for every device, so that their scores can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lobby.contract.rating import Index


class Said(NamedTuple):
    """What a citizen reads, in Vietnamese and in English."""

    vi: str
    en: str


class Asked(NamedTuple):
    """An index as it is asked, then the answers that score 2, 1 and 0."""

    question: Said
    answers: tuple[Said, Said, Said]


# The faces, by how happy they look (1..5).
MOOD_WORDS: Mapping[int, Said] = {
    5: Said("Rất hài lòng", "Very satisfied"),
    4: Said("Hài lòng", "Satisfied"),
    3: Said("Bình thường", "Neutral"),
    2: Said("Không hài lòng", "Dissatisfied"),
    1: Said("Rất không hài lòng", "Very dissatisfied"),
}

_QUALITY = (Said("Tốt", "Good"), Said("Bình thường", "Neutral"), Said("Chưa tốt", "Not good"))
_TIME = (Said("Sớm hạn", "Early"), Said("Đúng hạn", "On time"), Said("Trễ hạn", "Late"))
# The ministry's form in words of every day.
INDEX_WORDS: Mapping[Index, Asked] = {
    Index.TOTAL_TIME: Asked(
        Said("Thời gian giải quyết hồ sơ, tính tổng cộng", "How long your application took in all"), _TIME
    ),
    Index.AGENCY_TIME: Asked(Said("Thời gian hồ sơ nằm ở từng cơ quan", "How long it took at each agency"), _TIME),
    Index.RETURNS: Asked(
        Said("Số lần phải quay lại để bổ sung hồ sơ", "How often you had to come back to add papers"),
        (Said("Không lần nào", "Never"), Said("Một lần", "Once"), Said("Nhiều lần", "Several times")),
    ),
    Index.AGENCIES: Asked(
        Said("Số cơ quan phải đến để làm xong việc này", "How many agencies you had to go to"),
        (Said("Chỉ ở đây", "Only here"), Said("Hai nơi", "Two"), Said("Nhiều nơi", "More")),
    ),
    Index.RECEPTION: Asked(
        Said("Cách tổ chức tiếp nhận và trả kết quả", "How receiving and returning papers is organised"), _QUALITY
    ),
    Index.PUBLICATION: Asked(
        Said("Thủ tục, lệ phí có niêm yết công khai không?", "Are procedures and fees posted for all to see?"),
        (Said("Đủ, dễ thấy", "Yes, clearly"), Said("Có, khó tìm", "Hard to find"), Said("Không thấy", "Not seen")),
    ),
    Index.ATTITUDE: Asked(
        Said("Thái độ của cán bộ", "The officer’s attitude"),
        (Said("Tận tình", "Helpful"), Said("Bình thường", "Neutral"), Said("Chưa đúng mực", "Not proper")),
    ),
    Index.COMPLAINTS: Asked(
        Said("Trả lời phản ánh, kiến nghị của Quý khách", "Answers to your complaints and proposals"),
        (Said("Nhanh, rõ ràng", "Quick, clear"), Said("Chậm", "Slow"), Said("Không trả lời", "No answer")),
    ),
    Index.ONLINE: Asked(Said("Nộp và theo dõi hồ sơ qua mạng", "Applying and following it online"), _QUALITY),
}
SAID: tuple[Said, ...] = (
    *MOOD_WORDS.values(),
    *(said for asked in INDEX_WORDS.values() for said in (asked.question, *asked.answers)),
)
"""All of it, for whoever translates."""
