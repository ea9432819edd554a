"""Reads names and finds whether a text has them, in whatever form.

- A name is a run of capitalised words. A capitalised word that opens a sentence is one only where
  it cannot well be anything else, so some are passed over.
- A text has a name where it has its words: a surname for a full name, an acronym for what it stands
  for, "British" for "Britain". A given name with another surname is another name.
- A sentence that is capitalised throughout is a title and tells no names.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from detectors.places import same_as
from detectors.stems import FUNCTION_WORDS, fold, key


class Name(NamedTuple):
    """A name in a text."""

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    """Folded, without titles and connecting words."""


_UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0100\u0106\u010c\u0110\u0141\u015a\u0160\u017b\u017d"
_TITLE = r"(?:St|Mr|Mrs|Ms|Dr|Jr|Gen|Sgt|Prof|Gov|Sen|Rep|Lt|Col|Capt|[A-Z])\.(?=\s?[A-Z])"
_WORD = rf"(?:{_TITLE}|[{_UPPER}](?:[\w]|['\u2019](?=[^\W\d_]{{2}})|-(?=\w))*)"
_ACRONYM = r"(?:[A-Z]\.){2,6}"
_LINK = r"(?:\s(?:of|of the|de|de la|la|van|van der|von|del|der|da|di|bin|al|ibn|&))?"
_RUN = re.compile(
    rf"(?<![\w.@/])(?:{_ACRONYM}|{_WORD})(?:{_LINK}[ -](?:{_ACRONYM}|{_WORD})){{0,7}}"
)
_OPENS = re.compile(r"(?:^|[.!?:;\n\u2022\"\u201c\u201d(*#>\u2018-])[\s\"\u201c(\u2018']*$")
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_SAID_OF_NAMES = re.compile(
    r"(?:['\u2019]s\b)|\s(?:is|was|has|had|will|would|does|did|said|says|can|may|must|also|then|who"
    r"|died|born|became|won|wrote|played|plays|lives|lived|works|worked|went|told|tells|asks|asked"
    rf"|thinks|wants|likes|and [{_UPPER}][a-z]|, [{_UPPER}]|says|gives|takes|makes|goes|gets"
    r"|sends|invites|suggests|agrees|offers|lets|needs|loves|hates|plans|buys|visits|meets|calls|joins|helps|explains|reminds|apologi[sz]es|complains"
    r"|knows|feels|finds|leaves|lost|sold|gave|took|made|got|came|met|left|led|built|opposes|supports|covers"
    r"|announces|launches|reports|claims|denies|plans|operates|provides|and|[a-z]{2,}ed)\b"
)
_COMMON_END = re.compile(
    r"(?:ing|tion|sion|ment|ness|ity|ance|ence|ism|ics|ogy|age|ship|hood|ers|ors|ists|ents|ants|ees"
    r"|ology|ure|ly|ous|ful|ive|able|ible|al|ary|less|men|people|tive|ans|[^aius]s|itis|ysis"
    r"|osis|virus)$"
)
_TITLES = frozenset(
    re.findall(
        r"[\w'-]+",
        "mr mrs ms miss dr prof professor sir dame lord lady president former vice prime "
        "minister chief captain colonel general sergeant judge justice senator king queen "
        "prince princess pope saint st rev reverend inc ltd llc plc corp corporation company "
        "co group gmbh sa ag nv university college school hospital institute department "
        "ministry office agency committee council board court commission association society "
        "foundation federation league club party church street road avenue river lake mount "
        "mountain island county city town state province region district north south east "
        "west northern southern eastern western central new old great international national "
        "federal royal act bill law treaty award awards prize series season film movie book "
        "novel album song show television tv channel network news magazine newspaper times "
        "post journal jr sr ii iii iv ceo cfo coo cto chairman director manager the a of and "
        "for in on de la van von del der da di bin al ibn internet web god world war governor "
        "secretary attorney detective officer police coach doctor nurse phd ph mp",
    )
)
_NOT_NAMES = FUNCTION_WORDS | frozenset(
    re.findall(
        r"[\w'-]+",
        "however although according overall additionally furthermore moreover meanwhile "
        "finally first second third last next later earlier today yesterday tomorrow now many "
        "several few most people users patients children adults women men researchers "
        "scientists studies experts officials police authorities participants speaker "
        "speakers author authors study paper article document email report summary text story "
        "group team company government experiments results model models method methods "
        "despite due given following using based unlike like yes please hello dear thanks "
        "thank subject note warning take do not never avoid ask tell call see use keep make "
        "get let try two three four five six seven eight nine ten twelve hundred thousand one "
        "half part water food health climate global earth science research data human humans "
        "treatment medicine drug tablet dose side common symptoms doctors nurses pharmacist "
        "someone everyone nobody anyone somebody "
        "everybody anybody residents lrb rrb nothing everything something around over under until "
        "upon whether once twice together instead especially including unfortunately "
        "fortunately originally woman man person child girl boy dog cat different various "
        "another two common kids couple recently currently previously eventually initially "
        "ultimately monday tuesday wednesday thursday friday saturday sunday january february "
        "march april may june july august september october november december spring summer "
        "autumn fall winter mr mrs ms dr mum dad mom ok okay oh well actually maybe perhaps "
        "sure no none never always often sometimes usually both either project user interface "
        "industrial designer marketing english internet i'm i'd i've i'll article section "
        "annex regulation directive chapter paragraph schedule appendix figure table type "
        "phase stage grade class level vitamin hepatitis covid without within along across",
    )
)


def names(text: str) -> tuple[Name, ...]:
    """Every name of the text, in order.

    >>> [name.text for name in names("The firm of John A. Smith left Paris for the U.S. in May.")]
    ['John A. Smith', 'Paris', 'U.S.']
    """
    return tuple(_names(text))


def _names(text: str) -> Iterator[Name]:
    for found in _RUN.finditer(text):
        name = _name(text, found.start(), found.end())
        if name and not _in_title(text, name):
            yield name


def _name(text: str, start: int, end: int) -> Name | None:
    """The run without what only opens its sentence; `None` where nothing is left."""
    said = text[start:end]
    if is_opening := _OPENS.search(text[max(0, start - 12) : start]) is not None:
        first = re.match(r"[\w'\u2019-]+", said)
        while first and fold(first[0]) in _NOT_NAMES and first.end() < len(said):
            start += first.end() + 1
            said, is_opening = text[start:end], False
            first = re.match(r"[\w'\u2019-]+", said)
    said = _POSSESSIVE.sub("", said)
    words = _words(said)
    is_common = all(word in _NOT_NAMES for word in words)
    if not words or (is_common and not _ACRONYMS.fullmatch(said)):
        return None
    if is_opening and " " not in said and not _may_open(text, start, start + len(said)):
        return None
    return Name(said, start, start + len(said), words)


def _words(said: str) -> tuple[str, ...]:
    joined = re.sub(r"(?<=\b[A-Z])\.(?=[A-Z]\b)", "", said)
    parts = re.findall(r"[^\W_]+(?:['\u2019][^\W\d_]+)?", joined)
    every = [fold(word) for word in parts if not word[0].islower()]
    telling = [word for word in every if word not in _TITLES and len(word) > 1]
    return tuple(telling or [word for word in every if len(word) > 1 and word not in _NOT_NAMES])


_ACRONYMS = re.compile(r"(?!(?:OK|IT|NOT|AND|NO|ALL|ANY|DO|OR|IF|NEVER|ONLY|MUST)\b)[A-Z.]{2,6}")


def _may_open(text: str, start: int, end: int) -> bool:
    """Whether a word that opens a sentence is a name: what follows is said of persons and firms."""
    word = text[start:end]
    if word.isupper() or re.search(r"[a-z][A-Z]", word):
        return len(word) > 1 and word.lower() not in _NOT_NAMES
    folded = fold(word)
    if folded in _NOT_NAMES or _COMMON_END.search(folded) or len(folded) < 3:
        return False
    return _SAID_OF_NAMES.match(text, end) is not None


def _in_title(text: str, name: Name) -> bool:
    """Whether the words around are capitalised too."""
    around = text[max(0, name.start - 60) : name.end + 60]
    long = re.findall(r"[^\W\d_]{4,}", around)
    if len(long) < 6:
        return False
    return sum(1 for word in long if word[0].isupper()) > 0.85 * len(long)


class NameIndex:
    """What names a text has."""

    def __init__(self, text: str) -> None:
        joined = re.sub(r"(?<=\b[A-Za-z])\.(?=[A-Za-z]\b)", "", text)
        found = re.findall(r"[^\W_]+(?:['\u2019][^\W\d_]+)?", joined)
        self._words = {fold(word) for word in set(found)}
        self._words |= {part for word in self._words if "'" in word for part in word.split("'")}
        self._keys = {key(word) for word in self._words}
        self._starts = {word[:6] for word in self._words if len(word) > 6}
        self._folded = " " + " ".join(fold(word) for word in found) + " "
        self._initials = _initials(joined)
        self.names = names(text)
        self._surnames: dict[str, set[str]] = {}
        self._whole = [_every_word(name) for name in self.names]
        for name in self.names:
            for given, surname in zip(name.words, name.words[1:], strict=False):
                self._surnames.setdefault(surname, set()).add(given)

    def has(self, name: Name) -> bool:
        """Whether the text has the name, in whatever form."""
        whole = " ".join(name.words)
        if any(f" {same} " in self._folded for same in same_as(whole)):
            return True
        if "".join(name.words) in self._words:
            return True
        if self._is_abbreviated(name):
            return True
        missing = [word for word in name.words if not self._has_word(word)]
        if not missing:
            return not self._is_joined_anew(name)
        if len(missing) == len(name.words) or name.words[-1] in missing:
            return False
        return not self._has_other_given_name(name, missing)

    def _has_word(self, word: str) -> bool:
        if word in self._words or key(word) in self._keys or word.replace("-", "") in self._words:
            return True
        if word in self._initials:
            return True
        if len(word) > 7 and word[:6] in self._starts:
            return True
        return any(f" {same} " in self._folded for same in same_as(word) if same != word)

    def _is_abbreviated(self, name: Name) -> bool:
        """Whether the text has the acronym of the name, or what the acronym stands for."""
        letters = re.sub(r"\W", "", name.text)
        if letters.isupper() and letters.lower() in self._initials | self._words:
            return True
        initials = "".join(word[0].lower() for word in re.findall(rf"\b[{_UPPER}]\w*", name.text))
        return len(initials) > 1 and f" {initials} " in self._folded and len(name.words) > 1

    def _has_other_given_name(self, name: Name, missing: list[str]) -> bool:
        """Whether the surname stands with another given name: Peter Smith for John Smith."""
        others = self._surnames.get(name.words[-1], set())
        return name.words[0] in missing and any(
            len(other) > 1 and not name.words[0].startswith(other[:3]) for other in others
        )

    def _is_joined_anew(self, name: Name) -> bool:
        """Whether the text has each word in another name: Anna Holm of Anna Berg and Lisa Holm.

        One word must open or close a longer name there, and no name may have both.
        """
        words = _every_word(name)
        if len(words) != 2 or f" {' '.join(words)} " in self._folded:
            return False
        first, last = words
        if any(first in whole and last in whole for whole in self._whole):
            return False
        if not all(any(word in whole for whole in self._whole) for word in words):
            return False
        several = [whole for whole in self._whole if len(whole) > 1]
        return any(whole[0] == first or whole[-1] == last for whole in several)


def _every_word(name: Name) -> tuple[str, ...]:
    """The capitalised words of the name, titles such as "Bank" too, folded."""
    parts = re.findall(r"[^\W_]+", name.text)
    return tuple(fold(word) for word in parts if not word[0].islower())


_CAPITAL_RUN = re.compile(
    rf"\b[{_UPPER}]\w*(?:[\s-](?:of |and |the |for |in |on |& )?[{_UPPER}]\w*){{1,8}}"
)


def _initials(text: str) -> set[str]:
    """The initials of every run of two to seven capitalised words, folded."""
    found = set()
    for run in set(_CAPITAL_RUN.findall(text)):
        letters = "".join(word[0] for word in re.findall(rf"\b[{_UPPER}]\w*", run)).lower()
        for first in range(len(letters) - 1):
            found |= {
                letters[first:last] for last in range(first + 2, min(first + 8, len(letters) + 1))
            }
    return found
