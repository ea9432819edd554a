"""The probe `learning_curve`: what each further labelled example is worth to either kind of model.

- A small model is fine-tuned anew on ever more rows of its training file, a large one asked anew
  with ever more of them in its prompt: the first n of the same draws, on the same cases.
- What the large one answers is recorded and replayed like every answer, one recording a point,
  and its calls count in the cost cap. The small one is trained again where the cache lacks it.
- A small model counts as right by its most probable label, whatever `abstain_below` says: how sure
  a model of few examples is says little of what it has learnt.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audit.budget import Budget
from audit.curve_calls import opened_calls
from audit.curve_points import Point, accuracy
from audit.large_curve import large_curve
from audit.progress import Progress
from audit.prompting import load_prompts
from audit.recorder import Journals
from audit.subjects import Subject
from audit.suite import LearningCurveSpec, LlmSpec, SlmSpec, SubjectSpec, Suite
from audit.training_data import Example, read_examples
from detectors.errors import AuditError
from detectors.records import Case, Task
from reports.crossing import crossing
from reports.run import Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What the curves of a run are measured with."""

    cache: Path
    journals: Journals
    stack: ExitStack
    """Holds journals open to the end of the run: until then a run that is resumed needs them."""
    replay: Path | None
    """Folder of recordings that llms answer from."""
    budget: Budget | None
    progress: Progress


