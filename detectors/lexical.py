"""Scores passages by the words that they share with a query (BM25, Robertson et al. 1994).

Meaning alone misses what is rare and exact: a brand, a paragraph, a part number. `bm25s` computes
the scores exactly from a sparse matrix; nothing is stemmed and no word is left out, since BM25
gives words that stand everywhere next to no weight.
"""

from collections.abc import Sequence
from typing import TypeAlias

import bm25s
import numpy as np
from numpy.typing import NDArray

Scores: TypeAlias = NDArray[np.float32]
"""(passages,), 0 where a passage shares no word with the query."""

_WORD = r"(?u)\w+"  # the library's own pattern drops single digits


class Lexical:
    """Texts whose words have been counted."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        words = _words(texts)
        self._bm25 = bm25s.BM25() if any(words) else None
        if self._bm25:
            self._bm25.index(words, show_progress=False)

    def scores(self, query: str) -> Scores:
        """The BM25 score of every text, in the order given."""
        (words,) = _words([query])
        if self._bm25 is None or not words:
            return np.zeros(self._size, dtype=np.float32)
        scores: Scores = self._bm25.get_scores(words)
        return scores


def _words(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text, in lower case."""
    words: list[list[str]] = bm25s.tokenize(
        list(texts), token_pattern=_WORD, stopwords=[], return_ids=False, show_progress=False
    )
    return words
