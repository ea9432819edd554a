"""Measures how often the model that judges is wrong, on answers that people have labelled.

An answer passes where the judge finds every claim of it supported, and is flagged where it finds
one that is not. Sensitivity is the share of unsupported answers that are flagged, specificity the
share of supported ones that pass; intervals are Wilson's at 95 %, with n shrunk where answers share
a document. An answer without a claim, or with a void ruling or a missing reply, is left out and
counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from audit.judge import SubjectAsker
from audit.labelled_answers import LabelledAnswer, read_labelled
from audit.suite import JudgeSpec
from detectors.errors import SubjectError
from detectors.given import GivenBatch
from detectors.grounding import Asked
from detectors.index import CorpusIndex
from detectors.labelled import Label
from detectors.llm_judge import LlmJudge, Ruled
from detectors.models import sha256_file
from detectors.records import Verdict
from detectors.rulings import Ruling
from reports.run import Component
from reports.statistics import Outcome, Rate, rate


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeError:
    """How often a judge is right about labelled answers."""

    sensitivity: Rate | None
    """`None` where no unsupported answer was judged."""
    specificity: Rate | None
    """`None` where no supported answer was judged."""
    left_out: int

    @property
    def sentence(self) -> str:
        """What a reader of its verdicts must know."""
        return (
            f"On labelled answers its sensitivity is {_told(self.sensitivity)} and its "
            f"specificity {_told(self.specificity)}; {self.left_out} were left out."
        )

    @property
    def facts(self) -> dict[str, str | int | float | bool]:
        """The same for the record of a run."""
        return {
            **_facts("sensitivity", self.sensitivity),
            **_facts("specificity", self.specificity),
            "labelled_left_out": self.left_out,
        }


class MeasuredJudge(NamedTuple):
    """The judge of a run, and what is known of it."""

    asker: SubjectAsker
    error: JudgeError | None
    """`None` where the suite names no labelled answers."""
    labelled_sha256: str | None = None

    @property
    def sentence(self) -> str | None:
        """How often it errs, where that was measured."""
        return self.error.sentence if self.error else None

    @property
    def parts(self) -> tuple[Component, ...]:
        """What it is and how often it errs, for the plan of a run."""
        own = (replace(part, role=f"judge {part.role}") for part in self.asker.parts())
        error = Component(
            role="judge error",
            name=self.asker.model,
            sha256=self.labelled_sha256,
            facts=self.error.facts if self.error else {"measured": False},
        )
        return (*own, error)


def measured(asker: SubjectAsker, spec: JudgeSpec, corpus: CorpusIndex) -> MeasuredJudge:
    """The judge with its error, where the suite names labelled answers."""
    if spec.labelled is None:
        return MeasuredJudge(asker, None)
    rows = read_labelled(spec.labelled, with_corpus=True)
    error = measure(LlmJudge(asker, corpus.similarity), rows, corpus)
    return MeasuredJudge(asker, error, sha256_file(spec.labelled))


def measure(judge: LlmJudge, rows: Sequence[LabelledAnswer], corpus: CorpusIndex) -> JudgeError:
    """The judge's error on the labelled answers, each judged by its evidence or else the corpus."""
    right: dict[bool, list[Outcome]] = {True: [], False: []}
    for row, found in zip(rows, judge.rule(_asked(rows, corpus)), strict=True):
        is_supported, passes = row.label is Label.SUPPORTED, _passes(found)
        if passes is not None:
            right[is_supported].append(Outcome(passes is is_supported, row.cluster))
    return JudgeError(
        sensitivity=rate(right[False]),
        specificity=rate(right[True]),
        left_out=len(rows) - len(right[True]) - len(right[False]),
    )


def _asked(rows: Sequence[LabelledAnswer], corpus: CorpusIndex) -> list[Asked]:
    given = GivenBatch(
        [row.evidence or () for row in rows], corpus.embedder, similarity=corpus.similarity
    )
    return [
        Asked(row.answer, corpus if row.evidence is None else source, row.question)
        for row, source in zip(rows, given.sources, strict=True)
    ]


def _passes(found: tuple[Ruled, ...] | SubjectError) -> bool | None:
    """Whether the answer passes; `None` where the judge did not judge all of it."""
    if isinstance(found, SubjectError) or not found:
        return None
    rulings = [each.ruling for each in found if isinstance(each.ruling, Ruling)]
    if len(rulings) < len(found):
        return None
    return all(ruling.verdict is Verdict.SUPPORTED for ruling in rulings)


def _told(found: Rate | None) -> str:
    if found is None:
        return "unknown (no such answer)"
    interval = f"{found.interval.low:.2f} to {found.interval.high:.2f}"
    return f"{found.value:.2f} ({found.successes} of {found.n}, 95 % interval {interval})"


def _facts(name: str, found: Rate | None) -> dict[str, str | int | float | bool]:
    if found is None:
        return {f"{name}_n": 0}
    return {
        name: found.value,
        f"{name}_low": found.interval.low,
        f"{name}_high": found.interval.high,
        f"{name}_n": found.n,
    }