@dataclass(slots=True, kw_only=True)
class LearningCurve:
    """Measures the curves of one suite; those of large models are kept for the crossings."""

    suite: Suite
    spec: LearningCurveSpec
    means: Means
    name: str = "learning_curve"
    _large: dict[str, list[Point]] = field(default_factory=dict)

    def measures(self, spec: SubjectSpec) -> bool:
        """Whether the subject has a curve: it is trained here, or prompted for labels."""
        return (isinstance(spec, SlmSpec) and spec.train is not None) or _is_prompted(spec)

    def measure(self, subject: Subject, cases: Sequence[Case]) -> Sequence[Measurement]:
        """Quality at each point with what it takes, and for a small model the crossings."""
        asked = [
            case
            for case in cases
            if case.task is Task.CLASSIFY and case.label and self.spec.cases in case.tags
        ]
        spec = next(one for one in self.suite.file.subjects if one.name == subject.name)
        if isinstance(spec, SlmSpec):
            return self._of_small(spec, asked)
        return self._of_large(spec.name, asked)

    def _of_small(self, spec: SlmSpec, cases: Sequence[Case]) -> list[Measurement]:
        from audit.small_curve import small_curve  # loads torch

        points = small_curve(
            spec.model,
            self._examples(spec),
            cases,
            labels=self.suite.file.labels,
            sizes=self.spec.examples,
            repeats=self.spec.repeats,
            cache=self.means.cache,
            progress=self.means.progress,
        )
        shares = [accuracy(point, cases) for point in points]
        return [*shares, *self._times(points), *self._crossings(points, cases)]

    def _times(self, points: Sequence[Point]) -> list[Measurement]:
        if self.means.replay:
            return [_missing("adaptation_time", "s", "A replayed run measures no time.")]
        return [
            Measurement(
                name="adaptation_time",
                value=(point.figures or {})["seconds"],
                unit="s",
                at=point.at,
                n=self.spec.repeats,
            )
            for point in points
        ]

    def _of_large(self, name: str, cases: Sequence[Case]) -> list[Measurement]:
        points = self._points(name, cases)
        shares = [accuracy(point, cases) for point in points]
        reason = "Examples in a prompt take no training; they make every call longer."
        return [*shares, *self._efforts(points), _missing("adaptation_time", "s", reason)]

    def _efforts(self, points: Sequence[Point]) -> list[Measurement]:
        """What the examples add to every call."""
        currency = self.suite.file.currency or "suite's currency"
        of = (("prompt_tokens", "tokens", 1), ("cost_per_1000", currency, 1000))
        keys = {"prompt_tokens": "prompt_tokens", "cost_per_1000": "cost"}
        return [
            Measurement(
                name=name,
                value=round(figures[keys[name]] * scale, 6),
                unit=unit,
                at=point.at,
                n=sum(map(len, point.right)),
            )
            for name, unit, scale in of
            for point in points
            if keys[name] in (figures := point.figures or {})
        ]

    def _points(self, name: str, cases: Sequence[Case]) -> list[Point]:
        if name not in self._large:
            spec = next(one for one in self.suite.file.subjects if one.name == name)
            if not isinstance(spec, LlmSpec):
                raise TypeError(f"{name} is prompted with nothing")
            self._large[name] = self._asked(spec, cases)
        return self._large[name]

    def _asked(self, spec: LlmSpec, cases: Sequence[Case]) -> list[Point]:
        prompts = load_prompts(
            {Task.CLASSIFY: spec.prompts[Task.CLASSIFY]},
            labels=self.suite.file.labels,
            chat=spec.api == "chat",
        )
        means = self.means
        with opened_calls(
            spec,
            labels=self.suite.file.labels,
            cache=means.cache,
            journals=means.journals,
            stack=means.stack,
            replay=means.replay,
            budget=means.budget,
        ) as asked:
            return large_curve(
                asked,
                prompts[Task.CLASSIFY],
                self._shown(),
                cases,
                shots=self.spec.shots,
                repeats=self.spec.repeats,
                progress=means.progress,
            )

    def _shown(self) -> tuple[Example, ...]:
        """What examples of a prompt are drawn from: the rows that the first small model has."""
        return self._examples(
            next(one for one in self.suite.file.subjects if isinstance(one, SlmSpec) and one.train)
        )

    def _examples(self, spec: SlmSpec) -> tuple[Example, ...]:
        if spec.train is None:
            raise TypeError(f"{spec.name} is not trained here")
        return read_examples(spec.train, labels=self.suite.file.labels)

    def _crossings(self, small: Sequence[Point], cases: Sequence[Case]) -> list[Measurement]:
        larges = [spec.name for spec in self.suite.file.subjects if _is_prompted(spec)]
        if not larges or not self.spec.shots:
            return [_missing("crossing", "examples", "No llm was asked with examples.")]
        return [
            found
            for at, large in enumerate(larges)
            for found in self._crossing_with(
                large, small, cases, name="crossing" if at == 0 else f"crossing with {large}"
            )
        ]

    def _crossing_with(
        self, large: str, small: Sequence[Point], cases: Sequence[Case], *, name: str
    ) -> list[Measurement]:
        """That with the large model at its best first, then with each number of examples."""
        try:
            points = [point for point in self._points(large, cases) if point.right]
        except AuditError as problem:
            reason = f"The curve of {large} was not measured: {problem}"
            return [_missing(name, "examples", reason)]
        if not points:
            return [_missing(name, "examples", f"{large} left calls without an answer.")]
        best_first = sorted(points, key=lambda point: (-float(point.matrix.mean()), point.at))
        clusters = [case.group or case.id for case in cases]
        curve = np.stack([point.matrix for point in small])  # (P, R, C)
        sizes = [point.at for point in small]
        return [_crossing(name, point, sizes, curve, clusters) for point in best_first]


def _crossing(
    name: str, point: Point, sizes: list[int], curve: NDArray[np.bool_], clusters: list[str]
) -> Measurement:
    found = crossing(sizes, curve, point.matrix, clusters)
    return Measurement(
        name=name,
        value=found.value,
        unit="examples",
        at=point.at,
        low=found.low,
        high=found.high,
        n=found.n,
        reason=found.reason,
    )


def _missing(name: str, unit: str, reason: str) -> Measurement:
    return Measurement(name=name, value=None, unit=unit, reason=reason)


def _is_prompted(spec: SubjectSpec) -> bool:
    return isinstance(spec, LlmSpec) and Task.CLASSIFY in spec.prompts
