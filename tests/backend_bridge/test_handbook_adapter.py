"""The whole example of the integrator's handbook is an adapter, and passes the suite as an outsider would run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

HANDBOOK = Path(__file__).parents[2] / "docs" / "tich-hop.md"
LONGEST_S = 240


def test_the_handbooks_adapter_passes_the_suite(tmp_path: Path) -> None:
    text = HANDBOOK.read_text(encoding="utf-8")
    files = re.findall(r"<!-- file: (\w+\.py) -->\n```python\n(.*?)```\n", text, re.DOTALL)
    assert [name for name, _ in files] == ["hang_x.py", "hang_x_stand.py"]
    for name, body in files:
        (tmp_path / name).write_text(body, encoding="utf-8")
    (command,) = re.findall(r"^python (-m pytest --pyargs .*)$", text, re.MULTILINE)
    run = subprocess.run(
        [sys.executable, *command.split(), "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'base'}"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, timeout=LONGEST_S, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-4000:]
    assert "passed, 15 skipped" in run.stdout
