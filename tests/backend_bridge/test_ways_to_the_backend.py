"""The REST adapter against backends that misbehave, over real sockets."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from backend_bridge.adapters.backend import Failed, Rejected, Unreachable
from backend_bridge.adapters.line import LARGEST, Line
from backend_bridge.adapters.rest import RestBackend
from backend_bridge.records import sorted_out
from lobby.contract.dossiers import DOSSIER_EXAMPLE

CODE = "H15.12-250701-0001"


class Odd:
    """A backend whose hand is `reply`: (status, headers, body); its memory `asked`."""

    def __init__(self) -> None:
        self.reply: tuple[int, dict[str, str], bytes] = (200, {}, b"{}")
        self.asked: list[str] = []
        self.kinds: list[str | None] = []
        self.thinks_s = 0.0
        self.drip = threading.Event()
        self.ended = threading.Event()
        odd = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                odd.asked.append(self.path)
                odd.kinds.append(self.headers.get("Content-Type"))
                status, headers, body = odd.reply
                odd.ended.wait(odd.thinks_s)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if odd.drip.is_set():
                    self._drip()
                else:
                    self.wfile.write(body)

            do_POST = do_GET  # noqa: N815

            def _drip(self) -> None:
                try:
                    while odd.drip.is_set():
                        self.wfile.write(b" ")
                        self.wfile.flush()
                        odd.ended.wait(0.05)
                except OSError:
                    return

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.backend = RestBackend(self.url, "t" * 20, "demo", 0.5, time.monotonic)


@pytest.fixture
def odd() -> Iterator[Odd]:
    odd = Odd()
    yield odd
    odd.drip.clear()
    odd.ended.set()
    odd.server.shutdown()
    odd.server.server_close()


def answers(odd: Odd, status: int, body: bytes = b"{}", **headers: str) -> Callable[[], object]:
    odd.reply = (status, headers, body)
    return lambda: odd.backend.find(CODE, None)


def test_a_good_answer_is_read_and_the_code_quoted(odd):
    body = json.dumps({"dossier": DOSSIER_EXAMPLE, "as_of": "2026-11-22T08:00:00+07:00", "later": 1}).encode()
    odd.reply = (200, {}, body)
    looked = odd.backend.find("a/b?c#d", "K7V8")
    assert looked is not None and looked.dossier.code == CODE
    assert odd.asked == ["/v1/dossiers/a%2Fb%3Fc%23d?check=K7V8"]


def test_no_such_dossier_is_no_fault(odd):
    assert answers(odd, 404)() is None


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_backend_without_figures_is_no_fault(odd, status):
    odd.reply = (status, {}, b"")
    assert odd.backend.results() is None


@pytest.mark.parametrize("status", [204, 301, 302, 400, 429, 500, 503])
def test_other_answers_are_none(odd, status):
    with pytest.raises(Unreachable) as told:
        answers(odd, status, Location="http://127.0.0.1:1/elsewhere")()
    assert not told.value.refused_us
    assert len(odd.asked) == 1


def test_a_refused_token_is_told_apart(odd):
    with pytest.raises(Unreachable) as told:
        answers(odd, 401)()
    assert told.value.refused_us


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"dossier": {}}'])
def test_an_answer_of_another_form_is_none(odd, body):
    with pytest.raises(Unreachable):
        answers(odd, 200, body)()


@pytest.mark.parametrize("odd_field", ["[" * 300 + "]" * 300, "1" * 5000, "1e999", "NaN", "-Infinity"])
def test_one_odd_procedure_is_named_and_the_others_of_its_page_are_taken(odd, odd_field):
    good, odd_one = '{"code":"1.1","updatedAt":1}', f'{{"code":"1.2","updatedAt":1,"x":{odd_field}}}'
    records = f"{good},{odd_one},{good.replace('1.1', '1.3')}"
    odd.reply = 200, {}, f'{{"as_of":"2026-11-22T08:00:00+07:00","source":"x","procedures":[{records}]}}'.encode()
    taken, (broken,) = sorted_out(odd.backend.procedures(None, None).procedures)
    assert [one.code for one in taken] == ["1.1", "1.3"]
    assert broken.startswith("1.2: ")


def test_what_may_take_longer_is_waited_for_from_the_first_byte_on(odd):
    odd.thinks_s = 1.0
    as_of = {"as_of": "2026-11-22T08:00:00+07:00"}
    odd.reply = 200, {}, json.dumps({**as_of, "changes": [], "next": "8"}).encode()
    assert odd.backend.changes("7", 20).next == "8"
    odd.reply = 200, {}, json.dumps({**as_of, "source": "sổ", "procedures": [], "agencies": []}).encode()
    assert odd.backend.procedures(None, None).procedures == []
    assert odd.backend.agencies().agencies == []
    with pytest.raises(Unreachable):
        odd.backend.find(CODE, None)


def test_an_odd_code_among_those_that_can_be_collected_leaves_the_figures_and_the_others(odd):
    good = {"dossier": "H15-1", "procedure": "Khai sinh", "since": "2026-11-21T16:00:00+07:00", "counter": "quay-7"}
    others = [{**good, "dossier": "H15-2", "counter": "Quầy 7"}, {**good, "dossier": "H15-3", "since": "hôm qua"}, 7]
    counts = dict.fromkeys(("received", "processing", "on_time", "overdue", "supplement", "ready", "returned"), 4)
    told = {"as_of": "2026-11-22T08:00:00+07:00", "source": "sổ", "counts": counts, "ready": [good, *others]}
    odd.reply = (200, {}, json.dumps(told).encode())
    figures = odd.backend.results()
    assert figures.counts.ready == 4
    assert [(one.dossier, one.counter) for one in figures.ready] == [("H15-1", "quay-7"), ("H15-2", None)]


def test_a_result_told_twice_stands_there_once_and_a_count_below_nothing_is_no_figure(odd):
    good = {"dossier": "H15-1", "procedure": "Khai sinh", "since": "2026-11-21T16:00:00+07:00"}
    counts = dict.fromkeys(("received", "processing", "on_time", "overdue", "supplement", "ready", "returned"), 4)
    told = {"as_of": "2026-11-22T08:00:00+07:00", "source": "sổ", "counts": counts}
    ready = [good, {**good, "dossier": "H15-2"}, good]
    odd.reply = (200, {}, json.dumps({**told, "ready": ready}).encode())
    assert [one.dossier for one in odd.backend.results().ready] == ["H15-1", "H15-2"]
    odd.reply = (200, {}, json.dumps({**told, "counts": {**counts, "overdue": -1}}).encode())
    with pytest.raises(Unreachable, match="counts"):
        odd.backend.results()


@pytest.mark.parametrize("through", ["7", True, -1, 1.5, 10**30, None])
def test_what_is_no_number_of_an_entry_is_no_answer_to_entries(odd, through):
    odd.reply = (200, {}, json.dumps({"through": through}).encode())
    with pytest.raises(Unreachable, match="through"):
        odd.backend.send([{"seq": 1}])


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"null", b'{"procedures": []}', b"[" * 100_000])
def test_a_page_of_procedures_of_another_form_is_none(odd, body):
    odd.reply = 200, {}, body
    with pytest.raises(Unreachable):
        odd.backend.procedures(None, None)


def test_an_endless_answer_is_cut_off_by_size(odd):
    with pytest.raises(Unreachable, match="larger"):
        answers(odd, 200, b" " * (LARGEST + 1))()


def test_an_answer_that_drips_is_cut_off_by_time(odd):
    odd.drip.set()
    begun = time.monotonic()
    with pytest.raises(Unreachable):
        answers(odd, 200, b" " * 100_000)()
    assert time.monotonic() - begun < 15


def test_software_that_takes_no_json_is_told_what_it_gets(odd):
    line = Line(odd.url, {}, 0.5, time.monotonic)
    line.call("POST", "/onegate.asmx", data=b"<a/>", headers={"content-type": "text/xml"})
    line.call("POST", "/v1/events", data=b"{}")
    assert odd.kinds == ["text/xml", "application/json"]


def test_nobody_listening_is_unreachable_and_the_check_code_is_not_told(free_ports):
    (port,) = free_ports(1)
    backend = RestBackend(f"http://127.0.0.1:{port}", "t" * 20, "demo", 0.5, time.monotonic)
    with pytest.raises(Unreachable) as told:
        backend.find(CODE, "K7V8")
    assert "K7V8" not in str(told.value)


@pytest.mark.parametrize("status", [400, 413, 422])
def test_refused_content_is_told_apart_from_an_outage(odd, status):
    odd.reply = (status, {}, b"{}")
    with pytest.raises(Rejected):
        odd.backend.send([{"seq": 1}])


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_backend_that_falls_over_what_was_sent_is_told_apart_from_one_that_is_away(odd, status):
    odd.reply = (status, {}, b"{}")
    with pytest.raises(Failed):
        odd.backend.send([{"seq": 1}])
