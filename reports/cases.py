"""One case of a run as the reader of a report sees it: what was asked, what came back, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detectors.records import (
    Attribution,
    Expect,
    Faithfulness,
    Finding,
    Severity,
    Task,
    Verdict,
    WordScore,
)
from reports import scoring
from reports.marking import Mark, Stretch, stretches
from reports.numbers import signed
from reports.run import CaseResult, Run
from reports.words import VERDICT_WORDS

TOP_WORDS = 4
"""Words for, and words against, that are listed beside an attribution."""
LEVELS = 5
"""Steps of intensity that an attribution is coloured in."""

WORST_FIRST = (Verdict.REFUTED, Verdict.NOT_ENOUGH_INFO, Verdict.SUPPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One result, ready to be laid out."""

    anchor: str
    """Fragment id: `case-slm-c017`."""
    result: CaseResult
    right: bool | None
    expected: str
    """What a right response does, in words."""
    text: tuple[Stretch, ...]
    """The question, its words marked by their attribution where there is one."""
    answer: tuple[Stretch, ...]
    """The answer, its claims marked by their verdict."""
    claims: tuple[Finding, ...]
    """What grounding found of each claim, in the order of the answer."""
    citations: tuple[Finding, ...]
    """Findings about a citation; those about a claim judge it by what is cited for it alone."""
    notes: tuple[Finding, ...]
    """Every other finding."""
    attribution: Attribution | None
    words_for: tuple[WordScore, ...]
    """The words that spoke most for the label, strongest first."""
    words_against: tuple[WordScore, ...]

    @property
    def chosen(self) -> str:
        """What the subject answered, in a few words."""
        answer = self.result.answer
        if answer is None:
            return "no answer"
        if self.result.case.task is Task.ANSWER:
            return answer.text
        return answer.label or ("declined" if answer.declined else "no usable label")

    @property
    def probability(self) -> float | None:
        """Of the chosen label, where the subject gives probabilities."""
        answer = self.result.answer
        if answer is None or answer.probabilities is None or answer.label is None:
            return None
        return answer.probabilities.get(answer.label)

    @property
    def tally(self) -> str:
        """The claims by verdict, worst first: `1 refuted, 2 supported`."""
        verdicts = [finding.judgement.verdict for finding in self.claims if finding.judgement]
        counts = ((verdicts.count(verdict), VERDICT_WORDS[verdict][1]) for verdict in WORST_FIRST)
        return ", ".join(f"{count} {words}" for count, words in counts if count)

    @property
    def bad_citations(self) -> tuple[Finding, ...]:
        """Those that are more than a note."""
        return tuple(f for f in self.citations if f.severity is not Severity.NOTE)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings at error level, beside those of grounding about a claim."""
        return tuple(f for f in (*self.citations, *self.notes) if f.severity is Severity.ERROR)

    @property
    def alarms(self) -> tuple[Finding, ...]:
        """Bad citations, and every other finding at error level."""
        return (*self.bad_citations, *(f for f in self.errors if f not in self.citations))

    @property
    def faithfulness(self) -> Faithfulness | None:
        """How much more than random ones the words named carry, where that was measured."""
        return self.attribution.faithfulness if self.attribution else None

    @property
    def converged(self) -> bool:
        """No finding says that the attribution did not converge."""
        return scoring.NOT_CONVERGED not in {finding.rule for finding in self.result.findings}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGroup:
    """The cases of one subject and task; what went wrong stands first."""

    subject: str
    task: Task
    wrong: tuple[CaseView, ...]
    failed: tuple[CaseView, ...]
    """Could not be asked or judged."""
    right: tuple[CaseView, ...]

    @property
    def right_but_for_errors(self) -> tuple[CaseView, ...]:
        """As expected, and yet a finding fails the run: nobody may have to look for these."""
        return tuple(case for case in self.right if case.errors)

    @property
    def alarming(self) -> tuple[CaseView, ...]:
        """The cases, whether right or wrong, with findings that the claims do not show."""
        every = (*self.wrong, *self.failed, *self.right)
        return tuple(case for case in every if case.alarms)


def case_groups(run: Run, task: Task) -> tuple[CaseGroup, ...]:
    """A group for every subject that was asked such cases."""
    groups = (case_group(subject.name, task, run.results) for subject in run.plan.subjects)
    return tuple(group for group in groups if group.wrong or group.failed or group.right)


def case_group(subject: str, task: Task, results: Sequence[CaseResult]) -> CaseGroup:
    """The cases of one subject and task, in the order they were asked."""
    views = [view(r) for r in results if r.subject == subject and r.case.task is task]
    return CaseGroup(
        subject=subject,
        task=task,
        wrong=tuple(case for case in views if case.right is False),
        failed=tuple(case for case in views if case.right is None),
        right=tuple(case for case in views if case.right),
    )


def view(result: CaseResult) -> CaseView:
    """The result, ready to be laid out."""
    found = [f.attribution for f in result.findings if f.attribution is not None]
    attribution = found[0] if found else None
    words = sorted(attribution.words if attribution else (), key=lambda word: word.score)
    cited = tuple(finding for finding in result.findings if _is_of_citation(finding))
    claims = tuple(finding for finding in result.findings if scoring.is_grounding(finding))
    return CaseView(
        anchor=anchor(result.subject, result.case.id),
        result=result,
        right=scoring.right(result),
        expected=_expected(result),
        text=stretches(result.case.text, _word_marks(attribution)),
        answer=stretches(result.answer.text if result.answer else "", _claim_marks(claims)),
        claims=claims,
        citations=cited,
        notes=tuple(f for f in result.findings if f not in claims and f not in cited),
        attribution=attribution,
        words_for=tuple(word for word in reversed(words) if word.score > 0)[:TOP_WORDS],
        words_against=tuple(word for word in words if word.score < 0)[:TOP_WORDS],
    )


def anchor(subject: str, case: str) -> str:
    """`case-slm-c017`; characters that a fragment id may not hold become `_` and their code."""
    return re.sub(r"[^A-Za-z0-9_.-]", lambda m: f"_{ord(m[0]):x}", f"case-{subject}-{case}")


def _is_of_citation(finding: Finding) -> bool:
    return finding.rule.startswith("citations.")


def _expected(result: CaseResult) -> str:
    case = result.case
    match case.expect:
        case Expect.ANSWER if case.task is Task.CLASSIFY:
            return case.label or ""
        case Expect.ANSWER:
            return case.reference or "an answer that the corpus supports"
        case Expect.DECLINE:
            return "to decline"
        case Expect.CORRECT:
            said = f": {case.reference}" if case.reference else ""
            return f"to correct the false premise, or decline{said}"


def _claim_marks(claims: Sequence[Finding]) -> list[Mark]:
    marks = []
    for number, finding in enumerate(claims, start=1):
        judgement = finding.judgement
        if judgement is None or judgement.verdict is None:
            continue
        symbol, words = VERDICT_WORDS[judgement.verdict]
        claim = judgement.claim
        marks.append(
            Mark(
                start=claim.start,
                end=claim.end,
                kind=judgement.verdict.value,
                note=f"claim {number}: {words}",
                symbol=symbol,
            )
        )
    return marks


def _word_marks(attribution: Attribution | None) -> list[Mark]:
    if attribution is None:
        return []
    strongest = max((abs(word.score) for word in attribution.words), default=0.0)
    marks = []
    for word in attribution.words:
        level = round(LEVELS * abs(word.score) / strongest) if strongest else 0
        if level:
            sign = "for" if word.score > 0 else "against"
            note = f"{signed(word.score)} {sign} {attribution.target}"
            marks.append(
                Mark(start=word.start, end=word.end, kind=f"{sign} level-{level}", note=note)
            )
    return marks
