"""Which documents of a corpus a text names by their titles."""

import re
from collections.abc import Sequence

from detectors.corpus import Passage


class Titles:
    """The titles of a corpus, to be found in texts as whole words in any case."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._documents: dict[str, set[str]] = {}
        for passage in passages:
            if name := _words(passage.title):
                self._documents.setdefault(name, set()).add(passage.document)
        self._longest = max((name.count(" ") + 1 for name in self._documents), default=0)

    def named_in(self, text: str) -> frozenset[str]:
        """Ids of the documents whose whole title stands in the text."""
        words = _words(text).split()
        return frozenset(
            document
            for length in range(1, self._longest + 1)
            for start in range(len(words) - length + 1)
            for document in self._documents.get(" ".join(words[start : start + length]), ())
        )


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
