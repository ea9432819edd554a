"""Takes from an earlier run what the gates of a suite refer to, before anything is asked."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from detectors.errors import RecordError, UnknownNameError
from detectors.records import Case
from reports.against import judged
from reports.gates import BASELINE
from reports.metrics import find_metric, in_scope
from reports.run import Baseline, BaselineOutcome, Gate, Run, read_run
from reports.shared_cases import ASKED
from reports.summary import digest


def read_baseline(path: Path, gates: Sequence[Gate], cases: Sequence[Case]) -> Baseline:
    """The outcomes in the run at `path` of every metric that a gate holds against it.

    Raises `RecordError` where it cannot be read or has none of the cases that a gate is about, and
    `UnknownNameError` where it has no subject of that name.
    """
    run = read_run(path)
    outcomes: set[BaselineOutcome] = set()
    for gate in gates:
        if gate.no_worse_than == BASELINE:
            found = tuple(_outcomes(run, gate, cases))
            if not found:
                about = f"{gate.metric} of {gate.subject!r}"
                raise RecordError(f"judged none of the suite's cases for {about}", path=path)
            outcomes.update(found)
    return Baseline(
        suite=run.plan.suite,
        started=run.plan.started,
        record_sha256=digest(run),
        outcomes=tuple(sorted(outcomes, key=lambda each: (each.subject, each.metric, each.case))),
    )


def _outcomes(run: Run, gate: Gate, cases: Sequence[Case]) -> Iterator[BaselineOutcome]:
    subjects = [subject.name for subject in run.plan.subjects]
    if gate.subject not in subjects:
        raise UnknownNameError("subject of the baseline", gate.subject, subjects)
    metric = find_metric(gate.metric)
    now = {case.id: ASKED(case) for case in cases}
    asked = [
        result
        for result in run.results
        if result.subject == gate.subject and now.get(result.case.id) == ASKED(result.case)
    ]
    for case, hit in judged(metric, in_scope(metric, asked)).items():
        yield BaselineOutcome(subject=gate.subject, metric=metric.name, case=case, hit=hit)
