"""What was rendered is kept within a bound, at every moment and after a power cut; what is used stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lobby.speech.kept import KeptClips
from lobby.speech.remembered import Clip, Remembered
from lobby.speech.sound import RATE, Samples, to_wav

BYTES = len(to_wav(np.zeros(RATE, dtype=np.float32)))


def tone(place: int) -> Samples:
    return (0.3 * np.sin(np.arange(RATE) / (10 + place))).astype(np.float32)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def put(kept: KeptClips, folder: Path, place: int) -> None:
    """Keep a clip, used at a time of its own."""
    kept.put(f"{place}.wav", tone(place))
    if (path := folder / f"{place}.wav").exists():
        os.utime(path, (1000 + place, 1000 + place))


def test_the_folder_never_outgrows_its_bound(tmp_path: Path) -> None:
    kept = KeptClips(tmp_path, 5 * BYTES)
    for place in range(12):
        put(kept, tmp_path, place)
        assert size_of(tmp_path) <= 5 * BYTES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["10.wav", "11.wav", "7.wav", "8.wav", "9.wav"]


def test_what_is_used_stays_and_what_is_not_goes_first(tmp_path: Path) -> None:
    kept = KeptClips(tmp_path, 3 * BYTES)
    for place in range(3):
        put(kept, tmp_path, place)
    assert kept.get("0.wav") is not None
    put(kept, tmp_path, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.wav", "2.wav", "3.wav"]


def test_what_a_kill_left_half_written_counts_and_goes_first(tmp_path: Path) -> None:
    kept = KeptClips(tmp_path, 3 * BYTES)
    for place in range(2):
        put(kept, tmp_path, place)
    (tmp_path / "9.part").write_bytes(b"x" * BYTES)
    put(kept, tmp_path, 2)
    assert size_of(tmp_path) <= 3 * BYTES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.wav", "1.wav", "2.wav"]


def test_nothing_is_written_before_there_is_room_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptClips(tmp_path, 3 * BYTES)
    for place in range(3):
        put(kept, tmp_path, place)
    sizes: list[int] = []
    write = Path.write_bytes

    def watched(path: Path, data: bytes) -> int:
        written = write(path, data)
        sizes.append(size_of(tmp_path))
        return written

    monkeypatch.setattr(Path, "write_bytes", watched)
    put(kept, tmp_path, 3)
    assert sizes == [3 * BYTES]


KEEPS = """
import sys
from pathlib import Path
import numpy as np
from lobby.speech.kept import KeptClips
kept = KeptClips(Path(sys.argv[1]), int(sys.argv[2]))
place = 0
while True:
    kept.put(f"{place}.wav", np.full(22050, 0.1, dtype=np.float32))
    place += 1
    print(place, flush=True)
"""


def test_the_bound_holds_after_kills_in_the_midst_of_keeping(tmp_path: Path) -> None:
    for _ in range(3):
        keeping = subprocess.Popen([sys.executable, "-c", KEEPS, str(tmp_path), str(4 * BYTES)], stdout=subprocess.PIPE)
        assert keeping.stdout is not None
        for _ in range(50):
            keeping.stdout.readline()
        keeping.kill()
        keeping.wait()
        keeping.stdout.close()
        assert size_of(tmp_path) <= 4 * BYTES
    put(KeptClips(tmp_path, 4 * BYTES), tmp_path, 999)
    assert size_of(tmp_path) <= 4 * BYTES
    assert (tmp_path / "999.wav").exists()


def test_a_clip_larger_than_the_bound_is_not_kept_and_costs_no_other(tmp_path: Path) -> None:
    kept = KeptClips(tmp_path, 2 * BYTES)
    put(kept, tmp_path, 0)
    kept.put("long.wav", np.tile(tone(1), 3))
    assert [path.name for path in tmp_path.iterdir()] == ["0.wav"]


@pytest.mark.parametrize("left", [0, 20, 44, 5000])
def test_a_clip_that_was_cut_off_is_not_used(tmp_path: Path, left: int) -> None:
    kept = KeptClips(tmp_path, 2 * BYTES)
    put(kept, tmp_path, 0)
    os.truncate(tmp_path / "0.wav", left)
    assert kept.get("0.wav") is None


def test_a_clip_of_which_the_disk_kept_zeros_alone_is_not_used(tmp_path: Path) -> None:
    kept = KeptClips(tmp_path, 2 * BYTES)
    (tmp_path / "0.wav").write_bytes(to_wav(np.zeros(RATE, dtype=np.float32)))
    assert kept.get("0.wav") is None


def test_a_disk_that_refuses_costs_no_call(tmp_path: Path) -> None:
    (tmp_path / "clips").write_text("a file where the folder should be")
    kept = KeptClips(tmp_path / "clips", 2 * BYTES)
    kept.put("0.wav", tone(0))
    assert kept.get("0.wav") is None


def test_memory_has_a_bound_too() -> None:
    remembered = Remembered[str, Clip](3 * tone(0).nbytes)
    for place in range(5):
        remembered.put(str(place), Clip(tone(place), best=True))
        remembered.get("0")
    assert [place for place in range(5) if remembered.get(str(place))] == [0, 3, 4]
