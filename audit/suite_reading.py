"""Reads a suite and checks all of it before anything runs.

What is wrong is named by file, line and field: a file that is missing, a field that is misspelt, a
label that no case may have, a gate that could never be decided.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeAlias

from audit.baseline import read_baseline
from audit.labelled_answers import read_labelled
from audit.suite import (
    CorpusSpec,
    GroundingSpec,
    JudgeSpec,
    LlmSpec,
    Prompt,
    ReplaySpec,
    SlmSpec,
    SubjectSpec,
    Suite,
    SuiteFile,
)
from detectors.calibration import read_calibration
from detectors.errors import AuditError, SuiteError, UnknownNameError
from detectors.reading import parse, parse_yaml, read_jsonl, yaml_line
from detectors.records import Case, Expect, Task
from detectors.registry import DETECTORS, names
from reports.gates import BASELINE, check_gate
from reports.run import Gate

Location: TypeAlias = tuple[str | int, ...]
"""Where in a YAML file: keys and positions, from the top."""


def load_suite(path: Path) -> Suite:
    """The suite at `path`, a YAML file or a folder that holds `suite.yaml`.

    Raises `SuiteError` for the first thing that is wrong. A suite without cases loads: the run
    says that it judged nothing, and ends as not passed.
    """
    path = (path / "suite.yaml" if path.is_dir() else path).resolve()
    file = _resolved(parse_yaml(SuiteFile, path, error=SuiteError), path.parent)
    _check_files(file, path)
    rows = tuple(_read_cases(file))
    _check_relations(rows)
    cases = tuple(row.case for row in rows)
    check_subjects(file, path)
    check_grounding(file, path)
    check_uncertainty(file, path)
    check_consistency(file, path)
    check_judge(file, path)
    _check_references(file, cases, path)
    check_max_cost(file, path)
    check_gates(file, cases, path)
    check_baseline(file, cases, path)
    return Suite(path=path, file=file, cases=cases, sha256=_sha256([path, *_decisive(file)]))


def _decisive(file: SuiteFile) -> tuple[Path, ...]:
    """The named files whose change makes it another test."""
    calibration = file.grounding.calibration if file.grounding else None
    return (*file.cases, *((calibration,) if calibration else ()))


def _resolved(file: SuiteFile, folder: Path) -> SuiteFile:
    """The same suite file with its paths taken from the folder that it stands in."""
    return replace(
        file,
        cases=tuple(folder / case_file for case_file in file.cases),
        subjects=tuple(_resolved_subject(spec, folder) for spec in file.subjects),
        corpus=file.corpus and _resolved_corpus(file.corpus, folder),
        grounding=file.grounding and _resolved_grounding(file.grounding, folder),
        judge=file.judge and _resolved_judge(file.judge, folder),
        baseline=file.baseline and folder / file.baseline,
    )


def _resolved_corpus(corpus: CorpusSpec, folder: Path) -> CorpusSpec:
    index = corpus.index and folder / corpus.index
    return replace(corpus, path=folder / corpus.path, index=index)


def _resolved_grounding(spec: GroundingSpec, folder: Path) -> GroundingSpec:
    return replace(spec, calibration=spec.calibration and folder / spec.calibration)


def _resolved_judge(spec: JudgeSpec, folder: Path) -> JudgeSpec:
    return replace(spec, labelled=spec.labelled and folder / spec.labelled)


def _resolved_subject(spec: SubjectSpec, folder: Path) -> SubjectSpec:
    match spec:
        case SlmSpec():
            train = spec.train and folder / spec.train
            return replace(spec, train=train, model=_resolved_model(spec.model, folder))
        case LlmSpec():
            prompts = {
                task: _resolved_prompt(prompt, folder) for task, prompt in spec.prompts.items()
            }
            model = spec.model if spec.kind == "llm" else _resolved_model(spec.model, folder)
            return replace(spec, prompts=prompts, model=model)
        case ReplaySpec():
            return replace(spec, recording=folder / spec.recording)


def _resolved_model(name: str, folder: Path) -> str:
    """A path where there is one beside the suite; a hub id or a shipped name otherwise."""
    return str(folder / name) if name.startswith(".") or (folder / name).exists() else name


def _resolved_prompt(prompt: Prompt, folder: Path) -> Prompt:
    return replace(
        prompt,
        template=folder / prompt.template,
        examples=prompt.examples and folder / prompt.examples,
        system=prompt.system and folder / prompt.system,
    )


def _check_files(file: SuiteFile, path: Path) -> None:
    for location, named in _named_files(file):
        if not named.is_file():
            raise _wrong(path, location, f"no such file: {named}")
    if file.corpus and not file.corpus.path.exists():
        raise _wrong(path, ("corpus", "path"), f"no such file or folder: {file.corpus.path}")


def _named_files(file: SuiteFile) -> Iterator[tuple[Location, Path]]:
    for at, case_file in enumerate(file.cases):
        yield ("cases", at), case_file
    for at, spec in enumerate(file.subjects):
        if isinstance(spec, SlmSpec) and spec.train:
            yield ("subjects", at, "train"), spec.train
        if isinstance(spec, ReplaySpec):
            yield ("subjects", at, "recording"), spec.recording
        if isinstance(spec, LlmSpec):
            for task, prompt in spec.prompts.items():
                for field in ("template", "examples", "system"):
                    named = getattr(prompt, field)
                    if named:
                        yield ("subjects", at, "prompts", task.value, field), named


class _CaseRow(NamedTuple):
    """A case, and where it stands."""

    case: Case
    path: Path
    line: int


def _read_cases(file: SuiteFile) -> Iterator[_CaseRow]:
    seen: dict[str, str] = {}
    for path in file.cases:
        for row in read_jsonl(path, error=SuiteError):
            case = parse(Case, row.value, path=path, line=row.line, error=SuiteError)
            if case.id in seen:
                raise SuiteError(
                    f"the id {case.id!r} is taken by {seen[case.id]}",
                    path=path,
                    line=row.line,
                    field="id",
                )
            seen[case.id] = f"{path.name}:{row.line}"
            problem = case_problem(case, file.labels)
            if problem:
                raise SuiteError(problem.message, path=path, line=row.line, field=problem.field)
            yield _CaseRow(case, path, row.line)


def _check_relations(rows: Sequence[_CaseRow]) -> None:
    """Raise `SuiteError` where a relation has no case to compare with."""
    cases = {row.case.id: row.case for row in rows}
    for case, path, line in rows:
        problem = _relation_problem(case, cases)
        if problem:
            raise SuiteError(problem.message, path=path, line=line, field=problem.field)


def _relation_problem(case: Case, cases: Mapping[str, Case]) -> "Problem | None":
    if case.relation is None:
        return None
    if case.task is not Task.CLASSIFY:
        return Problem("relation", "only a classify case has one; leave it out")
    if case.group is None:
        return Problem("relation", "needs a `group`: the id of the case that this one varies")
    base = cases.get(case.group)
    if base is None:
        return Problem(
            "group", f"no case has the id {case.group!r}, which `relation` compares with"
        )
    if base is case:
        return Problem("group", "is the case itself; name the case that this one varies")
    if base.task is not Task.CLASSIFY:
        return Problem(
            "group", f"`relation` compares labels, and {case.group!r} is no classify case"
        )
    return None


class Problem(NamedTuple):
    """What is wrong with a field of a case."""

    field: str
    message: str


def case_problem(case: Case, labels: tuple[str, ...]) -> Problem | None:
    """Why the case makes no sense in a suite with these labels; `None` where it does."""
    if not case.text.strip():
        return Problem("text", "is empty; a subject needs something to be asked")
    if case.task is Task.ANSWER:
        return Problem("label", "only a classify case has a label") if case.label else None
    if case.expect is Expect.CORRECT:
        return Problem("expect", "a classify case expects `answer` or `decline`")
    if case.expect is Expect.DECLINE:
        return Problem("label", "a case to decline has no label") if case.label else None
    if case.label not in labels:
        known = ", ".join(labels) or "none: the suite file states no labels"
        return Problem("label", f"no label called {case.label!r}; known: {known}")
    return None


def check_subjects(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where a subject cannot be what the suite says."""
    names: set[str] = set()
    for at, spec in enumerate(file.subjects):
        here: Location = ("subjects", at)
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", spec.name):
            raise _wrong(
                path,
                (*here, "name"),
                f"{spec.name!r} is no name: use letters, digits, '.', '_', '-'",
            )
        if spec.name in names:
            raise _wrong(path, (*here, "name"), f"two subjects are called {spec.name!r}")
        names.add(spec.name)
        _check_detectors(spec, file, path, here)
        if isinstance(spec, LlmSpec):
            _check_llm(spec, path, here)
    if not file.subjects:
        raise _wrong(path, ("subjects",), "is empty; name at least one model to audit")


