"""Tells in plain text why a case did not go as expected, for formats that know no layout."""

from collections.abc import Iterator

from detectors.records import Severity, Verdict
from reports.cases import CaseView
from reports.marking import visible
from reports.numbers import signed
from reports.words import VERDICT_WORDS


def headline(case: CaseView) -> str:
    """One line: what was expected and what came back, or why nothing did."""
    error = case.result.error
    if error is not None:
        return visible(f"not judged: {error.stage} {error.name} failed: {error.message}")
    if case.right is None:
        return "not judged: no detector looked at the answer"
    sure = "" if case.probability is None else f" ({case.probability:.3f})"
    return visible(f"expected {case.expected}; got {case.chosen or 'an empty answer'}{sure}")


def details(case: CaseView) -> str:
    """The question, what was expected, the answer, and what speaks against it, a line each."""
    return "\n".join(visible(line) for line in _lines(case))


def _lines(case: CaseView) -> Iterator[str]:
    yield f"asked: {case.result.case.text}"
    yield f"expected: {case.expected}"
    yield f"answer: {case.chosen}"
    yield from _claims(case)
    for finding in case.alarms:
        yield f"{finding.severity}: {finding.message}"
    if case.attribution is not None:
        yield f"words for {case.attribution.target}: {_words(case)}"


def _claims(case: CaseView) -> Iterator[str]:
    for finding in case.claims:
        judgement = finding.judgement
        if judgement is None or judgement.verdict in (None, Verdict.SUPPORTED):
            continue
        yield f"{VERDICT_WORDS[judgement.verdict][1]}: {judgement.claim.text}"
        yield f"  why: {judgement.reason}"
        for evidence in judgement.evidence[:1]:
            place = f"{evidence.document} {evidence.start} to {evidence.end}"
            yield f"  evidence: {place}: {evidence.text}"


def _words(case: CaseView) -> str:
    every = (*case.words_for, *case.words_against)
    return ", ".join(f"{word.text} {signed(word.score)}" for word in every) or "none"


def grave(case: CaseView) -> bool:
    """Whether the case itself went wrong, or a finding at error level stands against it."""
    findings = case.result.findings
    return case.right is False or any(found.severity is Severity.ERROR for found in findings)
