"""Where backups go: another machine over SSH (a real sshd), a USB disk, and nowhere else when that is away."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.keepsake import keepsakes, last_good
from upkeep.errors import UpkeepError
from upkeep.making import make
from upkeep.settings import BackupSettings, SshSettings
from upkeep.targets import usb
from upkeep.targets.choose import target_of
from upkeep.unpacking import unpack

NIGHT = datetime(2026, 11, 22, 2, 30, tzinfo=OFFICE_ZONE)
SSHD = shutil.which("sshd", path="/usr/sbin:/usr/bin") or shutil.which("sshd")


@dataclass(frozen=True)
class Machine:
    """Another machine, which knows our key; `known_hosts` knows it."""

    url: str
    folder: Path
    ssh: SshSettings


def new_pair(file: Path) -> str:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(file)], check=True)
    return file.with_suffix(".pub").read_text()


@pytest.fixture
def machine(
    tmp_path: Path, free_ports: Callable[[int], list[int]], wait_until: Callable[..., None]
) -> Iterator[Machine]:
    if SSHD is None:
        # Not installed by ours: Debian's package opens a developer's machine to the network.
        pytest.skip("no sshd here: apt-get install openssh-server")
    (port,) = free_ports(1)
    folder = tmp_path / "may khac"
    folder.mkdir()
    host = new_pair(tmp_path / "host")
    (tmp_path / "authorized").write_text(new_pair(tmp_path / "own"))
    (tmp_path / "known").write_text(f"[127.0.0.1]:{port} {host}")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    config = tmp_path / "sshd.conf"
    config.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {tmp_path / 'host'}\nAuthorizedKeysFile {tmp_path / 'authorized'}\n"
        "UsePAM no\nStrictModes no\nPidFile none\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n"
    )
    with subprocess.Popen([SSHD, "-D", "-e", "-f", str(config)], stderr=subprocess.DEVNULL) as server:
        wait_until(lambda: _answers(port), "sshd listens", 20.0)
        own = SshSettings(key_file=tmp_path / "own", known_hosts=tmp_path / "known", port=port)
        yield Machine(f"ssh://{getpass.getuser()}@127.0.0.1{folder}", folder, own)
        server.terminate()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def backup(settings: BackupSettings, now: datetime = NIGHT) -> str:
    target = target_of(settings.to, settings)
    return make(settings, keepsakes(), target, settings.to, now, lambda *_: None).name


def test_a_backup_goes_to_another_machine_and_is_read_back(settings, machine, tmp_path):
    far = settings.model_copy(update={"to": machine.url, "ssh": machine.ssh, "keep": 1})
    made = [backup(far, NIGHT + timedelta(days=day)) for day in range(2)]
    assert sorted(path.name for path in machine.folder.iterdir()) == made[1:]
    assert unpack(machine.folder / made[1], None, tmp_path / "back").site == "demo"
    assert last_good(settings.record) == NIGHT + timedelta(days=1)


def test_a_machine_that_is_not_the_known_one_gets_nothing(settings, machine, tmp_path):
    other = new_pair(tmp_path / "stranger")
    machine.ssh.known_hosts.write_text(f"[127.0.0.1]:{machine.ssh.port} {other}")
    for known in (machine.ssh.known_hosts.read_text(), ""):
        machine.ssh.known_hosts.write_text(known)
        with pytest.raises(UpkeepError, match="Không gửi được"):
            backup(settings.model_copy(update={"to": machine.url, "ssh": machine.ssh}))
    assert not list(machine.folder.iterdir()) and last_good(settings.record) is None


def test_a_usb_disk_that_is_away_is_said_and_nothing_is_written(settings, tmp_path):
    place = tmp_path / "sao-luu"
    place.mkdir()
    for to in (f"usb:{place}", "usb:O-KHONG-CO"):
        with pytest.raises(UpkeepError, match="ổ USB"):
            backup(settings.model_copy(update={"to": to}))
    assert not list(place.iterdir())


def test_a_disk_that_is_plugged_in_but_not_mounted_is_told_apart(tmp_path):
    (tmp_path / "SAOLUU").symlink_to("/dev/null")
    (tmp_path / "mounts").write_text("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n")
    with pytest.raises(UpkeepError, match="chưa được gắn"):
        usb.usb_folder("SAOLUU", tmp_path, tmp_path / "mounts")


def test_a_disk_is_found_by_its_label_where_it_is_mounted(tmp_path):
    about = Path("/dev/shm").stat()
    if not os.path.ismount("/dev/shm") or about.st_dev == Path("/").stat().st_dev:
        pytest.skip("no second file system here")
    (tmp_path / "SAOLUU").symlink_to("/dev/null")
    (tmp_path / "mounts").write_text("22 1 1:3 / /dev/shm rw - tmpfs shm rw\n")
    assert usb.usb_folder("SAOLUU", tmp_path, tmp_path / "mounts") == Path("/dev/shm/lobby")


def test_a_place_that_nobody_understands_is_said_with_examples(settings):
    with pytest.raises(UpkeepError, match="usb:"):
        target_of("sao-luu", settings)
