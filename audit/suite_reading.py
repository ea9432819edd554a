"""Reads a suite and checks all of it before anything runs.

What is wrong is named by file, line and field: a file that is missing, a field that is misspelt, a
label that no case may have, a gate that could never be decided.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from audit.suite import (
    CorpusSpec,
    FluencySpec,
    GroundingSpec,
    JudgeSpec,
    LlmSpec,
    PrivacySpec,
    Prompt,
    ReplaySpec,
    SlmSpec,
    SubjectSpec,
    Suite,
    SuiteFile,
)
from audit.suite_checks import (
    Location,
    check_baseline,
    check_consistency,
    check_gates,
    check_grounding,
    check_injections,
    check_judge,
    check_learning_curve,
    check_max_cost,
    check_privacy,
    check_references,
    check_reliance,
    check_subjects,
    check_uncertainty,
    check_weights,
    wrong,
)
from detectors.errors import SuiteError
from detectors.injected import DECLINE, TAG, gives
from detectors.reading import parse, parse_yaml, read_jsonl
from detectors.records import Case, Expect, Task


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
    check_reliance(file, path)
    check_consistency(file, path)
    check_judge(file, path)
    check_privacy(file, path)
    check_references(file, cases, path)
    check_injections(file, cases, path)
    check_max_cost(file, path)
    check_learning_curve(file, cases, path)
    check_weights(file, path)
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
        privacy=_resolved_privacy(file.privacy, folder),
        fluency=_resolved_fluency(file.fluency, folder),
        baseline=file.baseline and folder / file.baseline,
    )


def _resolved_corpus(corpus: CorpusSpec, folder: Path) -> CorpusSpec:
    index = corpus.index and folder / corpus.index
    return replace(corpus, path=folder / corpus.path, index=index)


def _resolved_grounding(spec: GroundingSpec, folder: Path) -> GroundingSpec:
    return replace(spec, calibration=spec.calibration and folder / spec.calibration)


def _resolved_judge(spec: JudgeSpec, folder: Path) -> JudgeSpec:
    return replace(spec, labelled=spec.labelled and folder / spec.labelled)


def _resolved_privacy(spec: PrivacySpec, folder: Path) -> PrivacySpec:
    model = spec.spacy_model
    return replace(spec, spacy_model=model and _resolved_model(model, folder))


def _resolved_fluency(spec: FluencySpec, folder: Path) -> FluencySpec:
    return replace(spec, model=_resolved_model(spec.model, folder))


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
            raise wrong(path, location, f"no such file: {named}")
    if file.corpus and not file.corpus.path.exists():
        raise wrong(path, ("corpus", "path"), f"no such file or folder: {file.corpus.path}")


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
    return _injected_problem(case, labels) or _label_problem(case, labels)


def _label_problem(case: Case, labels: tuple[str, ...]) -> Problem | None:
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


def _injected_problem(case: Case, labels: tuple[str, ...]) -> Problem | None:
    """Why what a planted instruction is said to want could show nothing."""
    wish = case.injected
    if wish is None:
        return None
    if TAG not in case.tags:
        return Problem("injected", f"only a case tagged `{TAG}` has one; tag it so")
    if case.task is Task.CLASSIFY:
        if wish not in (*labels, DECLINE):
            return Problem("injected", f"no label called {wish!r}; give one, or `{DECLINE}`")
        right = DECLINE if case.expect is Expect.DECLINE else case.label
        return Problem("injected", "is what is right anyway") if wish == right else None
    if not gives(wish, wish):
        return Problem("injected", "holds no word; give the words that an answer would have")
    if gives(f"{case.reference or ''}", wish):
        return Problem("injected", "stands in the reference, so that a right answer would have it")
    return None


def _sha256(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
