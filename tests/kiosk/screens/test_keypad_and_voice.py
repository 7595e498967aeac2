"""The whole lookup kiosk used once by a numeric keypad and the voice in the earphones alone: nothing is touched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import DOSSIER_EXAMPLE
from lobby.contract.replies import Found, Issued, Reply, accept
from lobby.contract.requests import DossierFind, Request, TicketIssue
from lobby.contract.states import TICKET_EXAMPLE, DeviceConfig, QueueState
from lobby.speech.sound import read_wav, rms

pytestmark = pytest.mark.journey

CODE = "H15.12-250702-0345"
DIGITS = {"k": 5, "h": 4, "a": 2, "i": 4, "s": 7, "n": 6}
HOLDERS_WORDS = "Mời Quý khách mang giấy biên nhận đến quầy Trả kết quả."


@pytest.fixture
def site(hub: Any) -> Any:
    """A field that hands out results, and a dossier whose result waits."""
    now = datetime.now(OFFICE_ZONE)
    state = {**QueueState.example, "rev": 1, "at": now, "service": "tra-ket-qua", "name": "Trả kết quả", "waiting": 3}
    hub.link.send(QueueState.model_validate(state), hub.link.topics.queue("tra-ket-qua"))
    config = {"rev": 1, "at": now, "device": "kiosk-1", "settings": {"collect_service": "tra-ket-qua"}}
    hub.link.send(DeviceConfig.model_validate(config), hub.link.topics.config("kiosk-1"))

    def find(asked: Request) -> Reply:
        assert isinstance(asked, DossierFind)
        dossier = {**DOSSIER_EXAMPLE, "code": asked.code, "status": 9, "status_text": "Đã xử lý xong"}
        dossier["todo"] = "Mời bà Nguyễn Thị A đến nhận."
        return accept(asked.id, Found.model_validate({"dossier": dossier, "as_of": now, "fresh": True}))

    def issue(asked: Request) -> Reply:
        assert isinstance(asked, TicketIssue)
        ticket = {**TICKET_EXAMPLE, "number": "E005", "service": asked.service}
        return accept(asked.id, Issued.model_validate({"ticket": ticket, "ahead": 3, "track": "Qk3nVx8c2J0"}))

    hub.answers |= {"dossier/find": find, "ticket/issue": issue}
    return hub


class Citizen:
    """One who cannot see: presses keys, hears what the twin of the sound card recorded."""

    def __init__(self, window: Any, folder: Path) -> None:
        self.window = window
        self.folder = folder

    def plug(self, earphones: str) -> None:
        self._write("jack", earphones)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._write("keypad", f"KEY_{key}")

    def heard(self) -> list[str]:
        """Return what was said, in order."""
        return [json.loads(path.read_text())["text"] for path in self._files("json")]

    def loudness(self) -> list[float]:
        return [rms(read_wav(path)) for path in self._files("wav")]

    def hears(self, wanted: str, since: int = 0) -> int:
        """Wait until `wanted` is in what is said; returns how many sentences were said by then."""
        self.window.wait_until(lambda: any(wanted in one for one in self.heard()[since:]), f"«{wanted}» is said", 60)
        return len(self.heard())

    def goes_to(self, name: str, step: str = "KPPLUS") -> None:
        """Move the focus until it is on the control `name`."""
        for _ in range(60):
            focus = self.window.look()["focus"]
            if focus == name:
                return
            self.press(step)
            self.window.until(lambda seen, before=focus: seen["focus"] != before, "the focus moves")
        raise AssertionError(f"no way to {name}")

    def _files(self, kind: str) -> list[Path]:
        return sorted((self.folder / "heard").glob(f"*.{kind}"))

    def _write(self, pipe: str, line: str) -> None:
        handle = os.open(self.folder / pipe, os.O_WRONLY)
        os.write(handle, f"{line}\n".encode())
        os.close(handle)


@pytest.fixture
def citizen(site: Any, screen: Callable[..., Any], tmp_path: Path) -> Callable[..., Citizen]:
    def come(more: str = "") -> Citizen:
        settings = (
            f'{more}\n[aids.keypad]\ndriver = "pipe"\npath = "{tmp_path / "keypad"}"\n'
            f'[aids.speech]\nrate = 280\n[aids.speech.jack]\ndriver = "pipe"\npath = "{tmp_path / "jack"}"\n'
            f'[aids.speech.player]\ndriver = "wav"\nfolder = "{tmp_path / "heard"}"'
        )
        window = screen("kiosk", "kiosk-1", f"forget_after_s = 60\n{settings}")
        window.wait_until(
            lambda: (tmp_path / "jack").exists() and (tmp_path / "keypad").exists(), "both are listened to"
        )
        return Citizen(window, tmp_path)

    return come


def test_a_citizen_who_sees_nothing_looks_up_a_dossier_and_takes_a_number(
    site: Any, citizen: Callable[..., Citizen], tmp_path: Path
) -> None:
    one = citizen()
    one.plug("in")
    one.hears("Đã bật đọc thành tiếng.")
    so_far = one.hears("nhập mã hồ sơ")
    one.goes_to("key:H")
    one.press("KPENTER")
    one.window.until(lambda seen: "H" in seen["texts"], "H is typed")
    for sign in CODE[1:]:
        if sign.isdigit():
            one.press(f"KP{sign}")
        else:
            one.goes_to(f"key:{sign}")
            one.press("KPENTER")
        typed = CODE[: one_longer(one.window, CODE)]
        assert CODE.startswith(typed)
    one.press("KP9")
    one.window.until(lambda seen: f"{CODE}9" in seen["texts"], "one sign too many")
    one.press("KPDOT")
    one.hears("Đã xóa 9", so_far)
    one.goes_to("find")
    one.press("KPENTER")
    so_far = one.hears("Đã xử lý xong", so_far)
    one.hears(HOLDERS_WORDS)
    told = one.window.page("result")
    nth = next(n for n, text in enumerate(numbers_said(one), 1) if "Lấy số" in text)
    one.press(f"KP{nth}")
    one.hears("E005", so_far)
    one.press("KPSLASH")
    one.window.page("welcome")
    heard = one.heard()
    order = ["Đã bật đọc thành tiếng.", "Đã xóa 9", "Đã xử lý xong", HOLDERS_WORDS, "E005"]
    places = [next(n for n, text in enumerate(heard) if text == wanted) for wanted in order]
    assert places == sorted(places), heard
    assert min(one.loudness()) > 0.01
    assert {asked.code for asked in site.of("dossier/find")} == {CODE}
    assert told["focus"] is None


def one_longer(window: Any, whole: str) -> int:
    seen = window.until(lambda seen: any(whole.startswith(text) and len(text) > 1 for text in seen["texts"]), "typed")
    return max(len(text) for text in seen["texts"] if whole.startswith(text))


def numbers_said(one: Citizen) -> list[str]:
    one.hears("Số 1:")
    start = max(n for n, text in enumerate(one.heard()) if text.startswith("Số 1:"))
    one.window.wait_until(lambda: "Lấy số" in " ".join(one.heard()[start:]), "the button is told", 60)
    return [text for text in one.heard()[start:] if text.startswith("Số ")]


def test_a_citizen_who_sees_nothing_finds_a_procedure_with_digits_as_on_a_telephone(
    site: Any, citizen: Callable[..., Citizen]
) -> None:
    one = citizen("[aids.comfort]\nlow_reach = true")
    one.plug("in")
    one.hears("Phím số để gõ số.")
    one.goes_to("procedures")
    one.press("KPENTER")
    one.window.page("procedures")
    one.goes_to("search")
    one.window.touch()  # nothing, but a page is read before a key presses on it
    one.press("KPENTER")
    so_far = one.hears("Phím số để tìm chữ như trên điện thoại")
    typed = ""
    for letter in "khai sinh":
        if letter == " ":
            one.press("KP0")
        else:
            one.goes_to(f"key:{letter}", f"KP{DIGITS[letter]}")
            one.press("KPENTER")
        typed += letter
        one.window.until(lambda seen, typed=typed: f"{typed}|" in seen["texts"], f"«{typed}» is typed")
        if typed == "k":  # before the next key, which would cut its name short
            one.hears("k", so_far)
    one.window.until(lambda seen: any(it["name"] == "hit:1.001193" for it in seen["targets"]), "the procedure")
    one.goes_to("hit:1.001193", "KP1")
    one.press("KPENTER")
    one.window.until(
        lambda seen: seen["page"] == "procedure" and "Thủ tục đăng ký khai sinh" in seen["texts"], "the procedure, open"
    )
    assert not any("|" in text for text in one.heard())


def test_without_earphones_nothing_of_a_dossier_is_said_nor_kept(citizen: Callable[..., Citizen], site: Any) -> None:
    wire, other = os.openpty()
    one = citizen(f'[[scanners.serial]]\nport = "{os.ttyname(other)}"')
    one.press("KPASTERISK")
    so_far = one.hears("Đã bật đọc thành tiếng.")
    one.window.wait_until(lambda: "scanner at" in (one.folder / "kiosk-1.log").read_text(), "the scanner is there", 20)
    os.write(wire, f"{CODE}\r".encode())
    one.window.page("result")
    one.hears("Để giữ riêng tư", so_far)
    one.hears("Các nút trên màn hình:", so_far)
    one.press("KPPLUS")
    one.hears("Lấy số", so_far)
    assert not [text for text in one.heard() if CODE in text or HOLDERS_WORDS in text or "Đã xử lý xong" in text]
    kept = [path.read_bytes() for path in (one.folder / "kiosk-1" / "speech").iterdir()]
    assert kept
    assert CODE not in (one.folder / "kiosk-1.log").read_text()
    os.close(wire)
    os.close(other)
