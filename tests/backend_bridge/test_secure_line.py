"""The way out to a backend over TLS: own authority, client certificate, proxy; what is wrong is told, no secret is."""

from __future__ import annotations

import base64
import logging
import re
import shutil
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from backend_bridge.adapters.adapter import Around
from backend_bridge.adapters.backend import Backend, Unreachable
from backend_bridge.adapters.national import ADAPTER as NATIONAL
from backend_bridge.adapters.national import NationalSettings
from backend_bridge.adapters.rest import ADAPTER as REST
from backend_bridge.adapters.rest_settings import RestSettings
from backend_bridge.adapters.way import proxy_address
from backend_bridge.reach import Reach
from backend_bridge.sandbox.national import JOURNAL
from backend_bridge.sandbox.procedures import load_procedures
from backend_bridge.sandbox.web import build
from lobby.clock import SystemClock
from lobby.settings.load import SettingsError, check
from tests.backend_bridge.papers import Papers

TOKEN = "khoa-thu-0123456789abcdef"
PROXY_PASSWORD = "m4t/kh@u:proxy"
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return Papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def serve(papers: Papers, office: Any) -> Iterator[Callable[..., int]]:
    """Serve the sandbox over TLS with the certificate of that name; return its port."""
    servers = []

    def start(name: str = "server", asks_for_ours: bool = False) -> int:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(papers[f"{name}.pem"], papers[f"{name}.key"])
        if asks_for_ours:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(papers["ca.pem"])
        app = build(office.settings, office.sandbox.ledger, load_procedures(), SystemClock())
        server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return int(server.server_port)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class Proxy:
    """A proxy that connects through (CONNECT) for who knows the name and password."""

    def __init__(self) -> None:
        self.through: list[str] = []
        self._wanted = base64.b64encode(f"sanh:{PROXY_PASSWORD}".encode())
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listening.accept()
                threading.Thread(target=self._take, args=(caller,), daemon=True).start()

    def _take(self, caller: socket.socket) -> None:
        with caller, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                head += caller.recv(4096) or b"\r\n\r\n"
                if head.startswith(b"\x16"):  # a hand held out for TLS, where plain HTTP is spoken
                    caller.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                    return
            asked = re.match(rb"CONNECT (\S+):(\d+) ", head)
            if asked is None or self._wanted not in head:
                caller.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                return
            self.through.append(asked[1].decode())
            with socket.create_connection(("127.0.0.1", int(asked[2]))) as far:
                caller.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                threading.Thread(target=_pass_on, args=(far, caller), daemon=True).start()
                _pass_on(caller, far)


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while chunk := here.recv(65536):
            there.sendall(chunk)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    proxy = Proxy()
    yield proxy
    proxy.stop()


@pytest.fixture
def ways(token_file: Path, tmp_path: Path) -> Callable[..., list[Backend]]:
    """Open both adapters that speak HTTP, with the same settings of the way."""

    def opened(port: int, host: str = "localhost", **way: Any) -> list[Backend]:
        url = f"https://{host}:{port}"
        around = Around("demo", tmp_path / "bridge", SystemClock())
        rest = {"url": url, "token_file": token_file, "timeout_s": 20, **way}
        gateway = {"adapter": "national", "url": f"{url}/national", "username": "a", "password_file": token_file}
        gateway |= {"unit": "H15.12", "journal_service": JOURNAL, "timeout_s": 20, **way}
        return [
            REST.open(check(RestSettings, rest, "bridge.toml"), around),
            NATIONAL.open(check(NationalSettings, gateway, "bridge.toml"), around),
        ]

    return opened