_OF_CLASSIFIERS = ("attribution", "counterfactual", "influence")
_OF_FREE_TEXT = ("citations", "consistency", "judge", "reference", "uncertainty")


def _check_detectors(spec: SubjectSpec, file: SuiteFile, path: Path, here: Location) -> None:
    known = names("assaykit.detectors", DETECTORS)
    for at, detector in enumerate(spec.detectors):
        where = (*here, "detectors", at)
        if detector not in known:
            raise _wrong(path, where, str(UnknownNameError("detector", detector, known)))
        if detector in ("citations", "grounding", "judge") and not file.corpus:
            raise _wrong(path, where, f"{detector} needs a corpus; the suite names none")
        if detector == "judge" and not file.judge:
            raise _wrong(path, where, "judge needs a model; name one under `judge`")
        if detector in _OF_FREE_TEXT and isinstance(spec, SlmSpec):
            raise _wrong(path, where, f"{detector} judges free text, and an slm writes none")
        if detector == "uncertainty" and isinstance(spec, LlmSpec) and not spec.logprobs:
            raise _wrong(path, where, "uncertainty needs `logprobs: true` of its subject")
        if detector in _OF_CLASSIFIERS and not isinstance(spec, SlmSpec):
            raise _wrong(path, where, f"{detector} explains an slm, not a {spec.kind}")
        if detector == "influence" and isinstance(spec, SlmSpec) and not spec.train:
            raise _wrong(path, where, "influence needs the training file; name it as `train`")


