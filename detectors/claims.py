"""Finds the claims of an answer: its sentences and list items, with exact spans.

- A sentence is not split further: one that states two things is one claim.
- Refusals, questions, headings, lead-ins ("You should:") and stock phrases state nothing that a
  reference corpus could hold, so they are not checkworthy. When in doubt a sentence is.
"""

from detectors.records import Claim
from detectors.refusals import declines, is_empty, plain
from detectors.sentences import Kind, Sentence, sentences


def claims(text: str) -> tuple[Claim, ...]:
    """Every sentence and list item of the answer.

    >>> [(c.text, c.checkworthy) for c in claims("Hello! Take 2.5 mg, i.e. half a tablet.")]
    [('Hello!', False), ('Take 2.5 mg, i.e. half a tablet.', True)]
    """
    return tuple(_claim(text, sentence) for sentence in sentences(text))


def is_refusal(text: str) -> bool:
    """Whether the text says that it does not know, and states nothing besides.

    >>> is_refusal("I do not know. Ask a pharmacist."), is_refusal("I do not know. Take 5 mg.")
    (True, False)
    """
    return opens_with_refusal(text) and not any(claim.checkworthy for claim in claims(text))


def opens_with_refusal(text: str) -> bool:
    """Whether the first thing that the text says, greetings apart, is that it does not know."""
    said = (claim.text for claim in claims(text))
    return declines(next((words for words in said if declines(words) or not is_empty(words)), ""))


def _claim(text: str, sentence: Sentence) -> Claim:
    words = text[sentence.start : sentence.end]
    is_statement = sentence.kind is not Kind.HEADING and not plain(words).endswith(("?", ":"))
    return Claim(
        text=words,
        start=sentence.start,
        end=sentence.end,
        checkworthy=is_statement and not is_empty(words) and not declines(words),
    )
