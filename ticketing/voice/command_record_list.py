"""`lobby voice record-list`: lists what a site may record itself, under which names, and what is there already."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lobby.settings.load import load
from lobby.speech.readings import VIETNAMESE
from lobby.speech.recordings import Recorded, Recordings, file_name
from ticketing.voice.command import Parser, WrongWord, language_of, region_of
from ticketing.voice.phrases import Word
from ticketing.voice.settings import SpeakerSettings
from ticketing.voice.voices import WordsSettings
from ticketing.voice.wording import Wording

_MARKS = {Recorded.READY: "[x]", Recorded.MISSING: "[ ]", Recorded.UNUSABLE: "[!]"}
_FORM = "WAV PCM 16 hoặc 24 bit, có tiếng, nhỏ hơn 10 MB"
# Numbers in which the words come that are easily taken for others.
_EXAMPLES = (10, 15, 20, 21, 24, 100, 101, 1000)
_EXPLAINED = ("mười", "lăm", "mươi", "mốt", "tư", "trăm", "linh", "lẻ", "nghìn", "ngàn")


def record_list(arguments: list[str]) -> int:
    """Print the list; raises WrongWord or SettingsError."""
    chosen = _asked(arguments)
    language = language_of(chosen.language)
    own = load(SpeakerSettings, chosen.settings) if chosen.settings is not None else None
    words: WordsSettings = own.voice if own is not None else WordsSettings()
    if chosen.region is not None:
        words = words.model_copy(update={"region": region_of(chosen.region)})
    folder = chosen.folder or (words.recordings_of(language, own.state) if own is not None else None)
    if folder is None:
        raise WrongWord("cần --settings TỆP cấu hình của loa, hoặc --folder THƯ_MỤC ghi âm.")
    wording = words.phrasebook().wordings[language]
    _show(folder, _clips(wording, chosen.letters, chosen.counter), _examples(wording))
    return 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = Parser(prog="lobby voice record-list")
    parser.add_argument("--settings", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--region")
    parser.add_argument("--language", default=VIETNAMESE)
    parser.add_argument("--letters")
    parser.add_argument("--counter", action="append", default=[])
    return parser.parse_args(arguments)


def _clips(wording: Wording, letters: str | None, counters: Sequence[str]) -> list[str]:
    """Return what may be recorded, in the order in which it is listed."""
    beats = [beat for name in counters for beat in wording.callout("0", name)]
    names = [beat.text for beat in beats if isinstance(beat, Word) and beat.language == wording.language]
    clips = [*(word.text for word in wording.every_clip() if word.language == wording.language), *names]
    if letters is not None:
        wanted = {wording.reading.letters[one] for one in letters.upper() if one in wording.reading.letters} | {*names}
        clips = [clip for clip in clips if clip in wanted or clip not in wording.reading.letters.values()]
    return list(dict.fromkeys(clips))


def _examples(wording: Wording) -> dict[str, str]:
    """Return, by word, a number in which it comes."""
    found: dict[str, str] = {}
    if wording.language == VIETNAMESE:
        for number in _EXAMPLES:
            said = wording.reading.number(number)
            found |= {word: " ".join(said) for word in said if word in _EXPLAINED and word not in found}
    return found


def _show(folder: Path, clips: Sequence[str], examples: dict[str, str]) -> None:
    recordings = Recordings(folder)
    states = {clip: recordings.state(clip) for clip in clips}
    wide = max(len(recordings.place(clip).name) for clip in clips)
    lines = [f"Thư mục ghi âm: {folder}", f"Mỗi câu một tệp {_FORM}. Đọc rõ, đều giọng, cách micrô một gang tay.", ""]
    for clip, state in states.items():
        example = f" (như trong «{examples[clip]}»)" if clip in examples else ""
        wrong = f"   KHÔNG DÙNG ĐƯỢC: cần {_FORM}" if state is Recorded.UNUSABLE else ""
        lines.append(f"{_MARKS[state]} {recordings.place(clip).name:<{wide}}  {clip}{example}{wrong}")
    print("\n".join([*lines, "", _progress(list(states.values())), *_strangers(folder, clips)]))  # noqa: T201


def _progress(states: Sequence[Recorded]) -> str:
    missing, unusable = states.count(Recorded.MISSING), states.count(Recorded.UNUSABLE)
    told = f"Đã có {states.count(Recorded.READY)} trong {len(states)} tệp"
    told += f", {unusable} tệp không dùng được" if unusable else ""
    return f"{told}; câu chưa có tệp thì máy tự đọc." if missing or unusable else f"{told}: đủ cả."


def _strangers(folder: Path, clips: Sequence[str]) -> list[str]:
    """Return a line on files that no clip asks for: their names may be misspelt."""
    known = {file_name(clip) for clip in clips}
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    others = [path.name for path in files if path.suffix.lower() == ".wav" and file_name(path.stem) not in known]
    return [f"Tệp không ứng với câu nào ở trên: {', '.join(others)}"] if others else []