def _check_references(file: SuiteFile, cases: tuple[Case, ...], path: Path) -> None:
    """A detector that would compare nothing is a mistake: the run would look clean."""
    if any(case.reference for case in cases if case.task is Task.ANSWER):
        return
    for place, spec in enumerate(file.subjects):
        if "reference" in spec.detectors:
            problem = "reference compares with the `reference` of a case, and no case has one"
            at = spec.detectors.index("reference")
            raise _wrong(path, ("subjects", place, "detectors", at), problem)


def _check_llm(spec: LlmSpec, path: Path, here: Location) -> None:
    if spec.kind == "llm" and not spec.base_url:
        raise _wrong(path, here, "an llm needs base_url, such as http://127.0.0.1:8000/v1")
    if spec.kind == "local" and spec.base_url:
        raise _wrong(path, (*here, "base_url"), "leave it out; Assay serves a local model")
    if not spec.prompts:
        raise _wrong(path, (*here, "prompts"), "is empty; give `classify`, `answer` or both")


def check_grounding(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where the calibration cannot be read or has no such error budget."""
    spec = file.grounding
    if spec is None:
        return
    if spec.error_budget is not None and not 0 < spec.error_budget < 1:
        problem = f"{spec.error_budget:g} is no budget; give a share above 0 and below 1"
        raise _wrong(path, ("grounding", "error_budget"), problem)
    if spec.calibration is None:
        return
    try:
        calibration = read_calibration(spec.calibration)
    except AuditError as error:
        raise _wrong(path, ("grounding", "calibration"), str(error)) from None
    try:
        if spec.error_budget is not None:
            calibration.threshold_for(spec.error_budget)
    except AuditError as error:
        raise _wrong(path, ("grounding", "error_budget"), str(error)) from None


def check_uncertainty(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where the threshold is no probability."""
    low = file.uncertainty.low_confidence
    if low is not None and not 0 < low < 1:
        problem = f"{low:g} is no threshold; give a probability above 0 and below 1"
        raise _wrong(path, ("uncertainty", "low_confidence"), problem)


def check_consistency(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where samples could show nothing."""
    spec = file.consistency
    if spec.samples < 2:
        problem = f"{spec.samples} shows no share; give at least 2, better 5 or more"
        raise _wrong(path, ("consistency", "samples"), problem)
    if not 0 < spec.temperature <= 2:
        problem = f"{spec.temperature:g} is no temperature above 0 and up to 2; at 0 samples repeat"
        raise _wrong(path, ("consistency", "temperature"), problem)


def check_judge(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where the labelled answers of the judge cannot be read."""
    labelled = file.judge and file.judge.labelled
    if labelled and not labelled.is_file():
        raise _wrong(path, ("judge", "labelled"), f"no such file: {labelled}")
    if labelled:
        read_labelled(labelled, with_corpus=True)


def check_gates(file: SuiteFile, cases: Iterable[Case], path: Path) -> None:
    """Raise `SuiteError` where a gate could never be decided."""
    tags = {tag for case in cases for tag in case.tags}
    subjects = [spec.name for spec in file.subjects]
    for at, gate in enumerate(file.gates):
        here: Location = ("gates", at)
        if gate.subject not in subjects:
            problem = str(UnknownNameError("subject", gate.subject, subjects))
            raise _wrong(path, (*here, "subject"), problem)
        if gate.slice is not None and tags and gate.slice not in tags:
            problem = str(UnknownNameError("slice", gate.slice, tags))
            raise _wrong(path, (*here, "slice"), problem)
        try:
            check_gate(gate)
        except AuditError as problem:
            raise _wrong(path, here, str(problem)) from None
        _check_reference(gate, file, path, here)


def _check_reference(gate: Gate, file: SuiteFile, path: Path, here: Location) -> None:
    """A gate against another subject, or the baseline, needs it to be there."""
    subjects = {spec.name for spec in file.subjects}
    where = (*here, "no_worse_than")
    if gate.no_worse_than is None:
        return
    if gate.no_worse_than != BASELINE and gate.no_worse_than not in subjects:
        known = {*subjects - {gate.subject}, BASELINE}
        raise _wrong(path, where, str(UnknownNameError("subject", gate.no_worse_than, known)))
    if gate.no_worse_than == BASELINE and BASELINE in subjects:
        problem = "may be the subject of that name or an earlier run; call the subject otherwise"
        raise _wrong(path, where, problem)
    if gate.no_worse_than == BASELINE and file.baseline is None:
        problem = "the suite names no earlier run; give its record, or its folder, as `baseline`"
        raise _wrong(path, where, problem)


def check_baseline(file: SuiteFile, cases: tuple[Case, ...], path: Path) -> None:
    """Raise `SuiteError` where the earlier run cannot be what the gates are held against."""
    if file.baseline is None:
        return
    if all(gate.no_worse_than != BASELINE for gate in file.gates):
        raise _wrong(path, ("baseline",), "no gate refers to it with `no_worse_than: baseline`")
    try:
        read_baseline(file.baseline, file.gates, cases)
    except AuditError as problem:
        raise _wrong(path, ("baseline",), str(problem)) from None


def check_max_cost(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where the cap could not be kept."""
    if file.max_cost is None:
        return
    if not file.max_cost > 0:
        raise _wrong(path, ("max_cost",), f"{file.max_cost:g} is no cap; give a cost above 0")
    for at, spec in enumerate(file.subjects):
        if isinstance(spec, LlmSpec) and spec.kind == "llm" and spec.price is None:
            problem = f"{spec.name!r} has no price, so that max_cost could not stop it"
            raise _wrong(path, ("subjects", at), problem)


def _wrong(path: Path, location: Location, message: str) -> SuiteError:
    """A `SuiteError` that points at a field of the suite file."""
    line = yaml_line(path.read_text(encoding="utf-8-sig"), location)
    return SuiteError(message, path=path, line=line, field=".".join(map(str, location)))


def _sha256(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
