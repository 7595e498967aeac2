"""The kinds of dossiers the sandbox holds: each procedure's short name, time limit, fee and a paper often missing."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind: `days` is the time limit in working days, `fee` whole đồng at the counter, None for none."""

    procedure: str
    name: str
    days: int
    fee: int | None
    paper: str
    weight: int


# Names shortened, limits and papers as the national portal published them on 18/7/2026. Fees that a provincial council
# sets (the portal names no sum) and all weights are invented.
KINDS: tuple[Kind, ...] = (
    Kind("1.001193", "Đăng ký khai sinh", 1, None, "Giấy chứng sinh", 8),
    Kind("1.000894", "Đăng ký kết hôn", 1, None, "giấy tờ tùy thân của hai bên", 4),
    Kind("1.000656", "Đăng ký khai tử", 1, None, "Giấy báo tử", 3),
    Kind("1.004873", "Cấp Giấy xác nhận tình trạng hôn nhân", 3, None, "giấy tờ chứng minh đã ly hôn", 6),
    Kind("2.000635", "Cấp bản sao trích lục hộ tịch", 1, 8_000, "văn bản ủy quyền", 6),
    Kind("1.004884", "Đăng ký lại khai sinh", 5, None, "giấy tờ cũ có ghi ngày sinh", 3),
    Kind("1.000689", "Đăng ký khai sinh kết hợp nhận cha, mẹ, con", 3, None, "Tờ khai nhận cha, mẹ, con", 2),
    Kind("1.004837", "Đăng ký giám hộ", 3, None, "Văn bản cử người giám hộ", 1),
    Kind("2.000815", "Chứng thực bản sao từ bản chính", 1, 4_000, "bản chính để đối chiếu", 9),
    Kind("2.000884", "Chứng thực chữ ký", 1, 10_000, "giấy tờ tùy thân", 5),
    Kind("2.001035", "Chứng thực giao dịch nhà đất, tài sản", 1, 50_000, "giấy tờ sở hữu tài sản", 4),
    Kind("1.004194", "Đăng ký tạm trú", 3, 15_000, "giấy tờ chứng minh chỗ ở hợp pháp", 6),
    Kind("1.004222", "Đăng ký thường trú", 7, 20_000, "giấy tờ chứng minh chỗ ở hợp pháp", 5),
    Kind("1.010028", "Xóa đăng ký tạm trú", 2, None, "Tờ khai thay đổi thông tin cư trú (mẫu CT01)", 1),
    Kind("1.003677", "Khai báo tạm vắng", 1, None, "Đề nghị khai báo tạm vắng", 1),
    Kind("1.001612", "Đăng ký thành lập hộ kinh doanh", 3, 50_000, "Giấy đề nghị đăng ký hộ kinh doanh", 6),
    Kind("2.000720", "Thay đổi nội dung đăng ký hộ kinh doanh", 3, 50_000, "Thông báo thay đổi nội dung", 3),
    Kind("1.012812", "Hòa giải tranh chấp đất đai", 30, None, "giấy tờ về thửa đất", 2),
    Kind("1.013225", "Cấp giấy phép xây dựng nhà ở riêng lẻ", 10, 75_000, "bản vẽ thiết kế xây dựng", 5),
    Kind("1.013227", "Gia hạn giấy phép xây dựng", 5, 15_000, "bản chính giấy phép xây dựng", 2),
    Kind("1.011607", "Công nhận hộ nghèo, hộ cận nghèo", 15, None, "Giấy đề nghị rà soát (Mẫu 01)", 3),
    Kind("1.001776", "Trợ cấp xã hội hàng tháng", 10, None, "Giấy xác nhận khuyết tật", 4),
    Kind("1.001731", "Hỗ trợ chi phí mai táng", 3, None, "Giấy chứng tử", 2),
    Kind("1.014027", "Trợ cấp hưu trí xã hội", 10, None, "Mẫu số 01 đã ghi đủ thông tin", 4),
    Kind("3.000333", "Cấp Phiếu lý lịch tư pháp", 10, 200_000, "bản sao thẻ căn cước", 4),
)
