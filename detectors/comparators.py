"""How a number is bounded: at least, under, up to, about.

Read from the words that stand right before and right behind the number, on either side of the same
line. A negation turns a strict bound round: "not more than 4" is at most 4.
"""

import re
from enum import StrEnum


class Bound(StrEnum):
    """What the number bounds."""

    EXACT = "exact"
    ABOUT = "about"
    MORE = "more"
    LEAST = "least"
    LESS = "less"
    MOST = "most"

    @property
    def direction(self) -> int:
        """1 for a lower bound, -1 for an upper one, else 0."""
        return {"more": 1, "least": 1, "less": -1, "most": -1}.get(self.value, 0)


_OF_AGE = r"(?: (?:the )?ages? of| aged?)?"
_LIMITS = r"(?: (?:about|around|approximately|the|a|an|some|total of))*"
_BEFORE = re.compile(
    r"(?:(?P<not>\b(?:not|never|n't|cannot|no(?: \w+ (?:may|can|must|shall|should|will)"
    r"(?: cast| hold)?)?)(?: (?:be|take|have|use|to|last|cost|go(?:es)?"
    r"|get|rise|run|stay|weigh|pay|keep))* )?"
    r"(?:(?P<more>\b(?:more|greater|higher|larger|longer|older|heavier|bigger|later|further|taller"
    r"|thicker|wider|deeper|steeper|stronger|faster|hotter|warmer|louder|worse)"
    rf" than{_OF_AGE}|\b(?:over|above|beyond|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?"
    rf"|in excess of|upwards of|after){_OF_AGE}|>)"
    r"|(?P<less>\b(?:less|fewer|lower|smaller|shorter|younger|lighter|earlier|sooner|thinner"
    r"|narrower|shallower|weaker|slower|colder|cooler|newer) than"
    rf"{_OF_AGE}|\b(?:under|below|beneath){_OF_AGE}|\bnot yet|<)"
    r"|(?P<least>\b(?:at least|(?:a |the )?minimum(?: \w+)?(?: of| is|:)|min\.?|as few as"
    r"|from the age of|starting (?:at|from))|≥|>=)"
    r"|(?P<most>\b(?:at (?:the )?most|(?:a |the )?max(?:imum)?\.?(?: (?!of|is)\w+){0,2}"
    r"(?: of| is|:)?|up to"
    r"|as (?:many|much|high) as|limit(?:ed)? (?:of|to)|until the age of|within|no later than)"
    r"|≤|<=)"
    r"|(?P<about>\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|close to|circa"
    r"|ca\.?"
    r"|just (?:over|under|above|below)|(?:slightly|a little) (?:over|under|more than|less than)"
    r"|an estimated|estimated(?: at)?|some|virtually)|~|≈))"
    rf"{_LIMITS})\s?[$€£]?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:(?P<least>\+|[- ]plus\b| (?:\w+ )?(?:or|and) (?:more|over|older|above|higher|longer"
    r"|greater|up|upwards|later)\b| (?:at least|minimum|min)\b)"
    r"|(?P<most> (?:\w+ )?(?:or|and) (?:less|fewer|under|younger|below|lower|shorter|earlier"
    r"|sooner)\b| (?:at (?:the )?most|maximum|max|tops)\b)|(?P<about> (?:\w+ )?or so\b))",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(
    r"\b(?:(?P<more>after|later than)|(?P<less>before|prior to|earlier than))"
    r"(?: (?:the|early|late|mid|end of|beginning of))*[ -]?$",
    re.IGNORECASE,
)
_TURNED = {Bound.MORE: Bound.MOST, Bound.LESS: Bound.LEAST}
LONGEST = 60
"""Characters before a number that are read; a longer comparator is none."""


def bound(text: str, start: int, end: int, *, is_time: bool = False) -> Bound:
    """How the number `text[start:end]` is bounded.

    Of a time, "over" may mean "during", and "after" says when and not how long at least.

    >>> text = "no more than 4 g"
    >>> bound(text, 13, 16)
    <Bound.MOST: 'most'>
    """
    found = _BEFORE.search(text[max(0, start - LONGEST) : start])
    if found is None:
        after = _AFTER.match(text, end)
        return Bound(after.lastgroup) if after and after.lastgroup else Bound.EXACT
    if is_time and re.match(r"(?:over|after)\b", found[0], re.IGNORECASE):
        return Bound.EXACT
    said = next(name for name in ("about", "most", "least", "more", "less") if found[name])
    return _TURNED.get(Bound(said), Bound(said)) if found["not"] else Bound(said)


def date_bound(text: str, start: int) -> Bound:
    """On which side of the date that begins at `start` something lies, if before or after it.

    >>> date_bound("sold before 2018", 12)
    <Bound.LESS: 'less'>
    """
    found = _DATE_BEFORE.search(text[max(0, start - LONGEST) : start])
    return Bound(found.lastgroup) if found and found.lastgroup else Bound.EXACT
