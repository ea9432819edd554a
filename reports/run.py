"""The stored record of an audit: one JSONL file, a line a record, in the order of the audit.

Line 1 is the `Plan`, fixed before the first question; then one `CaseResult` for each subject and
case, one `SuiteResult` for each subject and detector that looks at all cases together, and one
`ProbeResult` for each subject and probe; then the `End`. Each line states the digest of the line
before it, and the last, the seal, the Merkle root over all others. A record that lacks its seal, or
in which a byte was changed, is refused rather than reported on. `docs/record.md` has the format.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple, TypeVar

from detectors.calibration import CheckerError
from detectors.errors import RecordError
from detectors.reading import Row, parse, read_jsonl
from detectors.records import Answer, Case, Finding, Task
from reports.verify_record import CUT, Problem, Verified, verify

T = TypeVar("T")


class Stage(StrEnum):
    """Where a case failed."""

    SUBJECT = "subject"
    DETECTOR = "detector"
    PROBE = "probe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a case could not be asked or judged."""

    stage: Stage
    name: str
    """The subject, detector or probe that failed."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A metric and the threshold it must keep, fixed before the run."""

    subject: str
    metric: str
    at_least: float | None = None
    at_most: float | None = None
    """A bound from 0 to 1; exactly one of this, `at_least` and `no_worse_than` is given."""
    no_worse_than: str | None = None
    """Another subject, or `baseline` for the same subject in an earlier run."""
    margin: float = 0.05
    """With `no_worse_than`: the loss that does not matter. With a bound: how much better than it a
    subject is taken to be where the gate says how many cases it needs."""
    slice: str | None = None
    """Only cases with this tag; every case where absent."""
    confidence: float = 0.95
    """Of the two-sided interval that must lie wholly on the right side of the bound."""
    minimum_n: int = 30
    """With fewer cases the gate ends `underpowered`, whatever they show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What counts how much to whoever chooses between models: 0 for nothing, 2 for twice as much
    as 1."""

    quality: float = 1.0
    """To be right within the domain."""
    cost: float = 1.0
    """Money, time and memory."""
    privacy: float = 1.0
    """Where texts go, and what leaks."""
    explainability: float = 1.0
    """To say why."""
    breadth: float = 1.0
    """To cope with what is out of the domain, or worded otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of what was audited, so that a third party can tell whether it has the same one."""

    role: str
    """`model`, `base`, `prompts`, `corpus`, `embedder`, `recording`, `package`, ..."""
    name: str
    sha256: str | None = None
    facts: Mapping[str, str | int | float | bool] | None = None
    """Whatever else identifies it: parameters, bytes, version, licence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPlan:
    """One model under audit, as it was before the run."""

    name: str
    kind: str
    """`slm`, `llm`, `local` or `replay`."""
    tasks: tuple[Task, ...]
    detectors: tuple[str, ...]
    components: tuple[Component, ...]
    loopback: bool | None = None
    """Whether no text leaves this machine; `None` where that is not known (a recording)."""
    machine_price_per_hour: float | None = None
    """Of the machine that serves it, in the suite's currency, where the suite states one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineOutcome:
    """What a metric said of one case in the baseline."""

    subject: str
    metric: str
    case: str
    """Id of the case."""
    hit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The earlier run that gates refer to, with all that they need of it."""

    suite: str
    started: str | None
    record_sha256: str
    outcomes: tuple[BaselineOutcome, ...]
    """Of the cases that are the same in this run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A case that a training text resembles."""

    case: str
    """Id of the case."""
    training_row: int
    """Row of the training file, from 1."""
    similarity: float
    """Jaccard similarity of their word trigrams, 0.5 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the run sets out to do; the first line of its record."""

    schema: int
    assay: str
    """Version of Assay."""
    suite: str
    title: str
    domain: str
    purpose: str
    """What the audited system is meant for, in the words of the suite."""
    suite_sha256: str
    """Over the suite file and its case files."""
    started: str | None
    """ISO 8601 time in UTC; `None` in a replayed run, whose recordings state theirs."""
    replayed: bool
    labels: tuple[str, ...]
    currency: str | None
    cases: int
    seed: int
    subjects: tuple[SubjectPlan, ...]
    gates: tuple[Gate, ...]
    components: tuple[Component, ...] = ()
    """Parts that all subjects share: corpus, embedder, packages, hardware."""
    left_out: tuple[str, ...] = ()
    """Subjects of the suite that this run does not ask."""
    overlaps: tuple[Overlap, ...] = ()
    """Test cases that nearly stand in a training file; a case that wholly does ends the audit."""
    weights: Weights = Weights()
    """What the advice weighs by."""
    max_cost: float | None = None
    """Spent by LLM calls from which on no further call was made."""
    checker: CheckerError | None = None
    """How often grounding errs, as its calibration says; `None` where it was not measured."""
    baseline: Baseline | None = None
    """Where a gate refers to an earlier run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What one subject made of one case, and what the detectors made of that."""

    subject: str
    case: Case
    answer: Answer | None
    """`None` where the subject failed."""
    findings: tuple[Finding, ...] = ()
    error: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """What one detector found of one subject over all its cases."""

    subject: str
    detector: str
    findings: tuple[Finding, ...] = ()
    error: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One figure of a subject that its answers do not hold: memory, throughput, ..."""

    name: str
    """What was measured: `peak_memory`, `throughput`, `accuracy`, ..."""
    value: float | None
    """`None` where it was not measured; `reason` then says why."""
    unit: str
    """`bytes`, `s`, `texts/s`, `share`, ..."""
    at: float | None = None
    """Where on a curve it stands: training examples, examples in the prompt, texts in a batch."""
    low: float | None = None
    high: float | None = None
    """A 95 % interval, where there is one."""
    n: int | None = None
    """What the value rests on: cases, texts or repetitions."""
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """What one probe measured of one subject beyond its answers."""

    subject: str
    probe: str
    measurements: tuple[Measurement, ...] = ()
    error: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last record before the seal: how many results stand before it."""

    results: int
    """Of cases, of suites and of probes."""
    seconds: float | None = None
    """Duration of the audit; `None` in a replayed run, which measures no time, and in one that was
    cut short and resumed, whose pause nobody measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A whole audit."""

    plan: Plan
    results: tuple[CaseResult, ...]
    end: End
    suite_results: tuple[SuiteResult, ...] = ()
    probe_results: tuple[ProbeResult, ...] = ()


class Records(NamedTuple):
    """The records of a run in their order, as far as it goes."""

    plan: Plan
    results: tuple[CaseResult, ...]
    suite_results: tuple[SuiteResult, ...]
    probe_results: tuple[ProbeResult, ...]
    end: End | None

    @property
    def total(self) -> int:
        """Results of every kind."""
        return len(self.results) + len(self.suite_results) + len(self.probe_results)


NAMES: Mapping[type, str] = {
    Plan: "plan",
    CaseResult: "result",
    SuiteResult: "suite_result",
    ProbeResult: "probe_result",
    End: "end",
}
"""What the field `record` of a line says."""


def read_run(path: Path) -> Run:
    """The run stored at `path`, a record file or the folder that holds `run.jsonl`.

    Raises `RecordError` where it is missing, malformed, of another schema, cut short, changed in
    any byte, or a copy in which lines are withheld.
    """
    file = record_file(path)
    found = verified(file)
    if found.problem:
        raise unsound(found.problem, file)
    if found.withheld:
        raise RecordError(
            f"{found.withheld} of its {found.lines} lines are withheld, and a report needs all",
            path=file,
        )
    *rows, _seal = read_jsonl(file, error=RecordError)
    records = read_records(rows, file)
    if records.end is None:
        raise RecordError("holds no end record", path=file, line=len(rows))
    return Run(
        plan=records.plan,
        results=records.results,
        end=records.end,
        suite_results=records.suite_results,
        probe_results=records.probe_results,
    )


def record_file(path: Path) -> Path:
    """The record of a run's folder; a file is taken for the record itself."""
    return path / "run.jsonl" if path.is_dir() else path


