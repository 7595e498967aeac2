"""What openapi.yaml says of the calls holds at the sandbox, whatever is sent."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

import backend_bridge

DOCUMENT = Path(backend_bridge.__file__).with_name("openapi.yaml")
TOKEN = "khoa-thu-0123456789abcdef"
LONGEST_S = 240
# A page is the backend's own word, and entries' tickets are more closely told in the contract: a form that fits may
# still be refused, with 400 or 422 as the document says.
LEFT_OUT = "positive_data_acceptance"


def test_the_sandbox_answers_as_the_document_says(office: Any, tmp_path: Path) -> None:
    command = [
        *(Path(sys.executable).with_name("schemathesis"), "run", DOCUMENT, "--url", office.url),
        *("-H", f"Authorization: Bearer {TOKEN}", "--exclude-checks", LEFT_OUT, "--seed", "7", "--max-examples", "10"),
        *("--phases", "examples,coverage,fuzzing", "--no-color"),
    ]
    run = subprocess.run(
        [str(word) for word in command], cwd=tmp_path, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]


def test_the_handbooks_questions_are_answered_by_the_sandbox(office: Any) -> None:
    text = (Path(__file__).parents[2] / "docs" / "tich-hop.md").read_text(encoding="utf-8")
    asked = re.findall(r'^curl .*Authorization.* "?\$B(/v1/(?:changes|agencies)[^"\s]*)"?$', text, re.MULTILINE)
    assert len(asked) == 3
    told = [office.client.get(office.url + path).json() for path in asked]
    assert told[0]["changes"] == [] and int(told[0]["next"]) >= 320
    assert {"changes", "gone", "next"} <= set(told[1])
    assert [one["code"] for one in told[2]["agencies"]] == ["H15.12", "H15.41", "H15"]


def test_every_call_shows_a_good_answer_and_each_error() -> None:
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    assert document["openapi"] == "3.1.0"
    errors = document["components"]["responses"]
    for path in document["paths"].values():
        for call in path.values():
            assert "example" in call["responses"]["200"]["content"]["application/json"]
            assert {"200", "401", "503"} <= set(call["responses"])
    assert all("example" in one["content"]["application/json"] for one in errors.values())
