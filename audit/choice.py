"""Lets a prompted model choose a label: the schema it is held to, and the reading of its text.

- The same strict reading is used whether or not the endpoint kept to the schema, so that endpoints
  that ignore it are judged alike.
- A label must be the whole text. A label that merely occurs in a sentence is no choice: "not a
  dosage question" names one and means another.
"""

import json
import math
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

NONE = "none_of_these"
"""What a model answers where no label fits."""

_MARKS = "\"'`"


class Choice(NamedTuple):
    """What was chosen; neither label nor declined where the text is no usable choice."""

    label: str | None = None
    declined: bool = False


def choice_schema(labels: Sequence[str]) -> dict[str, object]:
    """The JSON schema of a choice: `{"label": "dosage"}`, or `none_of_these`."""
    offered = list(dict.fromkeys((*labels, NONE)))
    return {
        "type": "object",
        "properties": {"label": {"type": "string", "enum": offered}},
        "required": ["label"],
        "additionalProperties": False,
    }


def read_choice(text: str, labels: Sequence[str]) -> Choice:
    """The choice that `text` states.

    >>> read_choice('{"label": "dosage"}', ["dosage"])
    Choice(label='dosage', declined=False)
    >>> read_choice(' "Dosage".', ["dosage"])
    Choice(label='dosage', declined=False)
    >>> read_choice("It is a dosage question", ["dosage"])
    Choice(label=None, declined=False)
    """
    named = _named(text)
    offered = tuple(dict.fromkeys((*labels, NONE)))
    matches = [label for label in offered if label == named]
    matches = matches or [label for label in offered if label.casefold() == named.casefold()]
    if len(matches) != 1:
        return Choice()
    return Choice(label=matches[0]) if matches[0] in labels else Choice(declined=True)


def choice_probability(
    choice: Choice, texts: Sequence[str] | None, logprobs: Sequence[float] | None
) -> float | None:
    """The probability of the tokens that spell the choice, given the text before them, 0 to 1.

    Tokens around it, as of JSON, say nothing of it and are left out. `None` where nothing was
    chosen or the tokens are not known.

    >>> choice_probability(Choice(label="dosage"), ['{"label": "', "dos", 'age"}'], [-3, -0.1, 0])
    0.9048374180359595
    """
    spelt = NONE if choice.declined else choice.label
    if spelt is None or not texts or not logprobs or len(texts) != len(logprobs):
        return None
    ends = tuple(accumulate(map(len, texts)))
    places = list(re.finditer(re.escape(spelt), "".join(texts), re.IGNORECASE))
    if not places:
        return None
    found = places[-1]
    spelling = (
        logprob
        for end, text, logprob in zip(ends, texts, logprobs, strict=True)
        if end > found.start() and end - len(text) < found.end()
    )
    return math.exp(min(0.0, math.fsum(spelling)))


def _named(text: str) -> str:
    """What the text puts forward as a label, in JSON or bare; "" where it is neither."""
    try:
        value = json.loads(text, object_pairs_hook=tuple)  # a dict would hide a second "label"
    except (ValueError, RecursionError):
        return _bare(text)
    match value:
        case str(label):
            return _bare(label)
        case (("label", str(label)),):
            return label.strip()
    return ""


def _bare(text: str) -> str:
    """The text without surrounding quotes and a final full stop, inside them or outside."""
    return text.strip().removesuffix(".").strip(_MARKS).removesuffix(".").strip()