def verified(file: Path) -> Verified:
    """What there is to say of a record file.

    Raises `RecordError` where it cannot be read, or is of another schema.
    """
    try:
        return verify(str(file))
    except FileNotFoundError:
        raise RecordError("no such file", path=file) from None
    except OSError as problem:
        raise RecordError(f"cannot be read: {problem.strerror}", path=file) from None
    except ValueError as problem:
        message = f"{problem}; audit again for a record that can be verified"
        raise RecordError(message, path=file) from None


def unsound(problem: Problem, file: Path) -> RecordError:
    """The error for a record that does not verify."""
    message = f"the record is not whole: {problem.kind}: {problem.reason}"
    if problem.kind == CUT:
        message += "; where the run was cut short, go on with `assay run --resume`"
    return RecordError(message, path=file, line=problem.line)


def read_records(rows: Sequence[Row], file: Path) -> Records:
    """The records of these lines, the plan first; the seal is none of them."""
    plan, between = _record(Plan, rows[0], file), list(rows[1:])
    ended = bool(between) and _kind(between[-1], file) == NAMES[End]
    end = _record(End, between.pop(), file) if ended else None
    cases = _leading(CaseResult, between, file)
    suites = _leading(SuiteResult, between[len(cases) :], file)
    probes = between[len(cases) + len(suites) :]
    return Records(
        plan, cases, suites, tuple(_record(ProbeResult, row, file) for row in probes), end
    )


def _leading(kind: type[T], rows: Sequence[Row], path: Path) -> tuple[T, ...]:
    """The records of that kind that the rows begin with."""
    leading = takewhile(lambda row: _kind(row, path) == NAMES[kind], rows)
    return tuple(_record(kind, row, path) for row in leading)


def _kind(row: Row, path: Path) -> object:
    return _fields(row, path).get("record")


def _record(kind: type[T], row: Row, path: Path) -> T:
    fields = _fields(row, path)
    found = fields.pop("record", None)
    if found != NAMES[kind]:
        message = f"is {found!r} where {NAMES[kind]!r} is wanted"
        raise RecordError(message, path=path, line=row.line, field="record")
    fields.pop("prev")  # verified already
    return parse(kind, fields, path=path, line=row.line, error=RecordError)


def _fields(row: Row, path: Path) -> dict[str, object]:
    if not isinstance(row.value, dict):
        raise RecordError("is no JSON object", path=path, line=row.line)
    return dict(row.value)
