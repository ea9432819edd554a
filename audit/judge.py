"""Opens the model that judges: an endpoint like any other, recorded and replayed like a subject.

Each question is a case of its own, whose id is the digest of its data, so that a replay finds the
reply to just that claim and those passages; one that was never recorded is an error, not a call.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from audit.budget import Budget
from audit.llm import opened_endpoint
from audit.prompting import Prompting, load_prompts
from audit.recorder import Journals
from audit.recording import ReplaySubject
from audit.subjects import Outcome, Subject
from audit.suite import JudgeSpec, LlmSpec, Prompt, ReplaySpec
from detectors.asking import Reply
from detectors.errors import RecordError, SubjectError
from detectors.records import Answer, Case, Task
from detectors.rulings import PROMPT, SCHEMA
from reports.run import Component

NAME = "judge"
RECORDING = "_judge.jsonl"
"""No subject is called so: a name begins with a letter or a digit."""


class SubjectAsker:
    """Puts questions to a subject, and keeps what it said."""

    def __init__(self, subject: Subject, model: str) -> None:
        self.model = model
        self._subject = subject
        self._known: dict[str, Reply] = {}

    def __call__(self, questions: Sequence[str]) -> list[Reply]:
        """One reply a question; see `Asker`."""
        cases = [_case(question) for question in questions]
        self._ask(list({case.id: case for case in cases if case.id not in self._known}.values()))
        return [self._known[case.id] for case in cases]

    def parts(self) -> tuple[Component, ...]:
        """What the model is, for the plan of a run."""
        return self._subject.plan().components

    def _ask(self, cases: Sequence[Case]) -> None:
        try:
            for case, outcome in zip(cases, self._subject.answers(cases), strict=True):
                self._known[case.id] = _reply(outcome)
        except SubjectError as problem:  # it cannot be asked at all
            for case in cases:
                self._known.setdefault(case.id, problem)


@contextmanager
def opened_judge(
    spec: JudgeSpec,
    *,
    journals: Journals | None = None,
    replay: Path | None = None,
    budget: Budget | None = None,
) -> Iterator[SubjectAsker]:
    """The judge, whose replies are written to a journal, or come from the folder `replay`.

    What they cost counts towards the budget.
    """
    if replay:
        yield SubjectAsker(_replayed(spec, replay / RECORDING), spec.model)
        return
    with opened_endpoint(_llm(spec), {Task.ANSWER: _prompting(spec)}, timed=False) as subject:
        subject.budget = budget
        if journals is None:
            yield SubjectAsker(subject, spec.model)
            return
        with journals.recorder(subject, RECORDING) as recorder:
            yield SubjectAsker(recorder, spec.model)


def _replayed(spec: JudgeSpec, path: Path) -> ReplaySubject:
    if not path.is_file():
        raise RecordError("the judge has no recording; make one with --record", path=path)
    subject = ReplaySubject(ReplaySpec(kind="replay", name=NAME, recording=path))
    models = [part.name for part in subject.plan().components if part.role == "model"]
    if spec.model not in models:
        raise RecordError(
            f"holds the replies of {', '.join(models)}, and the suite names {spec.model}; "
            "record them again",
            path=path,
        )
    return subject


def _llm(spec: JudgeSpec) -> LlmSpec:
    """The judge as a model to ask; what it writes is its likeliest reply."""
    return LlmSpec(
        kind="llm",
        name=NAME,
        model=spec.model,
        prompts={},
        base_url=spec.base_url,
        api_key_env=spec.api_key_env,
        constrain=spec.constrain,
        timeout_s=spec.timeout_s,
        retries=spec.retries,
        concurrency=spec.concurrency,
        requests_per_minute=spec.requests_per_minute,
        tokens_per_minute=spec.tokens_per_minute,
        price=spec.price,
    )


def _prompting(spec: JudgeSpec) -> Prompting:
    prompt = Prompt(template=PROMPT, max_tokens=spec.max_tokens)
    loaded = load_prompts({Task.ANSWER: prompt}, labels=(), chat=True)
    return replace(loaded[Task.ANSWER], schema=SCHEMA)


def _case(question: str) -> Case:
    digest = hashlib.sha256(question.encode("utf-8", "backslashreplace")).hexdigest()
    return Case(id=digest, task=Task.ANSWER, text=question)


def _reply(outcome: Outcome) -> Reply:
    return outcome.text if isinstance(outcome, Answer) else outcome
