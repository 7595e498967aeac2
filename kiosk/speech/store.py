"""Makes the sound of an utterance: a language's recordings first, then what was kept, then the voice."""

from __future__ import annotations

import hashlib
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kiosk.languages.folders import Language
from kiosk.presenters.wording import VIETNAMESE
from kiosk.speech.spelling import is_vietnamese, spoken
from kiosk.speech.utterance import Utterance
from lobby.speech.kept import KeptClips
from lobby.speech.recordings import file_name
from lobby.speech.renderer import Renderer, RenderFailed
from lobby.speech.sound import NotSound, Samples, joined, levelled, read_wav, silence, trimmed

log = logging.getLogger(__name__)

_MIB = 1024 * 1024
_IN_MEMORY = 64
_BETWEEN_S = 0.08
_PLACES = re.compile(r"\\{\w+\\}")

MakeVoice = Callable[[str], Renderer]
"""Makes the renderer of an espeak-ng voice."""


class Store:
    """Used by one thread. `folder` keeps up to `keeps_mb` of rendered words that are the same for everyone.

    `sentences` are those the screens say, so that recordings of those with places to fill are found.
    """

    def __init__(
        self,
        languages: Mapping[str, Language],
        voice: MakeVoice,
        folder: Path,
        keeps_mb: int,
        sentences: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._languages = languages
        self._voice = voice
        self._kept_clips = KeptClips(folder, keeps_mb * _MIB)
        self._renderers: dict[str, Renderer] = {}
        self._known: OrderedDict[tuple[str, str], Samples] = OrderedDict()
        self._sentences = sentences
        self._templates: dict[str, list[tuple[re.Pattern[str], Path]]] = {}

    def sound(self, one: Utterance) -> Samples:
        """Return what is heard; raises RenderFailed where nothing speaks this language, nor Vietnamese."""
        clip = self._recorded(one)
        if clip is not None:
            return clip
        language = one.language if self._speaks(one) else VIETNAMESE
        text = spoken(one.text, language)
        return self._kept(text, language) if one.kept else self._rendered(text, language)

    def stop(self) -> None:
        """Let go of the voices."""
        for renderer in self._renderers.values():
            renderer.stop()

    def _filled(self, code: str, folder: Path) -> list[tuple[re.Pattern[str], Path]]:
        """Return the recordings of sentences with places to fill, and what such a sentence looks like."""
        if code not in self._templates:
            named = [(one, folder / f"{file_name(one)}.wav") for one in self._sentences() if "{" in one]
            self._templates[code] = [(_pattern(one), path) for one, path in named if path.is_file()]
        return self._templates[code]

    def _speaks(self, one: Utterance) -> bool:
        """Tell whether a voice of its own language says it: the office's words stay Vietnamese."""
        language = self._languages.get(one.language)
        return language is not None and language.voice is not None and not is_vietnamese(one.text)

    def _recorded(self, one: Utterance) -> Samples | None:
        language = self._languages.get(one.language)
        if language is None or language.clips is None:
            return None
        whole = _clip(language.clips / f"{file_name(one.text)}.wav")
        if whole is not None:
            return whole
        for pattern, path in self._filled(one.language, language.clips):
            filled, clip = pattern.fullmatch(one.text), _clip(path)
            if filled and clip is not None:
                values = spoken(" ".join(filled.groups()), VIETNAMESE)
                return joined([clip, silence(_BETWEEN_S), self._rendered(values, VIETNAMESE)])
        return None

    def _kept(self, text: str, language: str) -> Samples:
        known = self._known.get((text, language))
        if known is None:
            known = self._from_disk(text, language)
        self._known[text, language] = known
        self._known.move_to_end((text, language))
        while len(self._known) > _IN_MEMORY:
            self._known.popitem(last=False)
        return known

    def _from_disk(self, text: str, language: str) -> Samples:
        renderer = self._renderer(language)
        mark = hashlib.sha256(f"{text}\0{renderer.voice.id}\0{renderer.voice.rate}".encode()).hexdigest()[:24]
        kept = self._kept_clips.get(f"{mark}.wav")
        if kept is not None:
            return kept
        samples = self._rendered(text, language)
        self._kept_clips.put(f"{mark}.wav", samples)
        return samples

    def _rendered(self, text: str, language: str) -> Samples:
        samples = levelled(trimmed(self._renderer(language).render(text)))
        if samples.size == 0:
            raise RenderFailed("a text came out silent")
        return samples

    def _renderer(self, language: str) -> Renderer:
        voice = self._languages[language].voice
        if voice is None:
            raise RenderFailed(f"no voice speaks {language}")
        if voice not in self._renderers:
            self._renderers[voice] = self._voice(voice)
        return self._renderers[voice]


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(_PLACES.sub("(.+?)", re.escape(sentence)))


def _clip(path: Path) -> Samples | None:
    try:
        samples = read_wav(path) if path.is_file() else None
    except (NotSound, OSError) as fault:
        log.error("clip %s not used: %s", path.name, fault)
        return None
    return levelled(samples) if samples is not None and samples.size else None
