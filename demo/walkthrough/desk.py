"""The officer's side of the visit, in a real browser: log in, open, call, serve, finish; and the citizen's phone."""

from __future__ import annotations

import secrets

from demo.run import Demo
from demo.site import ADMIN, BOARD, OFFICERS, Officer
from demo.walkthrough.browser import Tab
from demo.walkthrough.collage import compose
from demo.walkthrough.lobby import LobbySteps
from demo.walkthrough.waiting import await_some, expect
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import TicketState

_OFFICER = OFFICERS[0]
_PHONE = (390, 844)


class DeskSteps:
    """The officer of counter 1."""

    def __init__(self, demo: Demo, lobby: LobbySteps) -> None:
        self._demo = demo
        self._lobby = lobby
        self._web = f"http://127.0.0.1:{demo.ports.web}"
        self._tab = Tab(demo.places.state_of("visitor"), 1280, 800)
        self._open = False

    def log_in(self) -> str:
        """Log in with the first password, and be made to change it."""
        self._demo.places.state_of("visitor").mkdir(parents=True, exist_ok=True)
        self._tab.start()
        self._open = True
        self._tab.open(f"{self._web}/desk")
        self._keep("desk-login")
        self._enter(_OFFICER)
        return f"{_OFFICER.username} đã đặt mật khẩu riêng"

    def _enter(self, officer: Officer) -> None:
        first = self._demo.places.secret(officer.username).read_text(encoding="utf-8").strip()
        self._tab.fill("#username", officer.username)
        self._tab.fill("#password", first)
        self._tab.click("form.card button.main")
        self._tab.await_true("!!document.querySelector('#again')", "trang đổi mật khẩu")
        self._keep("desk-password")
        own = secrets.token_urlsafe(9)
        for field, value in (("#old", first), ("#new", own), ("#again", own)):
            self._tab.fill(field, value)
        self._tab.click("form.card button.main")
        self._tab.await_true("!document.querySelector('#again')", "trang sau khi đổi mật khẩu")

    def call_next(self) -> str:
        """Open the counter and call the ticket the citizen took."""
        self._tab.await_true(f"document.querySelector('#desk')?.dataset.counter === '{_OFFICER.counter}'", "bàn quầy 1")
        self._tab.click("[data-verb='counter/open']")
        await_some(lambda: self._phase() is CounterPhase.OPEN, "quầy 1 mở")
        self._tab.click("[data-verb='counter/next']")
        number = self._lobby.number
        await_some(lambda: self._lobby.in_hand() == number, f"quầy 1 gọi số {number}")
        self._tab.await_true(f"document.querySelector('#number').textContent.includes('{number}')", "số lớn trên bàn")
        self._keep("desk-called")
        return f"{number}: {self._tab.text('#why').strip()}"

    def serve_and_finish(self) -> str:
        """Begin to serve, then finish: the pad opens."""
        self._tab.click("[data-verb='counter/serve']")
        await_some(lambda: self._state() is TicketState.SERVING, "vé đang được phục vụ")
        self._keep("desk-serving")
        self._tab.click("[data-verb='counter/finish']")
        await_some(lambda: self._demo.watch.counters[_OFFICER.counter].ticket is None, "quầy 1 trống")
        return "đã hoàn tất"

    def follow_ticket(self) -> str:
        """Open the address of the ticket's QR as a phone does."""
        self._tab.resize(*_PHONE)
        self._tab.open(self._lobby.track_url)
        number = self._lobby.number
        self._tab.await_true(f"document.body.innerText.includes('{number}')", f"trang theo dõi số {number}")
        self._keep("phone-ticket")
        return self._lobby.track_url.rsplit("/", 1)[0] + "/…"

    def keep_pictures(self) -> str:
        """Leave a picture of each page and screen as it is now."""
        self._tab.resize(1280, 800)
        self._tab.forget()
        self._tab.open(f"{self._web}/admin")
        self._keep("page-admin-login")
        self._enter(ADMIN)
        for name, url in (
            ("page-admin", f"{self._web}/admin"),
            ("page-index", f"{self._web}/"),
            ("page-backend", f"http://127.0.0.1:{self._demo.ports.backend}/"),
            ("page-board-small", f"{self._web}/board/{BOARD.id}"),
        ):
            self._tab.open(url)
            if "/board/" in url:
                self._tab.await_true("document.body.dataset.linked === 'true'", "bảng TV có số liệu")
            self._keep(name)
        self._lobby.keep_every_screen()
        kept = len(list(self._demo.places.screens.glob("*.png")))
        expect(kept >= 15, "ảnh của mọi màn hình")
        whole = compose(self._demo.places.screens, self._demo.places.paper / f"{self._lobby.number}.png")
        return f"{kept} ảnh; toàn cảnh: {whole.name}"

    def close(self) -> None:
        """Close the browser."""
        if self._open:
            self._tab.stop()

    def _phase(self) -> CounterPhase | None:
        state = self._demo.watch.counters.get(_OFFICER.counter)
        return state.state if state else None

    def _state(self) -> TicketState | None:
        ticket = self._demo.watch.counters[_OFFICER.counter].ticket
        return ticket.state if ticket else None

    def _keep(self, name: str) -> None:
        self._tab.picture(self._demo.places.screens / f"{name}.png")
