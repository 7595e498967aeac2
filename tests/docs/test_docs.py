"""Documents tell the truth: commands, links, settings and fault codes are those of the programs."""

from __future__ import annotations

import ast
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import unquote

import pytest

from backend_bridge.delivery import Disagreement
from backend_bridge.sandbox.settings import SandboxSettings
from backend_bridge.settings import BridgeSettings
from backend_bridge.sms.modem import Trouble
from backend_bridge.sms.settings import SmsSettings
from broker_config.settings import BrokerSite
from display.led.app import LedSettings
from display.player.settings import PlayerSettings
from display.web.settings import read as boards
from kiosk.dispenser_settings import DispenserSettings
from kiosk.lookup_settings import LookupSettings
from kiosk.pad import PadSettings
from lobby.contract.codec import decode
from lobby.contract.errors import ErrorCode
from lobby.contract.requests import VERBS
from lobby.contract.roles import Role
from lobby.contract.slips import PrintTicket
from lobby.settings.load import Strict, check
from ticketing.desk.viewing import DeskSettings
from ticketing.hub.settings import HubSettings
from ticketing.keypad.settings import KeypadSettings
from ticketing.printers.printer import PrinterFault
from ticketing.printers.settings import PrintServiceSettings
from ticketing.voice.app import SpeakerSettings
from upkeep.settings import BackupSettings

ROOT = Path(__file__).parents[2]
ROOMS = ("lobby", "ticketing", "kiosk", "display", "broker_config", "backend_bridge", "demo", "upkeep")
HANDBOOK = ROOT / "docs/so-tay-van-hanh.md"
INTEGRATION = ROOT / "docs/tich-hop.md"
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
KEEPERS = [*DOCUMENTS, *(ROOT / room / "README.md" for room in ("systemd", "backend_bridge", "backend_bridge/sandbox"))]

