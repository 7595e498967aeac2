"""What a site says of its codes is refused where it could never work, by the key's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.lookup_settings import LookupSettings
from lobby.settings.load import SettingsError, load

TOP = 'site = "s"\ndevice = "kiosk-1"\nstate = "/tmp/s"\n'
BROKER = '[broker]\nhost = "h"\npassword_file = "/tmp/p"\n'


def settings(folder: Path, line: str) -> LookupSettings:
    file = folder / "kiosk.toml"
    file.write_text(f"{TOP}{line}\n{BROKER}", encoding="utf-8")
    return load(LookupSettings, file)


@pytest.mark.parametrize("host", ["https://dichvucong.gov.vn", "dichvucong.gov.vn/tra-cuu", "", ".vn"])
def test_an_address_in_place_of_a_host_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(SettingsError, match="site_hosts"):
        settings(tmp_path, f'site_hosts = ["{host}"]')


@pytest.mark.parametrize("pattern", ["[A-Z", "a{99999999999999999999}", "(" * 3000, "a" * 500])
def test_a_form_that_is_none_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(SettingsError, match="code_pattern"):
        settings(tmp_path, f"code_pattern = '{pattern}'")


def test_a_sites_own_hosts_and_form_are_taken(tmp_path: Path) -> None:
    said = settings(tmp_path, "site_hosts = ['tracuu.sonla.gov.vn']\ncode_pattern = '\\d{6}'")
    assert said.site_hosts == ("tracuu.sonla.gov.vn",) and said.code_pattern == r"\d{6}"
