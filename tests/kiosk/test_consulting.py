"""The catalogue behind the procedures: there from the first start, replaced while it runs, mended when damaged."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk import consulting
from kiosk.catalogue import shelf
from kiosk.catalogue.importing import SHIPPED, SHIPPED_SOURCE, import_file
from kiosk.catalogue.scoring import Office
from kiosk.catalogue.store import NAME, open_catalogue
from kiosk.consulting import Consulting
from kiosk.presenters.procedures.wishes import Answer, Fields, Find, Hits, ListFields, Open, Opened, Unusable, Wish
from lobby.clock import SystemClock
from lobby.health import Faults

WITHIN_S = 20.0
BIRTH = Find("dang ky khai sinh", None, True)


class Desk:
    """Asks, and waits for the answer."""

    def __init__(self, file: Path) -> None:
        self.answers: queue.Queue[tuple[Wish, Answer]] = queue.Queue()
        self.held = threading.Event()
        self.held.set()
        self.faults = Faults(SystemClock())
        self.part = Consulting(file, Office(), self.faults, SystemClock(), self._answered)

    def ask(self, wish: Wish) -> Answer:
        """Return the answer to `wish`."""
        self.part.ask(wish)
        asked, answer = self.answers.get(timeout=WITHIN_S)
        assert asked == wish
        self.part.step()
        return answer

    def _answered(self, wish: Wish, answer: Answer) -> None:
        self.held.wait(WITHIN_S)
        self.answers.put((wish, answer))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    begun: list[Desk] = []

    def begin() -> Desk:
        begun.append(Desk(tmp_path / "kiosk-1" / NAME))
        begun[-1].part.start()
        return begun[-1]

    yield begin
    for one in begun:
        one.held.set()
        one.part.stop()


def names(answer: Answer) -> list[str]:
    assert isinstance(answer, Hits), answer
    return [hit.name for hit in answer.hits]


def few(folder: Path, catalogue: Path) -> None:
    """Import three procedures, as a keeper does."""
    given = folder / "few.jsonl"
    given.write_text("".join(SHIPPED.read_text(encoding="utf-8").splitlines(keepends=True)[:3]), encoding="utf-8")
    import_file(given, catalogue, "few", SystemClock().now())


def test_the_first_start_puts_the_procedures_shipped_where_imports_go(desk: Callable[[], Desk], tmp_path: Path) -> None:
    one = desk()
    assert names(one.ask(BIRTH))[0] == "Thủ tục đăng ký khai sinh"
    assert (tmp_path / "kiosk-1" / NAME).exists() and one.faults.standing() == ()
    fields = one.ask(ListFields(frozenset({"hộ tịch"})))
    assert isinstance(fields, Fields)
    counts = {field.name: (field.here, field.all) for field in fields.fields}
    assert counts["Hộ tịch"] == (8, 8) and counts["Đất đai"][0] == 0
    found = one.ask(Find("ban sao", None, False, frozenset({"hộ tịch"})))
    assert isinstance(found, Hits)
    assert {(hit.field, hit.here) for hit in found.hits} >= {("Chứng thực", False), ("Hộ tịch", True)}
    opened = one.ask(Open("1.001193"))
    assert isinstance(opened, Opened) and opened.page is not None and opened.source.startswith("Cổng Dịch vụ công")


def test_a_catalogue_imported_while_the_kiosk_runs_answers_the_next_question(
    desk: Callable[[], Desk], tmp_path: Path
) -> None:
    one = desk()
    assert len(names(one.ask(Find("", None, False)))) == 25
    few(tmp_path, tmp_path / "kiosk-1" / NAME)
    assert len(names(one.ask(Find("", None, False)))) == 3


def test_a_damaged_catalogue_is_told_to_the_keeper_and_an_import_mends_it(
    desk: Callable[[], Desk], tmp_path: Path
) -> None:
    file = tmp_path / "kiosk-1" / NAME
    file.parent.mkdir()
    file.write_bytes(b"no catalogue" * 1000)
    one = desk()
    assert names(one.ask(BIRTH))[0] == "Thủ tục đăng ký khai sinh", "those that come with the product"
    (fault,) = one.faults.standing()
    assert fault.code == "catalogue" and "lobby catalogue import" in fault.remedy
    assert one.part.usable and file.read_bytes().startswith(b"no catalogue"), "the keeper's file is left as it is"
    few(tmp_path, file)
    assert len(names(one.ask(Find("", None, False)))) == 3
    assert one.faults.standing() == () and one.part.usable


def of_an_older_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as rows:
        rows.execute("UPDATE version SET form = 1")
        rows.commit()


def test_after_an_update_the_procedures_that_came_with_the_older_version_are_made_anew(
    desk: Callable[[], Desk], tmp_path: Path
) -> None:
    file = tmp_path / "kiosk-1" / NAME
    import_file(SHIPPED, file, SHIPPED_SOURCE, SystemClock().now())
    of_an_older_version(file)
    one = desk()
    assert names(one.ask(BIRTH)) and one.faults.standing() == ()
    open_catalogue(file).close()


def test_after_an_update_what_a_keeper_imported_is_left_and_told_and_those_shipped_answer(
    desk: Callable[[], Desk], tmp_path: Path
) -> None:
    file = tmp_path / "kiosk-1" / NAME
    few(tmp_path, file)
    of_an_older_version(file)
    before = file.read_bytes()
    one = desk()
    assert len(names(one.ask(Find("", None, False)))) == 25
    assert [fault.code for fault in one.faults.standing()] == ["catalogue"] and file.read_bytes() == before


def test_a_state_folder_that_cannot_be_written_leaves_the_procedures_shipped(
    desk: Callable[[], Desk], tmp_path: Path
) -> None:
    (tmp_path / "kiosk-1").write_text("no folder", encoding="utf-8")
    one = desk()
    assert names(one.ask(BIRTH)) and [fault.code for fault in one.faults.standing()] == ["catalogue"]


def test_a_damaged_file_in_the_place_of_a_whole_one_takes_nothing_away(
    desk: Callable[[], Desk], tmp_path: Path
) -> None:
    one = desk()
    assert names(one.ask(BIRTH))
    broken = tmp_path / "broken"
    broken.write_bytes(b"no catalogue" * 1000)
    broken.replace(tmp_path / "kiosk-1" / NAME)
    assert names(one.ask(BIRTH)), "what was open goes on answering"
    assert [fault.code for fault in one.faults.standing()] == ["catalogue"]


def test_of_keys_pressed_while_one_is_answered_only_the_last_is_searched(desk: Callable[[], Desk]) -> None:
    one = desk()
    one.ask(BIRTH)
    one.held.clear()
    one.part.ask(Find("k", None, True))
    while one.part._waiting:
        threading.Event().wait(0.001)
    for text in ("kh", "kha", "khai"):
        one.part.ask(Find(text, None, True))
    one.held.set()
    asked = [one.answers.get(timeout=WITHIN_S)[0] for _ in range(2)]
    assert [wish.text for wish in asked if isinstance(wish, Find)] == ["k", "khai"]


def test_a_mended_catalogue_is_taken_without_anybody_asking(
    desk: Callable[[], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_until: Callable[..., None]
) -> None:
    monkeypatch.setattr(consulting, "LOOKS_EVERY_S", 0.05)
    file = tmp_path / "kiosk-1" / NAME
    file.parent.mkdir()
    file.write_bytes(b"no catalogue" * 1000)
    one = desk()
    assert names(one.ask(BIRTH)) and one.faults.standing()
    few(tmp_path, file)

    def mended() -> bool:
        one.part.step()
        return one.faults.standing() == ()

    wait_until(mended, "the keeper's catalogue is open")


def test_one_record_that_cannot_be_read_ends_no_other_answer_nor_tells_what_was_typed(
    desk: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(procedure: object) -> object:
        raise TypeError(f"odd: {procedure}")

    one = desk()
    assert names(one.ask(BIRTH))
    with monkeypatch.context() as odd:
        odd.setattr(shelf, "page_of", breaks)
        assert isinstance(one.ask(Open("1.001193")), Unusable)
    assert "Open not answered: TypeError at breaks" in caplog.text and "khai sinh" not in caplog.text
    assert isinstance(one.ask(Open("1.001193")), Opened)
