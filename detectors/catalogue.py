"""Finds the documents of a corpus by what an answer calls them: id, file name or title.

`the Aspirin page`, `Aspirin, Dose`, `NHS: Aspirin`, `./aspirin.md#dose` and `[Aspirin](aspirin.md)`
all name `aspirin.md`. A title somewhere inside a longer one does not count: that is how an invented
source sounds right.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from detectors.corpus import Passage

_WORD = re.compile(r"\w+")
_SUFFIX = re.compile(r"\.(?:md|markdown|txt)$", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)[^()]*\)")
_PARTS = re.compile(r"\s*[,;:|()>\"“”\u2013\u2014]\s*|\.\s+|\s-\s")
_PATH = re.compile(r"[\w./-]+\.\w+")
_ARTICLE = re.compile(r"^(?:the|our|a) ")
_GENRE = re.compile(r" (?:page|leaflet|document|article|guide|entry|section|file|monograph)$")
_JOINT = re.compile(r"[ \t'\u2019&./_-]{1,3}")


class Catalogue:
    """The names of all documents."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        titles = dict.fromkeys((p.document, p.title) for p in passages)
        self.ids = frozenset(document for document, _ in titles)
        self._spelled = self.ids | {title for _, title in titles if title}
        self._documents: dict[str, set[str]] = {}
        for document, title in titles:
            for name in filter(None, map(_words, _names(document, title))):
                self._documents.setdefault(name, set()).add(document)
        self._longest = max((name.count(" ") + 1 for name in self._documents), default=0)

    def find(self, name: str) -> frozenset[str]:
        """Ids of the documents called so; several where they share the name, or none."""
        found = (self._documents.get(reading) for reading in _readings(name))
        return frozenset(next(filter(None, found), ()))

    def spells(self, name: str) -> bool:
        """Whether it is an id or a title, letter by letter."""
        return name in self._spelled

    def name_at(self, text: str, start: int) -> int:
        """Where the longest name that begins there ends; `start` where none does."""
        key, end, longest = "", start, start
        for word in _WORD.finditer(text, start, start + 300):
            apart = text[end : word.start()]
            if key.count(" ") + 1 > self._longest or (apart and not _JOINT.fullmatch(apart)):
                break
            key, end = f"{key} {word[0].lower()}".strip(), word.end()
            longest = end if key in self._documents else longest
        return longest


def _names(document: str, title: str) -> Iterator[str]:
    file = PurePosixPath(document).name
    yield from (document, _SUFFIX.sub("", document), file, _SUFFIX.sub("", file), title)


def _readings(name: str) -> Iterator[str]:
    """What the name may mean, from the whole to its first and last part."""
    if link := _LINK.search(name):
        yield from (_words(_path(link[2])), _words(link[1]))
    whole = _path(name.strip(" \t.*_`\"'“”\u2018\u2019<>"))
    parts = _PARTS.split(whole)
    for reading in (whole, *_PATH.findall(whole), parts[0], parts[-1]):
        yield from (_words(reading), _bare(_words(reading)))


def _path(name: str) -> str:
    return name.partition("#")[0].removeprefix("./").removeprefix("/")


def _bare(words: str) -> str:
    return _GENRE.sub("", _ARTICLE.sub("", words))


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower().replace("_", " ")))
