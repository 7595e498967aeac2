"""`lobby catalogue`: puts the portal's procedures into the kiosk's file, and searches it as the kiosk does."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from kiosk.catalogue.importing import import_file, shipped
from kiosk.catalogue.narrowing import Filters
from kiosk.catalogue.question import LONGEST
from kiosk.catalogue.records import UnreadableFile
from kiosk.catalogue.scoring import Office
from kiosk.catalogue.searching import AT_MOST, Search
from kiosk.catalogue.store import NAME, Catalogue, CatalogueError, Entry, open_catalogue
from kiosk.catalogue.synonyms import synonyms
from lobby.clock import SystemClock

DEFAULT = Path("/var/lib/lobby/kiosk-1") / NAME
_TOLD_EVERY = 500
_BROKEN_NAMED = 20
_EXAMPLE = """Ví dụ:
  lobby catalogue import thu-tuc.jsonl.gz --source "Cổng Dịch vụ công quốc gia, 18/7/2026"
  lobby catalogue search "giay khai sinh"
  lobby catalogue search --json --limit 5 - < cau-hoi.txt"""


def main(argv: list[str] | None = None) -> int:
    """Run `lobby catalogue import|search ...`; returns 0, or 1 where it is refused."""
    chosen = _parser().parse_args(argv)
    try:
        _import(chosen) if chosen.action == "import" else _search(chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the lines has gone; what Python still holds for them goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (CatalogueError, UnreadableFile) as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return 1
    except (OSError, sqlite3.Error) as fault:
        print(f"Không làm được với danh mục {chosen.catalogue}: {fault}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _import(chosen: argparse.Namespace) -> None:
    if chosen.file.exists() and not chosen.file.is_file():
        raise UnreadableFile(f"{chosen.file} là thư mục, ống dẫn hoặc thiết bị, không phải tệp thủ tục.")
    source = chosen.source or chosen.file.name
    done = import_file(chosen.file, chosen.catalogue, source, SystemClock().now(), _progress)
    print("", file=sys.stderr)  # noqa: T201
    for line in done.broken[:_BROKEN_NAMED]:
        print(f"Bỏ qua bản ghi hỏng {line}", file=sys.stderr)  # noqa: T201
    if len(done.broken) > _BROKEN_NAMED:
        print(f"... và {len(done.broken) - _BROKEN_NAMED} bản ghi hỏng khác.", file=sys.stderr)  # noqa: T201
    version = done.version
    print(  # noqa: T201
        f"Đã nhập {version.procedures} thủ tục vào {chosen.catalogue}; bỏ qua {version.broken} bản ghi hỏng. "
        f"Nguồn: {version.source}; bản ghi mới nhất ngày {version.newest:%d/%m/%Y}."
    )


def _progress(count: int) -> None:
    if count % _TOLD_EVERY == 0:
        print(f"\rĐã đọc {count} bản ghi ...", end="", file=sys.stderr, flush=True)  # noqa: T201


def _search(chosen: argparse.Namespace) -> None:
    search = Search(_opened(chosen.catalogue), synonyms(), Office(province=chosen.province))
    filters = Filters(handled_here=chosen.here, field=chosen.field)
    search.prepare()
    for query in _queries(chosen.query):
        begun = time.perf_counter()
        found = search.find(query, chosen.limit, filters)
        _answer(query, found, (time.perf_counter() - begun) * 1000, chosen.json or chosen.query == "-")


def _queries(given: str) -> Iterable[str]:
    return (line.rstrip("\r\n") for line in sys.stdin) if given == "-" else (given,)


def _answer(query: str, found: list[Entry], ms: float, as_json: bool) -> None:
    if as_json:
        answer = {"query": query, "codes": [one.code for one in found], "ms": round(ms, 3)}
        print(json.dumps(answer, ensure_ascii=False), flush=True)  # noqa: T201
        return
    lines = [f"{one.code}  {one.name}  [{one.field}]" for one in found]
    print("\n".join(lines) or f"Không tìm thấy thủ tục nào cho «{query[:LONGEST]}».")  # noqa: T201


def _opened(file: Path) -> Catalogue:
    if file.exists() or file != DEFAULT:
        return open_catalogue(file)
    print("Chưa nhập danh mục; dùng các thủ tục kèm theo phần mềm.", file=sys.stderr)  # noqa: T201
    return shipped(SystemClock().now())


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError("phải là số từ 1 đến 1000")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lobby catalogue",
        description="Danh mục thủ tục hành chính của máy tra cứu: nhập từ Cổng Dịch vụ công, và tìm kiếm.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="import|search")
    taken = actions.add_parser("import", help="nhập tệp thủ tục (.jsonl, .jsonl.gz, .json)")
    taken.add_argument("file", type=Path, metavar="FILE", help="tệp thủ tục của Cổng Dịch vụ công quốc gia")
    taken.add_argument("--source", help="nguồn dữ liệu và ngày, để ghi vào phiên bản")
    asked = actions.add_parser("search", help="tìm thủ tục như trên máy tra cứu")
    asked.add_argument("query", metavar="QUERY", help="điều cần tìm; - để đọc mỗi dòng một câu và trả lời bằng JSON")
    asked.add_argument("--limit", type=_count, default=AT_MOST, metavar="N", help=f"nhiều nhất N thủ tục ({AT_MOST})")
    asked.add_argument("--json", action="store_true", help="trả lời bằng một dòng JSON")
    asked.add_argument("--here", action="store_true", help="chỉ thủ tục mà xã, phường tiếp nhận")
    asked.add_argument("--field", metavar="TÊN", help="chỉ một lĩnh vực, ví dụ «Hộ tịch»")
    asked.add_argument("--province", metavar="MÃ", help="mã tỉnh của cơ quan này, ví dụ H15")
    for action in (taken, asked):
        action.add_argument("--catalogue", type=Path, default=DEFAULT, metavar="DB", help=f"tệp danh mục ({DEFAULT})")
    return parser
