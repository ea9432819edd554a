"""Cuts a sentence into the parts that state something by themselves.

- Cut are whole clauses ("X is safe and Y is not", "X is safe; Y is not") and coordinated predicates
  ("The drug is taken daily and must be kept cold", where the second carries "The drug").
- Both sides need a finite verb. There is no parser: a verb is known by a short list, and a side
  whose verb is not known is not cut.
- Never cut: questions, conditions, anything in quotes or brackets, "between A and B", what depends
  on "who", "which", "that" or "because", lists of nouns. When in doubt nothing is cut.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LONGEST = 120
"""Words; what is longer is no sentence that these rules were written for."""
SUBJECT_WORDS = 12
"""A subject that is longer is not carried, so its predicates stay together."""


class Clause(NamedTuple):
    """A part of a sentence, by its offsets."""

    start: int
    end: int
    subject: str = ""
    """The subject that it shares with the part before; "" where it has its own."""
    is_elliptical: bool = False
    """It ends where the part before goes on: "and Y is not"."""


def clauses(sentence: str) -> tuple[Clause, ...]:
    """The parts of the sentence, in order; the whole sentence where nothing is to cut.

    >>> text = "Zorvan is taken daily and must be kept cold."
    >>> [(text[c.start : c.end], c.subject) for c in clauses(text)]
    [('Zorvan is taken daily', ''), ('must be kept cold.', 'Zorvan')]
    """
    words = _words(sentence)
    if len(words) > LONGEST or sentence.rstrip().endswith("?") or _UNCUT.search(sentence):
        return (Clause(0, len(sentence)),)
    return tuple(_cut(sentence, words))


def has_verb(sentence: str) -> bool:
    """Whether a finite verb that is known stands in the words, or an order opens them."""
    words = _words(sentence)
    return bool(words) and (words[0].text in _ORDERS or _verb(words) is not None)


class _Word(NamedTuple):
    text: str
    """In lower case, without the marks around it."""
    start: int
    end: int
    raw: str
    depth: int
    """Of quotes and brackets."""


def _words(sentence: str) -> list[_Word]:
    words: list[_Word] = []
    depth, quoted = 0, False
    for found in re.finditer(r"\S+", sentence):
        raw = found[0]
        depth += sum(map(raw.count, "([“"))
        quotes = raw.count('"')
        inside = depth + (quoted or quotes > 0)
        words.append(_Word(raw.strip(_MARKS).lower(), *found.span(), raw, inside))
        depth = max(0, depth - sum(map(raw.count, ")]”")))
        quoted ^= quotes % 2 == 1
    return words


class _Part(NamedTuple):
    """How a part begins."""

    subject: str = ""
    is_elliptical: bool = False


def _cut(sentence: str, words: Sequence[_Word]) -> Iterator[Clause]:
    first, part = 0, _Part()
    for at in range(1, len(words) - 1):
        joint = _joint(words, at)
        left = words[first:at]
        if joint is None:
            continue
        begun = _begun(sentence, left, words[joint:], part, joint=words[at].text)
        if begun is None:
            continue
        end = words[first].start + len(sentence[words[first].start : left[-1].end].rstrip(",; "))
        yield Clause(words[first].start if first else 0, end, *part)
        first, part = joint, begun
    yield Clause(words[first].start if first else 0, len(sentence), *part)


def _joint(words: Sequence[_Word], at: int) -> int | None:
    """Where a next part begins, if the word or the mark before it may join two parts."""
    before, word = words[at - 1], words[at]
    if word.depth or before.depth:
        return None
    ends = before.raw.endswith((",", ";"))
    if word.raw in ("and", "but") or (word.raw in ("while", "whereas") and ends):
        return at + 1
    return at if before.raw.endswith(";") else None


def _begun(
    sentence: str, left: Sequence[_Word], right: Sequence[_Word], part: _Part, *, joint: str
) -> _Part | None:
    """How the right side begins where it is a part of its own; `None` where nothing is to cut."""
    is_parted = left[-1].raw.endswith(";") or (left[-1].raw.endswith(",") and joint == "but")
    if not is_parted and any(word.text in _DEPENDENT for word in left):
        return None
    verb = _verb(left)
    is_order = left[0].text in _ORDERS
    if is_order and _is_order(right):
        return _Part()
    if not (is_parted if is_order else verb is not None or part.subject):
        return None
    is_past = verb is not None and _is_past(left[verb].text)
    depends = any(word.text in _DEPENDENT for word in left)
    if _is_predicate(right, is_past=is_past) and not is_order and not depends:
        subject = part.subject or _subject(sentence, left[: verb or 0])
        return _Part(subject) if subject else None
    marked = left[-1].raw.endswith((",", ";"))
    own = _verb(_noun_phrase(right, marked=marked), is_past=is_past)
    return _Part(is_elliptical=_is_elliptical(right[own:])) if own else None


def _verb(words: Sequence[_Word], *, is_past: bool = True) -> int | None:
    """The place of the first finite verb that is known."""
    return next((at for at in range(len(words)) if _is_finite(words, at, is_past=is_past)), None)


def _is_finite(words: Sequence[_Word], at: int, *, is_past: bool) -> bool:
    word, after = words[at], words[at + 1] if at + 1 < len(words) else None
    if word.depth or not word.raw[:1].islower():
        return False
    if word.text in _AUXILIARIES or word.text in _VERBS or _CONTRACTED.fullmatch(word.text):
        return True
    if at and words[at - 1].text in _PRONOUNS and word.text in _PAST:
        return True
    has_object = after is not None and (
        after.text in _DETERMINERS or after.text in _PRONOUNS or not after.raw[:1].islower()
    )
    return has_object and (word.text in _NOUN_OR_VERB or (is_past and _is_past(word.text)))


def _is_past(verb: str) -> bool:
    return verb in _PAST or _REGULAR.fullmatch(verb) is not None


def _subject(sentence: str, words: Sequence[_Word]) -> str:
    """What stands before the verb, where it is short enough to be carried."""
    if not 0 < len(words) <= SUBJECT_WORDS:
        return ""
    return sentence[words[0].start : words[-1].end].rstrip(",")


def _is_predicate(right: Sequence[_Word], *, is_past: bool) -> bool:
    """Whether the words begin with a finite verb, adverbs apart, and go on."""
    at = next((at for at, word in enumerate(right) if word.text not in _ADVERBS), 0)
    return len(right) > at + 1 and _is_finite(right, at, is_past=is_past)


def _noun_phrase(right: Sequence[_Word], *, marked: bool) -> Sequence[_Word]:
    """The words in which the verb of a clause with its own subject must stand, if it is one.

    A bare noun may still belong to the left side ("doctors and nurses have"), so that it begins a
    clause only behind a comma.
    """
    head = right[0]
    opens = marked or head.text in _PRONOUNS | _DETERMINERS or head.raw[:1].isupper()
    opens = opens or (len(right) == 3 and _is_elliptical(right[1:]))
    if not opens or head.raw[:1].isdigit() or head.text in _INVERTS:
        return ()
    stops = (
        at
        for at, word in enumerate(right[:9])
        if word.text in _NO_SUBJECT or word.depth or (at and word.text == "that")
    )
    return right[: next(stops, 9) + 1]


def _is_elliptical(predicate: Sequence[_Word]) -> bool:
    return all(word.text in _AUXILIARIES | {"not", "too", "never"} for word in predicate)


def _is_order(right: Sequence[_Word]) -> bool:
    """Whether the words are an order: "do not freeze it", "avoid alcohol"."""
    if right[0].text in ("do", "don't", "never"):
        return len(right) > 2
    return right[0].text in _ORDERS and len(right) > 1 and right[1].text != "and"


_MARKS = ".,;:!?()[]\"'“”*_"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNCUT = re.compile(
    r"\b(?:if|unless|whether|provided|providing|in case|assuming|respectively|not only|neither"
    r"|either|so that|such that|as long as|(?<!not )(?<!n't )sa(?:ys?|id)|stat(?:es?|ed)"
    r"|claim(?:s|ed)?|believ(?:es?|ed)|thinks?|thought|argu(?:es?|ed)|report(?:s|ed)"
    r"|suggest(?:s|ed)|announc(?:es|ed)|according to"
    r"|told|tells?|hopes?|ask(?:s|ed)?|between|from)\b",
    re.IGNORECASE,
)
"""Makes a part hold only together with the rest, or leaves open how far it reaches."""
_DEPENDENT = _set(
    "that who whom whose which what where when whenever why how because although though while until"
)
_NO_SUBJECT = (_DEPENDENT - {"that"}) | _set("to than as since before after and or but")
"""Words that stand between no subject and its verb."""
_INVERTS = _set("so nor neither then")
_AUXILIARIES = _set(
    "is are was were am has have had does do did can could may might must shall should will"
    " would cannot isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't"
    " can't couldn't mustn't shouldn't won't wouldn't"
)
_CONTRACTED = re.compile(r"(?:it|he|she|that|there)'s|(?:they|we|you)'re")
_PRONOUNS = _set("it they he she we you i this these those that there")
_DETERMINERS = _set(
    "the a an its their his her my your our each every some all no many most any other"
    " another such several few both"
)
_ADVERBS = _set(
    "also then therefore thus now never usually often always generally subsequently later"
    " still only however typically sometimes hence consequently currently normally instead"
)
_VERBS = _set(
    "contains requires inhibits reduces includes provides remains becomes allows prevents"
    " applies expires lasts belongs depends goes comes gives takes makes consists occurs"
    " affects improves begins ends appears seems varies grows pays receives covers treats owns"
    " governs enables ensures helps protects lowers raises lives prohibits obliges entitles"
    " binds terminates excludes replaces supports acts keeps brings leads holds runs serves"
    " tends carries exceeds interacts describes explains refers relates continues relieves"
    " blocks stimulates absorbs produces comprises discusses handles manages operates employs"
    " recommends mentions highlights emphasizes aims agrees invites learns wants decides"
    " shares creates develops presents proposes introduces achieves obtains performs delivers"
    " reaches adds opens closes follows offers sells buys became began came gave went took"
    " wrote fell rose grew knew became saw"
)
_NOUN_OR_VERB = _set(
    "causes increases decreases results changes uses needs costs works plans shows limits"
    " benefits tests controls risks returns charges stops starts moves plays demands rules"
    " focuses features marks ranks measures targets joins sets puts lets gets has wins loses"
    " leaves meets sends"
)
_PAST = _set(
    "made had won lost left met sent set put let got sold bought built held led paid brought"
    " kept became began came gave went took wrote fell rose grew saw won ran spent taught"
    " found"
)
_REGULAR = re.compile(r"[a-z]{3,}ed")
_ORDERS = _set(
    "take drink avoid call keep store use swallow apply stop rinse wash shake stir rest"
    " contact check submit file pay send open close restart install update press click select"
    " enter sign return give do don't never wear eat"
)
