"""Tells in plain text what was found of a claim: the claim, why, and the evidence that decided."""

from collections.abc import Iterator, Sequence

from detectors.records import Judgement, Verdict
from reports.plain_text import Fact, quoted
from reports.words import VERDICT_WORDS

WORST_FIRST = (Verdict.REFUTED, Verdict.NOT_ENOUGH_INFO, Verdict.SUPPORTED)
UNSUPPORTED = (Verdict.REFUTED, Verdict.NOT_ENOUGH_INFO)


def tally(judgements: Sequence[Judgement]) -> str:
    """The claims by verdict, worst first: `1 refuted, 2 supported`; "" where none was judged."""
    verdicts = [judgement.verdict for judgement in judgements]
    counts = ((verdicts.count(verdict), VERDICT_WORDS[verdict][1]) for verdict in WORST_FIRST)
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def unsupported_facts(judgements: Sequence[Judgement]) -> Iterator[Fact]:
    """Of each claim that is not supported, the refuted first."""
    for verdict in UNSUPPORTED:
        for judgement in judgements:
            if judgement.verdict is verdict:
                yield from judgement_facts(judgement)


def judgement_facts(judgement: Judgement) -> Iterator[Fact]:
    """The claim under its verdict, the reason, and the first passage: it decided."""
    yield Fact("claim", quoted(judgement.claim.text))
    if judgement.verdict:
        symbol, words = VERDICT_WORDS[judgement.verdict]
        yield Fact("verdict", f"{symbol} {words}", depth=2)
    yield Fact("why", judgement.reason, depth=2)
    if not judgement.evidence:
        yield Fact("evidence", "none bears on it", depth=2)
    for evidence in judgement.evidence[:1]:
        where = f"{evidence.document}, characters {evidence.start} to {evidence.end}: "
        yield Fact("evidence", where + quoted(evidence.text), depth=2)
