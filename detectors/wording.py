"""How long a text is, and how much it repeats itself, counted and not judged.

Words are what stands between spaces; in scripts that write none (Chinese, Japanese, Thai, ...) each
letter counts as one, so lengths compare within a language only.
"""

import re
import unicodedata
from collections.abc import Sequence

_SPACELESS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # Japanese syllables
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
)
_WORD = re.compile(f"[{_SPACELESS}]|[^\\s{_SPACELESS}]+")
_SIGNS = frozenset("PSZC")
"""Unicode categories of punctuation, symbols, spaces and control characters; marks are no signs:
they belong to the letter before them."""


def words(text: str) -> list[str]:
    """The words in lower case, without the signs around them.

    >>> words("Take 2.5 mg - don't split it!")
    ['take', '2.5', 'mg', "don't", 'split', 'it']
    """
    bare = map(_bare, _WORD.findall(text.casefold()))
    return [word for word in bare if any(sign.isalnum() for sign in word)]


def _bare(word: str) -> str:
    within = [at for at, sign in enumerate(word) if unicodedata.category(sign)[0] not in _SIGNS]
    return word[within[0] : within[-1] + 1] if within else ""


def repetition(found: Sequence[str]) -> float | None:
    """Share of 4-grams that stood in the text before, 0 to 1 (seq-rep-4, Welleck et al. 2020, ICLR,
    "Neural Text Generation with Unlikelihood Training"); `None` below 4 words."""
    share = _distinct(found, 4)
    return None if share is None else 1 - share


def distinct_2(found: Sequence[str]) -> float | None:
    """Distinct 2-grams over all, above 0 to 1 (Li et al. 2016, NAACL, "A Diversity-Promoting
    Objective Function"); `None` below 2 words. It falls with length by itself."""
    return _distinct(found, 2)


def _distinct(found: Sequence[str], n: int) -> float | None:
    grams = [tuple(found[at : at + n]) for at in range(len(found) - n + 1)]
    return len(set(grams)) / len(grams) if grams else None
