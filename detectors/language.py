"""Whether a text is plainly written in a language other than English.

The rules and models of Assay read English; what they would say of another language is a guess. A
text of another script is foreign, and so is one with more of the small words of another language
than of English. Names and terms are of no language: words in capitals are not counted, and where
too little is left a text is taken for English.

A model of letter sequences, py3langid, was looked at: it takes a second to load and calls "Twice
daily" Hausa, "5 mg paracetamol" Bikol and "Amoxicillin 500 mg capsules" Romanian.
"""

import re
import unicodedata
from collections import Counter

LEADING = 20_000
"""Characters that are looked at."""
FEWEST_LETTERS = 4
FEWEST_WORDS = 3
"""Fewer words do not show a language."""
DISTINCT, SHARE = 2, 0.15
"""A text is foreign with this many different signs of a language, which make up at least this
share of its words and are more than twice the English ones."""


def other_language(text: str) -> str | None:
    """The language or script that a text is written in, where that is not English; else `None`.

    >>> other_language("Nehmen Sie die Tablette nicht mit Milch."), other_language("No milk.")
    ('German', None)
    """
    leading = text[:LEADING]
    letters = [letter for letter in leading if letter.isalpha()]
    foreign = [letter for letter in letters if letter > "\u036f" and not _is_latin(letter)]
    if len(foreign) >= FEWEST_LETTERS and 2 * len(foreign) > len(letters):
        return _script(foreign)
    return _by_words(_WORD.findall(leading))


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _script(letters: list[str]) -> str:
    """`Cyrillic`, `Cjk`, ...: the first word of most letters' Unicode names."""
    names = Counter(unicodedata.name(letter, "unknown").split()[0] for letter in letters)
    return names.most_common(1)[0][0].capitalize()


def _by_words(words: list[str]) -> str | None:
    if len(words) < FEWEST_WORDS:
        return None
    small = [words[0].lower(), *(word for word in words[1:] if word.islower())]
    signs = {name: _signs(small, name) for name in _SMALL_WORDS}
    most = max(signs, key=lambda name: len(signs[name]))
    least = max(2 * sum(word in _ENGLISH for word in small), SHARE * len(words))
    return most if len(signs[most]) > least and len(set(signs[most])) >= DISTINCT else None


def _signs(small: list[str], language: str) -> list[str]:
    """The small words of the language, and the words with a letter that it has and English not."""
    known, marks = _SMALL_WORDS[language], _MARKS[language]
    return [word for word in small if word in known or not marks.isdisjoint(word)]


_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    [
        *(
            "the",
            "and",
            "of",
            "to",
            "an",
            "was",
            "be",
            "are",
            "were",
            "been",
            "it",
            "its",
            "this",
            "that",
            "these",
        ),
        *("for", "with", "by", "from", "not", "may", "should", "must", "if", "when", "does"),
        *("have", "had", "than", "you", "your", "they", "their", "who", "which"),
    ]
)
_SHARED = frozenset(["a", "as", "at", "con", "do", "i", "in", "is", "no", "on", "per", "son"])
"""Small words of other languages that are English words too; they show nothing."""
_SMALL_WORDS = {
    name: frozenset(words.split()) - _SHARED
    for name, words in {
        "German": """der das die und ist nicht mit für ein eine einen einer auf zu von den dem des
        wird werden sich auch bei oder nach sie sind kann darf sollte ihren ihre bitte""",
        "French": """le la les des est et un une dans pour que qui par sur avec du de ne pas il elle
        sont aux ou vous votre être ce cette""",
        "Spanish": """el la los las es y un una con por para que del de se en su al más puede está
        son como""",
        "Italian": """il la di che è per una un con non del della gli sono si da le può essere
        anche deve""",
        "Portuguese": """o os as não uma com para que do da em é se por um pode são mais dos de
        você ser deve""",
        "Romanian": "și este nu sau care pentru din la cu de în se ale fi trebuie",
        "Dutch": "de het een en van niet met voor zijn dat wordt te bij uit ook kan moet u per is",
        "Swedish": "och att det är som en på inte med för av den till kan ska",
        "Danish or Norwegian": "og at det er som en på ikke med for af av den til kan skal må",
        "Finnish": "ja ei on se että tai ovat voi saa kun joka myös ole",
        "Polish": "i w nie na jest się z do że oraz lub od dla po przez są",
        "Czech": "a je se na ve že nebo pro při není by jsou nesmí jako od do",
        "Hungarian": "a az és egy nem hogy is meg vagy kell ha van",
        "Turkish": "ve bir bu için ile olarak değil veya daha gibi çok da de",
    }.items()
}
_MARKS: dict[str, frozenset[str]] = {name: frozenset() for name in _SMALL_WORDS} | {
    "German": frozenset("äöüß"),
    "French": frozenset("àâçèêëîœûù"),
    "Spanish": frozenset("ñáíóú"),
    "Italian": frozenset("àìò"),
    "Portuguese": frozenset("ãõçâ"),
    "Romanian": frozenset("ăîșțţş"),
    "Swedish": frozenset("åäö"),
    "Danish or Norwegian": frozenset("åæø"),
    "Finnish": frozenset("äö"),
    "Polish": frozenset("ąęłńśźż"),
    "Czech": frozenset("ěřůčšžýťďáíú"),
    "Hungarian": frozenset("őűáí"),
    "Turkish": frozenset("ığşçü"),
}
