"""What citizens write beside a rating is read by the head of the office, and by nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lobby.clock import HandClock
from lobby.contract.rating import RatingForm
from lobby.contract.requests import RatingSubmit
from lobby.contract.roles import Role
from ticketing.desk.comments import DAYS
from ticketing.engine.cases import Asking
from ticketing.engine.copies import replace
from ticketing.hub.gathering import Asked

if TYPE_CHECKING:
    from tests.ticketing.desk.conftest import Browser, Site

PAGE = "/desk/head/comments"


@pytest.fixture
def head(open_browser: Callable[[], Browser]) -> Browser:
    made = open_browser()
    made.log_in("truong.pv", "mat-khau-dau")
    made.send("/desk/password", old="mat-khau-dau", new="rieng-cua-truong", again="rieng-cua-truong")
    return made


def write(site: Site, officer: Browser, clock: HandClock, *texts: str | None) -> None:
    """Serve a citizen for each of `texts`, who rates and writes it."""
    keeper = site.keeper
    rules = replace(keeper._site.ratings, form=RatingForm(levels=4, comment=True))
    keeper.change(replace(keeper._site, ratings=rules), ["rating.comment"])
    officer.do("counter/open")
    for text in texts:
        site.take()
        for verb in ("next", "serve"):
            officer.do(f"counter/{verb}")
            clock.forward(60)
        rate = (officer.do("counter/finish").json or {})["data"]["rate"]
        clock.forward(5)
        asked = {"id": str(uuid.uuid4()), "rate": rate, "score": 1, "scale": 4, "at": clock.now(), "comment": text}
        asking = Asking("pad-1", Role.PAD, "quay-1")
        assert keeper.settle(Asked(asking, RatingSubmit.model_validate(asked))).ok


def test_the_head_reads_what_citizens_wrote_the_newest_first(
    site: Site, officer: Browser, head: Browser, clock: HandClock
) -> None:
    write(site, officer, clock, "Chờ lâu quá", None, "<b>Cán bộ</b> tận tình")
    page = head.get(PAGE).text
    assert page.index("&lt;b&gt;Cán bộ&lt;/b&gt; tận tình") < page.index("Chờ lâu quá")
    assert page.count('<td class="words">') == 2
    assert "Không hài lòng" in page and "Quầy số 1" in page
    assert PAGE in head.get("/desk/head").text
    assert head.get(PAGE).headers["Cache-Control"] == "no-store"


def test_older_ones_are_on_pages_of_their_own(site: Site, officer: Browser, head: Browser, clock: HandClock) -> None:
    write(site, officer, clock, "Chờ lâu quá")
    then = clock.now().date()
    clock.forward(DAYS * 86_400)
    head.log_in("truong.pv", "rieng-cua-truong")
    site.take()
    assert "Chờ lâu quá" not in head.get(PAGE).text
    older = head.get(PAGE).text.split("until=")[1][:10]
    assert older >= then.isoformat() and "Chờ lâu quá" in head.get(f"{PAGE}?until={older}").text
    assert "Chờ lâu quá" not in head.get(f"{PAGE}?until={then - timedelta(days=1)}").text
    assert head.get(f"{PAGE}?until=khong-phai-ngay").status_code == 200


def test_officers_read_none_and_who_looked_is_written_down(
    site: Site, officer: Browser, head: Browser, clock: HandClock
) -> None:
    write(site, officer, clock, "Chờ lâu quá")
    answer = officer.get(PAGE)
    assert answer.status_code == 403 and "Chờ lâu quá" not in answer.text
    head.get(PAGE)
    looks = [one for one in site.accounts.audit("truong.pv") if "ý kiến của công dân" in one]
    assert len(looks) == 1


def test_one_who_is_not_logged_in_reads_none(open_browser: Callable[[], Browser]) -> None:
    assert "Đăng nhập" in open_browser().get(PAGE).text
