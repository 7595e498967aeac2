"""The keeper's backup: whole, read back, sealed; and the way back, which never takes what stands without being told."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
import tarfile
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lobby.contract.base import OFFICE_ZONE
from lobby.keepsake import keepsakes, last_good
from tests.upkeep.conftest import Key, new_key
from upkeep.errors import Interrupted, UpkeepError
from upkeep.making import make, own_names
from upkeep.restoring import check, restore
from upkeep.settings import BackupSettings
from upkeep.snapshot import snapshot
from upkeep.targets.choose import target_of

NIGHT = datetime(2026, 11, 22, 2, 30, tzinfo=OFFICE_ZONE)


def silent(_number: int, _count: int, _name: str) -> None:
    """Show nothing."""


def backup(settings: BackupSettings, now: datetime = NIGHT, progress=silent) -> Path:
    target = target_of(settings.to, settings)
    return Path(settings.to) / make(settings, keepsakes(), target, settings.to, now, progress).name


def again(file: Path, into: Path, key: Path | None = None, replace: bool = False):
    return restore(file, key, into, replace, keepsakes(), NIGHT + timedelta(days=1))


def sealed(settings: BackupSettings, key: Key) -> BackupSettings:
    return settings.model_copy(update={"recipient": key.recipient})


def rows(database: Path) -> list[int]:
    with closing(sqlite3.connect(database)) as opened:
        return [n for (n,) in opened.execute("SELECT n FROM one ORDER BY n")]


def test_a_database_in_use_is_kept_as_it_stands_and_comes_back(settings, in_use, tmp_path):
    done = again(backup(settings), tmp_path / "new")
    assert rows(done.roots["state"] / "hub/notices.db") == [1, 2]
    assert (done.roots["state"] / "hub/notices/anh.png").read_bytes() == b"\x89PNG" + bytes(3000)
    assert done.roots["settings"] == tmp_path / "new" / str(settings.settings)[1:]
    assert (done.roots["settings"] / "hub.toml").exists()


def test_what_comes_again_by_itself_is_left_out(settings, tmp_path):
    done = again(backup(settings), tmp_path / "new")
    state = done.roots["state"]
    assert not (state / "bridge/lookups.db").exists() and not (state / "broker/mosquitto.db").exists()
    assert not list(state.rglob("*-wal"))


def test_a_board_that_shows_its_page_does_not_hold_up_the_backup(settings, tmp_path):
    profile = settings.state / "board/chromium/Default"
    profile.mkdir(parents=True)
    with closing(sqlite3.connect(profile / "Account Web Data", isolation_level=None)) as browser:
        browser.executescript("PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE one (n);")
        done = again(backup(settings), tmp_path / "new")
    assert not (done.roots["state"] / "board").exists()


def test_a_database_that_nobody_may_read_is_named_and_not_waited_for_without_end(settings, tmp_path):
    locked = settings.state / "hub/notices.db"
    with closing(sqlite3.connect(locked, isolation_level=None)) as other:
        other.executescript("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; INSERT INTO one VALUES (2)")
        with pytest.raises(UpkeepError, match=r"notices\.db đang bị .* khóa"):
            snapshot(locked, tmp_path / "copy.db", patience_s=0.3)


def test_secrets_are_kept_only_where_they_are_encrypted(settings, key, tmp_path):
    plain = backup(settings)
    with tarfile.open(plain) as tar:
        assert not [name for name in tar.getnames() if "secrets" in name or "passwords" in name]
    shut = backup(sealed(settings, key), NIGHT + timedelta(hours=1))
    assert b"mat-khau" not in shut.read_bytes() and shut.read_bytes().startswith(b"age-encryption.org/v1")
    done = again(shut, tmp_path / "new", key.file)
    assert (done.roots["settings"] / "secrets/hub").read_text() == "mat-khau"
    assert stat.S_IMODE((done.roots["settings"] / "secrets").stat().st_mode) & 0o077 == 0


def test_what_root_alone_keeps_for_one_service_is_in_no_backup(settings, key):
    (settings.settings / "credentials").mkdir(mode=0o700)
    (settings.settings / "credentials/backend").write_text("khoa-truy-cap")
    for file, opens in (
        (backup(settings), None),
        (backup(sealed(settings, key), NIGHT + timedelta(hours=1)), key.file),
    ):
        assert not [one.path for one in check(file, opens, settings.work).files if "credentials" in one.path]


def test_the_wrong_key_and_no_key_change_nothing(settings, key, tmp_path):
    shut = backup(sealed(settings, key))
    other = new_key(tmp_path / "other.txt")
    for wrong in (None, other.file):
        with pytest.raises(UpkeepError, match="khóa"):
            again(shut, tmp_path / "new", wrong)
    assert not [path for path in (tmp_path / "new").rglob("*") if path.is_file()]


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("harm", ["cut", "flip"])
def test_a_harmed_backup_is_refused_whole(settings, key, tmp_path, encrypted, harm):
    file = backup(sealed(settings, key) if encrypted else settings)
    body = bytearray(file.read_bytes())
    middle = len(body) // 2
    body[middle] ^= 0xFF
    file.write_bytes(body[:middle] if harm == "cut" else body)
    with pytest.raises(UpkeepError):
        again(file, tmp_path / "new", key.file)
    assert not [path for path in (tmp_path / "new").rglob("*") if path.is_file()]


def test_a_live_state_is_replaced_only_when_told_and_kept_aside(settings, tmp_path):
    file, new = backup(settings), tmp_path / "new"
    state = again(file, new).roots["state"]
    (state / "hub/newer").write_text("sau")
    with pytest.raises(UpkeepError, match="--replace"):
        again(file, new)
    assert (state / "hub/newer").exists()
    done = again(file, new, replace=True)
    assert not (state / "hub/newer").exists()
    assert [path for aside in done.aside for path in aside.rglob("newer")]


def test_where_one_folder_cannot_take_its_place_none_does(settings, tmp_path):
    file, new = backup(settings), tmp_path / "new"
    places = again(file, new).roots
    (places["settings"] / "hub.toml").write_text("site = 'moi'\n")
    in_the_way = places["state"].with_name(f"{places['state'].name}.old-{NIGHT + timedelta(days=1):%Y%m%d-%H%M%S}")
    (in_the_way / "tep").mkdir(parents=True)
    with pytest.raises(UpkeepError, match="Không phục hồi được"):
        again(file, new, replace=True)
    assert (places["settings"] / "hub.toml").read_text() == "site = 'moi'\n"
    assert rows(places["state"] / "hub/notices.db") == [1]
    assert not [path for path in new.rglob("*") if path.name.endswith(".restoring")]


def test_a_folder_that_is_a_disk_of_its_own_is_told_and_nothing_is_changed(settings, tmp_path, monkeypatch):
    file, new = backup(settings), tmp_path / "new"
    state = again(file, new).roots["state"]
    monkeypatch.setattr(os.path, "ismount", lambda place: Path(place) == state)
    with pytest.raises(UpkeepError, match="ổ gắn riêng"):
        again(file, new, replace=True)


def test_a_backup_by_a_clock_that_was_ahead_does_not_push_out_the_next(settings):
    one = settings.model_copy(update={"keep": 1})
    backup(one, NIGHT + timedelta(days=400))
    assert backup(one, NIGHT).exists()


def test_a_plain_backup_leaves_the_machine_its_secrets(settings, tmp_path):
    file, new = backup(settings), tmp_path / "new"
    place = again(file, new).roots["settings"]
    (place / "secrets").mkdir()
    (place / "secrets/hub").write_text("cua may nay")
    again(file, new, replace=True)
    assert (place / "secrets/hub").read_text() == "cua may nay"


def test_a_hub_that_runs_is_never_restored_over(settings, tmp_path):
    file, new = backup(settings), tmp_path / "new"
    state = again(file, new).roots["state"]
    with (state / "hub/hub.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(UpkeepError, match="đang chạy"):
            again(file, new, replace=True)


def test_a_damaged_database_stops_the_backup_and_is_named(settings):
    file = settings.state / "hub/notices.db"
    file.write_bytes(file.read_bytes()[:100] + b"\xff" * 4096)
    with pytest.raises(UpkeepError):
        backup(settings)
    assert last_good(settings.record) is None
    assert own_names([path.name for path in Path(settings.to).iterdir()], settings) == []


def test_a_backup_that_is_stopped_leaves_nothing_behind(settings):
    def stop(number: int, _count: int, _name: str) -> None:
        if number == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        backup(settings, progress=stop)
    assert not settings.work.exists() and list(Path(settings.to).iterdir()) == []
    assert backup(settings).exists()


def test_what_a_killed_backup_left_is_swept_away_by_the_next(settings):
    settings.work.mkdir(parents=True)
    (settings.work / "copies").write_text("nua chung")
    left = Path(settings.to) / "lobby-demo.part"
    left.parent.mkdir()
    left.write_text("nua chung")
    made = backup(settings)
    assert [path.name for path in Path(settings.to).iterdir()] == [made.name] and not settings.work.exists()


def test_the_newest_are_kept_and_the_last_good_one_is_noted(settings):
    few = settings.model_copy(update={"keep": 2})
    (Path(settings.to)).mkdir()
    (Path(settings.to) / "cua-nguoi-khac.tar.gz").write_text("khong dung toi")
    made = [backup(few, NIGHT + timedelta(days=day)).name for day in range(4)]
    assert own_names([path.name for path in Path(settings.to).iterdir()], few) == made[2:]
    assert (Path(settings.to) / "cua-nguoi-khac.tar.gz").exists()
    assert last_good(settings.record) == NIGHT + timedelta(days=3)


def test_a_backup_can_be_checked_without_restoring_it(settings, key, tmp_path):
    manifest = check(backup(sealed(settings, key)), key.file, tmp_path)
    assert manifest.site == "demo" and manifest.at == NIGHT
    assert not (tmp_path / "lobby.unpacking").exists()


def test_without_room_no_backup_begins(settings, monkeypatch):
    monkeypatch.setattr("upkeep.targets.folder.SPARE_BYTES", 2**60)
    with pytest.raises(UpkeepError, match="Không đủ chỗ"):
        backup(settings)
    assert not list(Path(settings.to).iterdir())
