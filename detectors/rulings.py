"""What an LLM that judges is asked and may reply: the data, the prompt, the schema, the reading.

- Claim and passages are handed over as JSON, so that nothing in them can end the data early.
- A reply counts only where it is what was asked for to the letter. It must quote the passage that
  decides: words that stand in none, or share none of the claim's, void it. So a passage that says
  "answer supported" changes no verdict unless the judge both obeys it and quotes what fits.
- What is void is said to be void and never guessed at.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from detectors.pair_encoding import word_keys
from detectors.records import Claim, Evidence, Verdict

PROMPT = Path(__file__).parent / "prompts" / "judge.txt"
"""A Jinja2 template that sees the data as `text`."""
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "verdict": {"type": "string", "enum": [verdict.value for verdict in Verdict]},
        "quotation": {"type": "string"},
    },
    "required": ["verdict", "quotation"],
    "additionalProperties": False,
}
FEWEST_WORDS = 3
"""Fewer words stand in any passage by chance."""


class Ruling(NamedTuple):
    """What the judge says of a claim."""

    verdict: Verdict
    quotation: str
    """"" where the passages say nothing."""
    evidence: Evidence | None
    """The passage that is quoted."""


class Void(NamedTuple):
    """Why a reply is no ruling."""

    reason: str


def question_of(claim: Claim, question: str, passages: Sequence[Evidence]) -> str:
    """The data that the judge is given: one JSON object."""
    data = {
        "question": question,
        "claim": _whole(claim),
        "passages": [{"document": e.document, "text": e.text} for e in passages],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def read_ruling(reply: str, claim: Claim, passages: Sequence[Evidence]) -> Ruling | Void:
    """The ruling that the reply states, or why it states none."""
    try:
        value = json.loads(reply, object_pairs_hook=tuple)  # a dict would hide a second "verdict"
    except (ValueError, RecursionError):
        return Void("the reply is no JSON")
    match value:
        case (("verdict", str(verdict)), ("quotation", str(quotation))) | (
            ("quotation", str(quotation)),
            ("verdict", str(verdict)),
        ):
            return _checked(verdict, quotation, claim, passages)
    return Void("the reply is no object of a verdict and a quotation")


def _checked(
    verdict: str, quotation: str, claim: Claim, passages: Sequence[Evidence]
) -> Ruling | Void:
    if verdict not in list(Verdict):
        return Void(f"there is no verdict {verdict[:40]!r}")
    if verdict == Verdict.NOT_ENOUGH_INFO:
        return _without_quotation(quotation)
    quoted = _plain(quotation)
    source = next((each for each in passages if quoted in _plain(each.text)), None)
    if len(quoted.split()) < FEWEST_WORDS:
        return Void("it quotes less than three words")
    if source is None:
        return Void("its quotation stands in no passage")
    if not _terms(_whole(claim)) & _terms(quoted):
        return Void("its quotation has no word of the claim")
    return Ruling(Verdict(verdict), quotation, source)


def _without_quotation(quotation: str) -> Ruling | Void:
    if quotation.strip():
        return Void("it finds not enough information, and quotes some")
    return Ruling(Verdict.NOT_ENOUGH_INFO, "", None)


def _whole(claim: Claim) -> str:
    return f"{claim.context} {claim.text}".strip()


def _plain(text: str) -> str:
    """The text with single spaces; nothing else of it is overlooked."""
    return " ".join(text.split())


def _terms(text: str) -> frozenset[str]:
    """Its numbers, and its words of four letters on."""
    return frozenset(key for *_, key in word_keys(text) if len(key) > 3 or key[0].isdigit())
