"""Tells in plain text why a case went wrong: its claims with their evidence, or the words that
drove the decision."""

from collections.abc import Iterator, Sequence

from detectors.records import Expect, Finding, Severity, Task, WordScore
from reports import scoring
from reports.cases import CaseView, view
from reports.numbers import percent, signed
from reports.plain_judgement import unsupported_facts
from reports.plain_text import Fact, laid_out, quoted
from reports.run import CaseResult


def case_text(result: CaseResult) -> str:
    """A headline, and all that a person needs to judge the case."""
    shown = view(result)
    return laid_out(headline(shown), _facts(shown))


def headline(shown: CaseView) -> str:
    """What went wrong, in a line."""
    result = shown.result
    if result.error is not None:
        return f"could not be {_stage(shown)}: {result.error.name}: {result.error.message}"
    if shown.right is not False and shown.errors:
        return f"{shown.errors[0].rule}: {shown.errors[0].message}"
    if result.case.task is Task.CLASSIFY:
        return _label_headline(shown)
    return _answer_headline(shown)


def _stage(shown: CaseView) -> str:
    return "asked" if shown.result.answer is None else "judged"


def _label_headline(shown: CaseView) -> str:
    answer, case = shown.result.answer, shown.result.case
    said = f'said "{shown.chosen}"'
    if answer is not None and answer.label is None:
        said = "declined" if answer.declined else f"gave no usable label: {quoted(answer.text)}"
    elif shown.probability is not None:
        said += f" ({percent(shown.probability)})"
    right = f'"{case.label}" is right' if case.label else "it should decline"
    return f"{said}, and {right}"


def _answer_headline(shown: CaseView) -> str:
    rules = scoring.rules(shown.result, "grounding.")
    case = shown.result.case
    if shown.right is None:
        return "was not judged"
    if shown.right:
        return "is as expected"
    if case.expect is Expect.DECLINE:
        return f"answered, and it should decline: {shown.tally or 'no claim'}"
    if scoring.REFUSAL in rules:
        return "declined, and the corpus holds an answer"
    return f"claims: {shown.tally}" if shown.tally else "states nothing that can be checked"


def _facts(shown: CaseView) -> Iterator[Fact]:
    case, answer = shown.result.case, shown.result.answer
    yield Fact("asked", quoted(case.text))
    if answer is not None and case.task is Task.ANSWER:
        yield Fact("answered", quoted(answer.text))
    yield Fact("expected", shown.expected)
    yield from _word_facts(shown)
    yield from unsupported_facts([f.judgement for f in shown.claims if f.judgement])
    for finding in (*shown.citations, *shown.notes):
        if finding.severity is not Severity.NOTE and finding.attribution is None:
            yield Fact(finding.severity.value, f"{finding.rule}: {finding.message}")


def _word_facts(shown: CaseView) -> Iterator[Fact]:
    if shown.attribution is None:
        return
    yield Fact("words for", _listed(shown.words_for))
    yield Fact("against", _listed(shown.words_against))
    of_words = (f for f in shown.notes if f.attribution is not None)
    yield Fact("reliable", _reliable(next(of_words, None), shown))


def _listed(words: Sequence[WordScore]) -> str:
    return ", ".join(f"{quoted(word.text)} {signed(word.score)}" for word in words)


def _reliable(finding: Finding | None, shown: CaseView) -> str:
    """Whether these words can be believed."""
    found = shown.faithfulness
    if finding and finding.rule == scoring.NOT_CONVERGED:
        return "no: the scores do not add up to the decision"
    if found is None:
        return "not measured"
    if found.reason:
        return f"not known: {found.reason}"
    beside = f"they carry {signed(found.lift)} of the probability more than random words"
    return f"yes: {beside}" if found.reliable else f"no: {beside}, which may be chance"
