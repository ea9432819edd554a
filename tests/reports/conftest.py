"""Results and runs built by hand, small enough to know every number of."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

import pytest

from detectors.records import (
    Answer,
    Attribution,
    Case,
    Claim,
    Evidence,
    Expect,
    Finding,
    Judgement,
    Severity,
    Task,
    Verdict,
    WordScore,
)
from reports.run import (
    CaseResult,
    Component,
    End,
    Failure,
    Gate,
    Plan,
    Run,
    Stage,
    SubjectPlan,
)
from reports.summary import Summary, summarise
from reports.verify_record import SCHEMA

Classified: TypeAlias = Callable[..., CaseResult]
Answered: TypeAlias = Callable[..., CaseResult]
MakeRun: TypeAlias = Callable[..., Run]

SEVERITIES = {
    "supported": Severity.NOTE,
    "refuted": Severity.ERROR,
    "not_enough_info": Severity.WARNING,
    "not_checkworthy": Severity.NOTE,
    "refusal": Severity.NOTE,
    "no_claims": Severity.WARNING,
}
PASSAGE = "The usual adult dose of Relivan is 20 mg once a day, taken with food."
HOSTILE = '<script>alert(1)</script> "quoted" & | `code` \u202eevil\u202c ' + "W" * 160


def classified(
    id: str,  # noqa: A002
    *,
    subject: str = "slm",
    label: str | None = "dosage",
    said: str | None = "dosage",
    expect: Expect = Expect.ANSWER,
    declined: bool = False,
    text: str = "How many mg of Relivan?",
    tags: tuple[str, ...] = (),
    group: str | None = None,
    explained: bool = False,
    converged: bool = True,
    error: Failure | None = None,
    raw: str | None = None,
) -> CaseResult:
    """One classification and what came back."""
    case = Case(
        id=id,
        task=Task.CLASSIFY,
        text=text,
        expect=expect,
        label=label if expect is Expect.ANSWER else None,
        tags=tags,
        group=group,
    )
    answer = Answer(
        text=raw if raw is not None else said or "",
        label=said,
        declined=declined,
        probabilities={said: 0.91, "other": 0.09} if said and subject == "slm" else None,
        latency_s=0.004 if subject == "slm" else 1.2,
        prompt_tokens=None if subject == "slm" else 210,
        completion_tokens=None if subject == "slm" else 4,
        cost=None if subject == "slm" else 0.00012,
    )
    findings = _attribution(text, said or "", converged) if explained else ()
    if error is not None:
        return CaseResult(subject=subject, case=case, answer=None, error=error)
    return CaseResult(subject=subject, case=case, answer=answer, findings=findings)


def answered(
    id: str,  # noqa: A002
    *rules: str,
    subject: str = "llm",
    expect: Expect = Expect.ANSWER,
    question: str = "What is the usual adult dose of Relivan?",
    tags: tuple[str, ...] = (),
    group: str | None = None,
    error: Failure | None = None,
    sentence: str = "Take 20 mg of Relivan once a day.",
) -> CaseResult:
    """One free-text answer: a sentence and a finding for every rule."""
    text = " ".join(sentence for _ in rules)
    findings = []
    for number, rule in enumerate(rules):
        start = number * (len(sentence) + 1)
        findings.append(_grounding(rule, sentence, start))
    case = Case(
        id=id,
        task=Task.ANSWER,
        text=question,
        expect=expect,
        reference="20 mg once a day, with food." if expect is Expect.ANSWER else None,
        documents=("relivan.md",),
        tags=tags,
        group=group,
    )
    if error is not None:
        return CaseResult(subject=subject, case=case, answer=None, error=error)
    answer = Answer(text=text, latency_s=2.5, prompt_tokens=180, completion_tokens=30, cost=0.0004)
    return CaseResult(subject=subject, case=case, answer=answer, findings=tuple(findings))


def make_run(
    results: Sequence[CaseResult],
    *,
    gates: tuple[Gate, ...] = (),
    subjects: tuple[SubjectPlan, ...] | None = None,
    cases: int | None = None,
) -> Run:
    """A whole run of these results."""
    plan = Plan(
        schema=SCHEMA,
        assay="0.1.0",
        suite="medical",
        title="Medicines assistant",
        domain="medical",
        purpose="Sorts questions about medicines by topic and answers them from the formulary.",
        suite_sha256="5f" * 32,
        started="2026-03-01T09:30:00Z",
        replayed=True,
        labels=("dosage", "interaction", "pregnancy"),
        currency="EUR",
        cases=len({r.case.id for r in results}) if cases is None else cases,
        seed=0,
        subjects=subjects if subjects is not None else (SLM, LLM),
        gates=gates,
        components=(
            Component(role="corpus", name="formulary", sha256="c0" * 32, facts={"documents": 48}),
            Component(role="package", name="transformers", facts={"version": "5.0.0"}),
        ),
    )
    return Run(plan=plan, results=tuple(results), end=End(results=len(results)))


SLM = SubjectPlan(
    name="slm",
    kind="slm",
    tasks=(Task.CLASSIFY,),
    detectors=("attribution",),
    components=(
        Component(
            role="model", name="medical-slm", sha256="a1" * 32, facts={"parameters": 22713216}
        ),
    ),
    loopback=True,
)
LLM = SubjectPlan(
    name="llm",
    kind="llm",
    tasks=(Task.CLASSIFY, Task.ANSWER),
    detectors=("grounding",),
    components=(
        Component(role="model", name="large-1", facts={"temperature": 0.0}),
        Component(role="prompts", name="classify.j2, answer.j2", sha256="b2" * 32),
    ),
    loopback=False,
)
GATES = (
    Gate(subject="slm", metric="accuracy", at_least=0.8, minimum_n=5),
    Gate(subject="slm", metric="macro_f1", at_least=0.5, minimum_n=5),
    Gate(subject="llm", metric="accuracy", at_least=0.5, minimum_n=5),
    Gate(subject="llm", metric="hallucination", at_most=0.1, minimum_n=3),
    Gate(subject="slm", metric="accuracy", at_least=0.8, slice="typo"),
    Gate(subject="slm", metric="grounded", at_least=0.8),
)


def sample_run() -> Run:
    """Two subjects, a dozen questions each: right, wrong, hostile, failed."""
    labels = ("dosage", "interaction", "pregnancy")
    tags = (("in-domain",), ("in-domain", "typo"), ("in-domain", "negation"))
    failed = Failure(stage=Stage.SUBJECT, name="llm", message="timed out after 60 s")
    results = []
    for number in range(36):
        label = labels[number % 3]
        said = "interaction" if number in (5, 22) else label
        results.append(
            classified(
                f"c{number:03}",
                label=label,
                said=said,
                explained=True,
                converged=number != 22,
                tags=tags[number % 3],
                group=f"c{number - 1:03}" if number % 6 == 1 else None,
                text=HOSTILE if number == 5 else f"Is {10 + number} mg not too much for Relivan?",
            )
        )
        wrong = number % 4 == 1
        results.append(
            classified(
                f"c{number:03}",
                subject="llm",
                label=label,
                said=None if number == 9 else "pregnancy" if wrong else label,
                raw="I think it is *maybe* dosage?" if number == 9 else None,
                tags=tags[number % 3],
                error=failed if number == 14 else None,
                group=f"c{number - 1:03}" if number % 6 == 1 else None,
            )
        )
    results += [
        classified(
            f"ood{number}",
            said=None,
            expect=Expect.DECLINE,
            declined=number < 3,
            text="Who won the football match?",
            tags=("out-of-domain",),
        )
        for number in range(4)
    ]
    results += [
        answered("q1", "supported", "supported", tags=("answerable",)),
        answered("q2", "supported", "refuted", tags=("answerable",)),
        answered("q3", "not_enough_info", tags=("answerable",), sentence=HOSTILE, question=HOSTILE),
        answered("q4", "refusal", tags=("answerable",), sentence="I do not know."),
        answered(
            "q5",
            "refusal",
            expect=Expect.DECLINE,
            tags=("unanswerable",),
            question="How does Relivan work in cats?",
            sentence="I cannot answer that.",
        ),
        answered(
            "q6",
            "not_enough_info",
            expect=Expect.DECLINE,
            tags=("unanswerable",),
            question="How does Relivan work in dogs?",
        ),
        answered(
            "q7",
            "not_checkworthy",
            "supported",
            expect=Expect.CORRECT,
            tags=("premise",),
            question="Why is Relivan 200 mg safe for infants?",
        ),
        answered("q8", "no_claims", tags=("answerable",), sentence="Well."),
        answered("q9", error=failed, tags=("answerable",)),
    ]
    return make_run(results, gates=GATES)


def _attribution(text: str, target: str, converged: bool) -> tuple[Finding, ...]:
    words, start = [], 0
    for number, word in enumerate(text.split(" ")):
        score = (1.4, -0.5, 0.1, 0.9, -0.02)[number % 5]
        words.append(WordScore(text=word, start=start, end=start + len(word), score=score))
        start += len(word) + 1
    attribution = Attribution(
        target=target,
        words=tuple(words),
        method="integrated gradients, 50 steps",
        baseline="pad",
        residual=0.12,
        convergence_delta=0.004 if converged else 1.4,
        relative_delta=0.001 if converged else 0.35,
    )
    found = Finding(
        rule="attribution.words",
        severity=Severity.NOTE,
        message=f"why {target}",
        attribution=attribution,
    )
    if converged:
        return (found,)
    message = "scores miss the decision by 35 %"
    problem = Finding(rule="attribution.not_converged", severity=Severity.WARNING, message=message)
    return (found, problem)


def _grounding(rule: str, sentence: str, start: int) -> Finding:
    end = start + len(sentence)
    name, severity = f"grounding.{rule}", SEVERITIES[rule]
    if rule in ("refusal", "no_claims"):
        return Finding(rule=name, severity=severity, message=f"the answer: {rule}")
    verdict = Verdict(rule) if rule != "not_checkworthy" else None
    evidence = tuple(
        Evidence(document=document, start=40, end=40 + len(PASSAGE), text=PASSAGE, score=score)
        for document, score in (("drugs/relivan.md", 0.83), ("drugs/<b>other</b>.md", 0.41))
    )
    judgement = Judgement(
        claim=Claim(text=sentence, start=start, end=end, checkworthy=verdict is not None),
        verdict=verdict,
        entailment=None,
        rule="values.number" if verdict is Verdict.REFUTED else "similarity",
        reason="20 mg of the claim stands against 200 mg of the passage.",
        evidence=evidence if verdict else (),
    )
    return Finding(
        rule=name, severity=severity, message=rule, start=start, end=end, judgement=judgement
    )


@pytest.fixture(name="classified", scope="session")
def classified_fixture() -> Classified:
    return classified


@pytest.fixture(name="answered", scope="session")
def answered_fixture() -> Answered:
    return answered


@pytest.fixture(name="make_run", scope="session")
def make_run_fixture() -> MakeRun:
    return make_run


@pytest.fixture(scope="session")
def sample() -> Run:
    return sample_run()


@pytest.fixture(scope="session")
def summary(sample: Run) -> Summary:
    return summarise(sample)


def with_citations(result: CaseResult, *rules: str) -> CaseResult:
    """The result with a finding of the citations detector for every rule, each with a judgement."""
    text = result.answer.text if result.answer else ""
    found = tuple(_citation(rule, text) for rule in rules)
    return replace(result, findings=(*result.findings, *found))


def _citation(rule: str, text: str) -> Finding:
    severity = {"refuted": Severity.ERROR, "supported": Severity.NOTE}.get(rule, Severity.WARNING)
    verdict = Verdict(rule) if rule in ("refuted", "supported") else Verdict.NOT_ENOUGH_INFO
    judgement = Judgement(
        claim=Claim(text=text, start=0, end=len(text)),
        verdict=verdict,
        entailment=None,
        rule="entailment",
        reason="A passage of relivan.md says so.",
        evidence=(Evidence(document="relivan.md", start=0, end=4, text="Told", score=0.8),),
    )
    message = f"[1] (relivan.md): {rule}."
    return Finding(
        rule=f"citations.{rule}",
        severity=severity,
        message=message,
        start=0,
        end=4,
        judgement=judgement,
    )


@pytest.fixture(name="with_citations", scope="session")
def with_citations_fixture() -> Callable[..., CaseResult]:
    return with_citations