@pytest.fixture
def private(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        file = tmp_path / "proxy-password"
        file.touch(0o600)
        file.write_text(text + "\n", encoding="utf-8")
        return file

    return write


def told_by(backend: Backend) -> Unreachable:
    with pytest.raises(Unreachable) as told:
        backend.find("H15.12-261102-0004", "K7V8")
    assert "K7V8" not in f"{told.value} {told.value.hint}"
    return told.value


def test_with_our_certificate_and_their_authority_all_is_found(serve, papers, ways, office):
    ours = {"client_cert": papers["site.pem"], "client_key": papers["site.key"]}
    code, check_code = office.of_status(9)
    for backend in ways(serve(asks_for_ours=True), ca=papers["ca.pem"], **ours):
        looked = backend.find(code, check_code)
        assert looked is not None and looked.dossier.steps


def test_a_certificate_that_is_not_right_is_told_to_the_keeper_with_the_file(serve, papers, ways):
    cases = [
        ("server", {}, "chưa có tệp chứng thư gốc ở mục «ca»", "self-signed|unable to get"),
        ("server", {"ca": papers["other.pem"]}, f"tệp {papers['other.pem']} ở mục «ca»", "unable to get"),
        ("expired", {"ca": papers["ca.pem"]}, "đã hết hạn", "expired"),
        ("elsewhere", {"ca": papers["ca.pem"]}, "mang tên máy khác", "ostname mismatch|not valid for"),
    ]
    for name, way, says, detail in cases:
        for backend in ways(serve(name), **way):
            told = told_by(backend)
            assert told.hint is not None and says in told.hint.detail
            assert re.search(detail, told.detail), told.detail


def test_who_shows_no_certificate_where_one_is_asked_for_is_told_so(serve, papers, ways):
    for backend in ways(serve(asks_for_ours=True), ca=papers["ca.pem"]):
        told = told_by(backend)
        assert told.hint is not None and "chưa có ở mục «client_cert»" in " ".join(told.hint), told.detail


def test_a_plain_server_behind_https_is_told_so(papers, ways, proxy):
    for backend in ways(proxy.port, ca=papers["ca.pem"]):
        told = told_by(backend)
        assert told.hint is not None and "kết nối mã hóa" in told.hint.detail, told.detail


def test_all_goes_through_the_proxy_where_one_is_named(serve, papers, ways, proxy, private, office, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # the machine's own setting is not looked at
    way = {"proxy": f"http://sanh@127.0.0.1:{proxy.port}", "proxy_password_file": private(PROXY_PASSWORD)}
    for backend in ways(serve(), ca=papers["ca.pem"], **way):
        assert backend.find(office.of_status(4)[0], None) is not None
    assert proxy.through and set(proxy.through) == {"localhost"}
    for backend in ways(serve(), ca=papers["ca.pem"]):
        assert backend.find(office.of_status(4)[0], None) is not None


def test_a_proxy_that_refuses_us_or_is_away_is_told_to_the_keeper(serve, papers, ways, proxy, private, free_ports):
    file = private("khong-phai")
    way = {"proxy": f"http://sanh@127.0.0.1:{proxy.port}", "proxy_password_file": file}
    for backend in ways(serve(), ca=papers["ca.pem"], **way):
        told = told_by(backend)
        assert told.hint is not None and "mật khẩu" in told.hint.detail and str(file) in told.hint.remedy
        assert "407" in told.detail
    (nobody,) = free_ports(1)
    for backend in ways(serve(), ca=papers["ca.pem"], proxy=f"http://127.0.0.1:{nobody}"):
        told = told_by(backend)
        assert told.hint is not None and "máy trung gian" in told.hint.detail


def test_a_file_that_goes_away_while_it_runs_is_no_crash(serve, papers, ways, tmp_path):
    lost = tmp_path / "lost.pem"
    shutil.copy(papers["ca.pem"], lost)
    backends = ways(serve(), ca=lost)
    lost.unlink()
    for backend in backends:
        told_by(backend)


def test_a_key_that_others_may_read_is_refused(papers, ways, tmp_path):
    key = tmp_path / "site.key"
    shutil.copy(papers["site.key"], key)
    key.chmod(0o644)
    with pytest.raises(SettingsError, match=f"chmod 600 {key}"):
        ways(1, client_cert=papers["site.pem"], client_key=key)


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ({"client_key": "site.key"}, "«client_cert»"),
        ({"client_cert": "none.pem", "client_key": "site.key"}, "none.pem"),
        ({"client_cert": "server.pem", "client_key": "site.key"}, "khóa không khớp"),
        ({"client_cert": "site.pem", "client_key": "none.key"}, "none.key"),
        ({"ca": "ext"}, "«ca»"),
        ({"proxy": "socks5://a@b:1"}, "«proxy»"),
        ({"proxy": "http://a:b1mat@b:1"}, "proxy_password_file"),
        ({"proxy": "http://a@b:99999"}, "«proxy»"),
        ({"url": "https://motcua.example.vn:99999"}, "«url»"),
        ({"url": "https://a:b1mat@motcua.example.vn"}, "trong tệp"),
        ({"proxy_password_file": "ext"}, "«proxy»"),
        ({"proxy": "http://b:1", "proxy_password_file": "ext"}, "phải có tên"),
    ],
)
def test_settings_that_cannot_be_meant_are_named(papers, ways, way, says):
    files = {name: value if name in ("proxy", "url") else papers[value] for name, value in way.items()}
    with pytest.raises(SettingsError) as told:
        ways(1, **files)
    assert says in str(told.value)
    assert "b1mat" not in str(told.value)


def test_a_proxy_may_be_named_by_its_address(private):
    password = private("khong-phai-m4t")
    assert proxy_address("http://sanh@[fd00::1]:3128", password) == "http://sanh:khong-phai-m4t@[fd00::1]:3128"


def test_no_secret_stands_in_the_log_however_much_is_logged(serve, papers, ways, proxy, private, caplog, token_file):
    caplog.set_level(logging.DEBUG)
    reach = Reach(SystemClock())
    for password in (PROXY_PASSWORD, "khong-phai-m4t"):
        way = {"proxy": f"http://sanh@127.0.0.1:{proxy.port}", "proxy_password_file": private(password)}
        ours = {"client_cert": papers["site.pem"], "client_key": papers["site.key"]}
        for name in ("server", "expired"):
            for backend in ways(serve(name, asks_for_ours=True), ca=papers["ca.pem"], **way, **ours):
                with suppress(Unreachable):
                    reach.call(lambda backend=backend: backend.find("H15.12-261102-0004", None))
                with suppress(Unreachable):
                    backend.send([{"seq": 1, "at": "2026-11-23T08:00:00+07:00", "kind": "day.opened", "data": {}}])
        key = papers["site.key"].read_text(encoding="utf-8").splitlines()[1]
        encoded = base64.b64encode(f"sanh:{password}".encode()).decode()
        secrets = [TOKEN, password, encoded, key, "m4t%2Fkh%40u"]
        assert "certificate has expired" in caplog.text
        assert not [secret for secret in secrets if secret in caplog.text]
