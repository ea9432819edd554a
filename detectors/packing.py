"""Chooses from passages the sentences that a small entailment model reads beside a claim.

- Each passage makes a pack of its own, which depends on nothing but itself and the claim.
- The sentences of all passages that are nearest to the claim make a joint pack, for a claim that is
  borne out by two passages together and by neither alone.
- How near a sentence is: the mean of its passage's cosine to the claim and of the share of the
  claim's words that it has. Neither depends on other passages, so one that is added moves none of
  them. (To embed the sentences themselves took more time than all else that grounding does.)
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from detectors.corpus import Passage
from detectors.pair_encoding import word_keys
from detectors.records import Evidence
from detectors.sentences import sentences

WINDOW = 150
"""Words: some 200 word pieces, which leaves room for the claim (see `pair_encoding`)."""
CONTEXT_SHARE = 3
"""At most a third of a pack says what the passage is about."""
JOINT_SHARE = 0.4
"""A sentence with less than this share of the nearest one's nearness adds nothing."""


class Beside(NamedTuple):
    """A passage beside a claim."""

    evidence: Evidence
    passage: Passage


class Pack(NamedTuple):
    """What is read at once, and the passages that it comes from, most telling first."""

    text: str
    evidence: tuple[Evidence, ...]


class _Sentence(NamedTuple):
    place: int
    """Of its passage."""
    at: int
    """In its passage."""
    text: str
    words: int
    score: float


def packs(claim: str, found: Sequence[Beside], *, words: int = WINDOW) -> list[Pack]:
    """A pack for each passage, in the order given."""
    return [_single(claim, beside, words) for beside in found]


def joint_pack(claim: str, found: Sequence[Beside], *, words: int = WINDOW) -> Pack | None:
    """The nearest sentences of all passages together; `None` where one passage has them all."""
    every = [s for place, beside in enumerate(found) for s in _sentences(claim, beside, place)]
    contexts = [_context(beside.passage, words) for beside in found]
    chosen = _fitting(_nearest(every), contexts, words)
    places = list(dict.fromkeys(sentence.place for sentence in chosen))
    if len(places) < 2:
        return None
    return Pack(_text(chosen, contexts), tuple(found[place].evidence for place in places))


def _single(claim: str, beside: Beside, words: int) -> Pack:
    text = beside.passage.text_in_context
    if len(text.split()) > words:
        contexts = [_context(beside.passage, words)]
        ordered = _with_neighbours(_sentences(claim, beside, 0))
        text = _text(_fitting(ordered, contexts, words), contexts)
    return Pack(text, (beside.evidence,))


def _sentences(claim: str, beside: Beside, place: int) -> list[_Sentence]:
    """The sentences of the passage, without its context."""
    whole, begin = beside.passage.text_in_context, len(beside.passage.context)
    wanted = _terms(claim)
    every = []
    for at, cut in enumerate(s for s in sentences(whole) if s.end > begin):
        text = whole[cut.start : cut.end]
        score = (beside.evidence.score + _shared(wanted, text)) / 2
        every.append(_Sentence(place, at, text, len(text.split()), score))
    return every


def _shared(wanted: frozenset[str], text: str) -> float:
    """The share of the words that the text has."""
    return len(wanted & _terms(text)) / len(wanted) if wanted else 0.0


def _terms(text: str) -> frozenset[str]:
    """What a text is about, roughly: its numbers, and its words of four letters on."""
    return frozenset(key for *_, key in word_keys(text) if len(key) > 3 or key[0].isdigit())


def _with_neighbours(every: Sequence[_Sentence]) -> Iterator[_Sentence]:
    """Nearest first, each followed by those around it."""
    for sentence in sorted(every, key=lambda s: (-s.score, s.at)):
        yield sentence
        yield from every[sentence.at + 1 : sentence.at + 2]
        yield from every[max(0, sentence.at - 1) : sentence.at]


def _nearest(every: Sequence[_Sentence]) -> Iterator[_Sentence]:
    """Nearest first, each text once, as far as they are near at all."""
    least = JOINT_SHARE * max((sentence.score for sentence in every), default=0.0)
    seen: set[str] = set()
    for sentence in sorted(every, key=lambda s: (-s.score, s.place, s.at)):
        if sentence.score >= least and sentence.text not in seen:
            seen.add(sentence.text)
            yield sentence


def _fitting(ordered: Iterable[_Sentence], contexts: Sequence[str], words: int) -> list[_Sentence]:
    """Those that fit with their contexts, each once; the first is cut where it does not fit."""
    chosen: dict[tuple[int, int], _Sentence] = {}
    opened: set[int] = set()
    for sentence in ordered:
        left = words - (0 if sentence.place in opened else len(contexts[sentence.place].split()))
        if not chosen and sentence.words > left:
            sentence = sentence._replace(text=" ".join(sentence.text.split()[:left]), words=left)
        if sentence.words <= left and (sentence.place, sentence.at) not in chosen:
            chosen[sentence.place, sentence.at] = sentence
            opened.add(sentence.place)
            words = left - sentence.words
    return list(chosen.values())


def _text(chosen: Sequence[_Sentence], contexts: Sequence[str]) -> str:
    """The sentences in the order of the documents, those of a passage after its context."""
    parts: list[str] = []
    for place in sorted({sentence.place for sentence in chosen}):
        own = sorted((s for s in chosen if s.place == place), key=lambda s: s.at)
        parts += [contexts[place], *(sentence.text for sentence in own)]
    return " ".join(part for part in parts if part)


def _context(passage: Passage, words: int) -> str:
    return " ".join(passage.context.split()[: words // CONTEXT_SHARE])