SETTINGS: dict[str, type[Strict]] = {
    "hub": HubSettings,
    "broker": BrokerSite,
    "bridge": BridgeSettings,
    "sandbox": SandboxSettings,
    "sms": SmsSettings,
    "printer": PrintServiceSettings,
    "speaker": SpeakerSettings,
    "keypad": KeypadSettings,
    "dispenser": DispenserSettings,
    "kiosk": LookupSettings,
    "pad": PadSettings,
    "board": PlayerSettings,
    "led": LedSettings,
    "backup": BackupSettings,
}
_COMMAND = re.compile(r"(?:`|bin/)lobby ([a-z][a-z-]+)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_MARKED = re.compile(r"<!-- settings: ([a-z]+) -->\n```toml\n(.*?)```", re.DOTALL)
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def examples() -> Iterator[tuple[str, str, str]]:
    for document in KEEPERS:
        for number, (program, text) in enumerate(_MARKED.findall(document.read_text(encoding="utf-8")), 1):
            yield f"{document.relative_to(ROOT)}:{number}:{program}", program, text


EXAMPLES = list(examples())


@pytest.mark.parametrize("document", KEEPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_named_exists(document: Path) -> None:
    known = {point.name for point in entry_points(group="lobby.commands")}
    assert set(_COMMAND.findall(document.read_text(encoding="utf-8"))) <= known


def test_the_commands_are_looked_for_where_documents_name_them() -> None:
    assert _COMMAND.findall("`lobby hub` và /opt/lobby/.venv/bin/lobby officers --settings x") == ["hub", "officers"]


@pytest.mark.parametrize("document", KEEPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(document: Path) -> None:
    astray = [link for link in _links(document) if not _leads_somewhere(document, link)]
    assert not astray


def _links(document: Path) -> list[str]:
    plain = _FENCE.sub("", document.read_text(encoding="utf-8"))
    return [link for link in _LINK.findall(plain) if "://" not in link]


def _leads_somewhere(document: Path, link: str) -> bool:
    path, _, place = unquote(link).partition("#")
    target = (document.parent / path) if path else document
    if not target.exists():
        return False
    return not place or place in _places(target)


def _places(document: Path) -> set[str]:
    plain = _FENCE.sub("", document.read_text(encoding="utf-8"))
    return {_anchor(heading) for heading in _HEADING.findall(plain)}


def _anchor(heading: str) -> str:
    kept = (letter for letter in heading.lower() if letter in " -_" or unicodedata.category(letter)[0] in "LNM")
    return "".join(kept).strip().replace(" ", "-")


@pytest.mark.parametrize(("program", "text"), [case[1:] for case in EXAMPLES], ids=[case[0] for case in EXAMPLES])
def test_every_settings_example_is_accepted_by_its_program(program: str, text: str) -> None:
    settings = check(SETTINGS[program], tomllib.loads(text), f"{program}.toml")
    if isinstance(settings, HubSettings):
        assert boards(settings.pages["board"])[1] == []
        check(DeskSettings, settings.pages.get("desk", {}), "pages.desk")


def test_the_handbook_has_an_example_for_every_program() -> None:
    shown = {program for name, program, _ in EXAMPLES if name.startswith("docs/so-tay-van-hanh.md")}
    assert shown == set(SETTINGS)


def test_devices_of_the_handbook_are_the_same_to_broker_and_hub() -> None:
    first = {program: tomllib.loads(text) for name, program, text in reversed(EXAMPLES) if "so-tay" in name}
    viewer = first["hub"]["pages"]["desk"]["viewer"]
    at_broker = [device for device in first["broker"]["devices"] if device["role"] != Role.HUB]
    assert {"id": viewer, "role": Role.BOARD} in at_broker
    assert [device for device in at_broker if device["id"] != viewer] == first["hub"]["devices"]


def test_every_fault_that_a_device_can_have_is_in_the_handbook() -> None:
    codes = fault_codes()
    assert {"printer", "scanner-", "sound_card", "journal_gap", "web_port", "pages_", "dispenser_disk"} <= codes
    told = set(re.findall(r"^\| `([a-z_-]+)` \|", HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE))
    told_of = {
        code for code in codes if code in told or (code[-1] in "-_" and any(one.startswith(code) for one in told))
    }
    assert codes - told_of == set()
    assert {fault.value for fault in PrinterFault} <= told


def fault_codes() -> set[str]:
    """Return the code, or its fixed beginning, of every fault that the rooms let stand."""
    found = {reason.value for reason in (*Disagreement, *Trouble)}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            found |= set(_codes_in(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _codes_in(tree: ast.Module) -> Iterator[str]:
    constants: dict[str, object] = {
        name.id: value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name, value in zip(_parts(target), _parts(node.value), strict=False)
        if isinstance(name, ast.Name) and isinstance(value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("stand", "stand_while")
        ):
            yield from _code_of(node.args[0] if node.args else None, constants)


def _parts(side: ast.expr) -> list[ast.expr]:
    return side.elts if isinstance(side, ast.Tuple) else [side]


def _code_of(code: ast.expr | None, constants: dict[str, object]) -> Iterator[str]:
    if isinstance(code, ast.JoinedStr):
        code = code.values[0]
    value = constants.get(code.id) if isinstance(code, ast.Name) else getattr(code, "value", None)
    if isinstance(value, str):
        yield value


def test_the_integrators_handbook_names_every_verb_role_and_error() -> None:
    text = INTEGRATION.read_text(encoding="utf-8")
    names = [*VERBS, *(role.value for role in Role), *(code.value for code in ErrorCode)]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_the_job_line_of_the_integrators_handbook_is_one_that_the_print_service_takes() -> None:
    lines = [line for line in INTEGRATION.read_text(encoding="utf-8").splitlines() if line.startswith('{"v":1,"job"')]
    jobs = [line for line in lines if "outcome" not in json.loads(line)]
    assert jobs
    for line in jobs:
        decode(PrintTicket, line.encode())
