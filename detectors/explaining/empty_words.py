"""Words and signs that hold a sentence together and say nothing about its topic.

English alone. Left out on purpose is whatever can turn a sentence: denials, question words, modal
verbs, and prepositions of time and direction ("without", "before", "during").
"""

import re

EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those some any such it its he him his she her hers they them "
        "their we us our you your i me my mine and or so then there here is are was were be been "
        "being am do does did have has had of to in on at by for as with into about very just "
        "really quite please also too",
    )
)


def is_empty(word: str) -> bool:
    """Whether the word is one of these, or a sign without letter or digit.

    >>> [is_empty(word) for word in ("The", "?", "not", "fridge")]
    [True, True, False, False]
    """
    return word.lower() in EMPTY_WORDS or not any(character.isalnum() for character in word)
