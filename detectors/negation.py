"""Whether a sentence denies or forbids something.

Limits ("no more than 4 g") deny nothing. A word list, no parser: of two negations in one sentence
it sees one, it does not know what is denied, and "seldom" or "unlikely" deny nothing.
"""

import re

_LIMIT = re.compile(
    r"\b(?:no|not) (?:more|less|fewer|later|longer|earlier|older|younger) than\b|\bnot only\b"
    r"|\b(?:do|does|must|should|may|can) ?not (?:take more than|exceed|go over)\b|\bnot exceed\w*\b"
    r"|\bwith or without (?:food|water|milk)\b|\bwhether or not\b|\bno matter\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|\w+n't|avoid(?:ed|s|ing)?|unsafe|unsuitable"
    r"|contraindicated|forbidden|prohibited|without (?:food|water|milk))\b",
    re.IGNORECASE,
)


def is_negative(sentence: str) -> bool:
    """Whether the sentence negates.

    >>> is_negative("It must not be crushed."), is_negative("Take no more than 4 g.")
    (True, False)
    """
    plain = _LIMIT.sub(" ", sentence.replace("\u2019", "'"))
    return _NEGATIVE.search(plain) is not None
