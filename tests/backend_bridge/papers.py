"""Certificates of the tests' own, made by openssl."""

from __future__ import annotations

import subprocess
from pathlib import Path

_CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Papers:
    """A folder of certificates, signed by an authority of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._run("req", "-x509", *_CURVE, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=CA", "-days", "30")
        self._run("req", "-x509", *_CURVE, "-keyout", "x.key", "-out", "other.pem", "-subj", "/CN=X", "-days", "30")
        self.signed("server", "DNS:localhost,IP:127.0.0.1")
        self.signed("elsewhere", "DNS:mot-cua.vn")
        self.signed("expired", "DNS:localhost,IP:127.0.0.1", days=-1)
        self.signed("site", "DNS:demo")

    def signed(self, name: str, names: str, days: int = 30) -> None:
        (self.folder / "ext").write_text(f"subjectAltName={names}\n", encoding="utf-8")
        self._run("req", *_CURVE, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        self._run(
            *("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", str(days)),
            *("-extfile", "ext", "-out", f"{name}.pem"),
        )

    def __getitem__(self, name: str) -> Path:
        return self.folder / name

    def _run(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True, timeout=60)
