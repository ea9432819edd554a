"""Finds the claims of an answer, with exact spans: what can be checked, and what need not be.

- A claim is a sentence, a list item or a table row; a sentence that states two things is two.
- A claim that does not stand alone has a context: a list item its lead-in, a table row the head of
  its table, a predicate the subject that it shares, a claim that opens with a pronoun the nearest
  earlier claim that stands alone, and a fragment ("5 mg") the question.
- What states nothing to check is a claim too, with the reason why it is not checked.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from detectors.checkworthy import why_unchecked
from detectors.clauses import Clause, clauses, has_verb
from detectors.phrases import is_empty
from detectors.records import Claim, Unchecked
from detectors.refusals import declines
from detectors.sentences import Block, Kind, Sentence, block_sentences, blocks, sentences

FEW_WORDS = 5
"""Fewer words without a verb are a fragment, which says nothing without its question."""
_POINTS_BACK = re.compile(
    r"(?:and |but |so |also,? |however,? |then |in addition,? |therefore,? |thus,? |yes,? |no,? )*"
    r"(?:it|its|it's|this|that|that's|these|those|they|they're|their|them|he|she|his|her|him|both"
    r"|neither|either|such|the (?:former|latter|same|other|others)|one|doing so)\b"
    r"|(?:yes|no)[,;]",
    re.IGNORECASE,
)


def claims(text: str, question: str = "") -> tuple[Claim, ...]:
    """Every claim of the answer, in order; `question` is carried where one needs it.

    >>> [(c.text, c.unchecked) for c in claims("Hello! Take 2.5 mg, i.e. half a tablet.")]
    [('Hello!', <Unchecked.PHRASE: 'phrase'>), ('Take 2.5 mg, i.e. half a tablet.', None)]
    """
    reader = _Reader(text, question)
    return tuple(claim for block in blocks(text) for claim in reader.read(block))


def is_refusal(text: str) -> bool:
    """Whether the text says that it does not know, and states nothing besides.

    >>> is_refusal("I do not know. Ask a pharmacist."), is_refusal("I do not know. Take 5 mg.")
    (True, False)
    """
    return opens_with_refusal(text) and not any(claim.checkworthy for claim in claims(text))


def opens_with_refusal(text: str) -> bool:
    """Whether the first thing that the text says, greetings apart, is that it does not know."""
    said = (text[sentence.start : sentence.end] for sentence in sentences(text))
    return declines(next((words for words in said if declines(words) or not is_empty(words)), ""))


class _LeadIn(NamedTuple):
    """What list items below it go with: "You should:"."""

    indent: int
    text: str


class _Reader:
    """Reads an answer from its beginning, and keeps in mind what later claims refer to."""

    def __init__(self, text: str, question: str) -> None:
        self._text = text
        self._question = question.strip()
        self._earlier = ""
        """The last claim that stands alone."""
        self._last = ""
        """The last sentence with its context."""
        self._lead_ins: list[_LeadIn] = []
        self._head = ""
        """The head of the table that is read."""

    def read(self, block: Block) -> Iterator[Claim]:
        """The claims of the next block."""
        self._leave(block)
        for sentence in block_sentences(self._text, block):
            if trimmed := _trimmed(self._text, sentence):
                yield from self._claims(trimmed, block)

    def _leave(self, block: Block) -> None:
        """Forgets the lead-ins that do not reach this block."""
        if block.kind is not Kind.ROW:
            self._head = ""
        indent = block.level if block.kind is Kind.ITEM else -1
        while self._lead_ins and self._lead_ins[-1].indent >= indent:
            self._lead_ins.pop()

    def _claims(self, sentence: Sentence, block: Block) -> Iterator[Claim]:
        words = self._text[sentence.start : sentence.end]
        reason = why_unchecked(words, sentence.kind) or self._table_head(sentence)
        if reason:
            self._announce(words, reason, block)
            yield Claim(
                text=words,
                start=sentence.start,
                end=sentence.end,
                checkworthy=False,
                unchecked=reason,
            )
            return
        context = self._context(words, sentence.kind)
        parts = clauses(words) if sentence.kind is not Kind.ROW else (Clause(0, len(words)),)
        before = ""
        for part in parts:
            yield self._part(sentence.start, part, context, before)
            before = words[: part.end]
        self._last = f"{context} {words}".strip()
        if not context:
            self._earlier = words

    def _part(self, start: int, part: Clause, context: str, before: str) -> Claim:
        """One part of a sentence; one that is elliptical or points back needs what is before."""
        words = self._text[start + part.start : start + part.end]
        reason = why_unchecked(words)
        carried = before if part.is_elliptical else part.subject
        if not carried and before and _POINTS_BACK.match(words):
            carried = before
        return Claim(
            text=words,
            start=start + part.start,
            end=start + part.end,
            context=f"{context} {carried}".strip(),
            checkworthy=reason is None,
            unchecked=reason,
        )

    def _announce(self, words: str, reason: Unchecked, block: Block) -> None:
        """Keeps what goes with the list items or the rows that follow."""
        if reason is not Unchecked.HEADING:
            return
        if block.kind is Kind.ROW:
            self._head = _cells(words)
            return
        indent = block.level if block.kind is Kind.ITEM else -1
        self._lead_ins.append(_LeadIn(indent, words.strip("*_ ")))

    def _table_head(self, sentence: Sentence) -> Unchecked | None:
        """Whether the row stands above the line that parts a table's head from its body."""
        below = _BELOW_HEAD.match(self._text, sentence.end)
        return Unchecked.HEADING if sentence.kind is Kind.ROW and below else None

    def _context(self, words: str, kind: Kind) -> str:
        if kind is Kind.ROW and self._head:
            return self._head
        lead_in = self._lead_in(words) if kind is Kind.ITEM else ""
        whole = f"{lead_in} {words}".strip()
        if _POINTS_BACK.match(whole):
            return f"{self._earlier or self._question or self._last} {lead_in}".strip()
        if is_fragment(whole):
            return f"{self._question or self._earlier or self._last} {lead_in}".strip()
        return lead_in

    def _lead_in(self, words: str) -> str:
        """What leads in a list item; a heading does so only for a fragment."""
        return " ".join(
            lead.text for lead in self._lead_ins if lead.text.endswith(":") or is_fragment(words)
        )


def is_fragment(words: str) -> bool:
    """Whether the words are few and have no verb, so that they need their question."""
    return len(words.split()) < FEW_WORDS and not has_verb(words)


def _trimmed(text: str, sentence: Sentence) -> Sentence | None:
    """The sentence without the tags around it; `None` where nothing is left."""
    opening = _TAGS.match(text, sentence.start, sentence.end)
    start = opening.end() if opening else sentence.start
    closing = _CLOSING_TAGS.search(text, max(start, sentence.end - 200), sentence.end)
    end = closing.start() if closing else sentence.end
    if start >= end:
        return sentence
    return sentence._replace(start=start, end=end)


def _cells(row: str) -> str:
    return ", ".join(cell.strip() for cell in row.strip("| ").split("|")) + ":"


_TAGS = re.compile(r"(?:</?[a-zA-Z][^<>]{0,200}>\s*)+")
_CLOSING_TAGS = re.compile(r"\s*(?:</?[a-zA-Z][^<>]{0,60}>\s*){1,4}$")
_BELOW_HEAD = re.compile(r"[ \t]*\r?\n[ \t>]*\|?[ \t]*:?-{2,}[-:| \t]*(?:\r?\n|$)")
