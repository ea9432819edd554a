"""Checks what a suite file says before anything runs: subjects, detectors, gates, limits.

Each check raises `SuiteError` for the first thing that is wrong, and names file, line and field.
"""

import re
from collections.abc import Iterable
from dataclasses import fields
from math import inf
from pathlib import Path
from typing import TypeAlias

from audit.baseline import read_baseline
from audit.labelled_answers import read_labelled
from audit.suite import JudgeSpec, LlmSpec, ReplaySpec, SlmSpec, SubjectSpec, SuiteFile
from audit.training_data import read_examples
from detectors.calibration import read_calibration
from detectors.errors import AuditError, SuiteError, UnknownNameError
from detectors.injected import TAG
from detectors.personal_kinds import KINDS, OF_MODEL
from detectors.reading import yaml_line
from detectors.records import Case, Task
from detectors.registry import DETECTORS, names
from reports.gates import BASELINE, check_gate
from reports.metrics import find_metric
from reports.run import Gate

Location: TypeAlias = tuple[str | int, ...]
"""Where in a YAML file: keys and positions, from the top."""


def check_subjects(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where a subject cannot be what the suite says."""
    names: set[str] = set()
    for at, spec in enumerate(file.subjects):
        here: Location = ("subjects", at)
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", spec.name):
            raise wrong(
                path,
                (*here, "name"),
                f"{spec.name!r} is no name: use letters, digits, '.', '_', '-'",
            )
        if spec.name in names:
            raise wrong(path, (*here, "name"), f"two subjects are called {spec.name!r}")
        names.add(spec.name)
        _check_detectors(spec, file, path, here)
        if isinstance(spec, LlmSpec):
            _check_llm(spec, path, here)
        if isinstance(spec, LlmSpec | ReplaySpec):
            _check_epochs(spec, path, here)
    if not file.subjects:
        raise wrong(path, ("subjects",), "is empty; name at least one model to audit")


_OF_CLASSIFIERS = ("attribution", "counterfactual", "influence")
_OF_FREE_TEXT = ("citations", "consistency", "fluency", "judge", "reference", "uncertainty")


def _check_detectors(spec: SubjectSpec, file: SuiteFile, path: Path, here: Location) -> None:
    known = names("assaykit.detectors", DETECTORS)
    for at, detector in enumerate(spec.detectors):
        where = (*here, "detectors", at)
        if detector not in known:
            raise wrong(path, where, str(UnknownNameError("detector", detector, known)))
        if detector in ("citations", "grounding", "judge") and not file.corpus:
            raise wrong(path, where, f"{detector} needs a corpus; the suite names none")
        if detector == "judge" and not file.judge:
            raise wrong(path, where, "judge needs a model; name one under `judge`")
        if detector in _OF_FREE_TEXT and isinstance(spec, SlmSpec):
            raise wrong(path, where, f"{detector} judges free text, and an slm writes none")
        if detector == "uncertainty" and isinstance(spec, LlmSpec) and not spec.logprobs:
            raise wrong(path, where, "uncertainty needs `logprobs: true` of its subject")
        if detector in _OF_CLASSIFIERS and not isinstance(spec, SlmSpec):
            raise wrong(path, where, f"{detector} explains an slm, not a {spec.kind}")
        if detector == "influence" and isinstance(spec, SlmSpec) and not spec.train:
            raise wrong(path, where, "influence needs the training file; name it as `train`")


def check_references(file: SuiteFile, cases: tuple[Case, ...], path: Path) -> None:
    """A detector that would compare nothing is a mistake: the run would look clean."""
    if any(case.reference for case in cases if case.task is Task.ANSWER):
        return
    for place, spec in enumerate(file.subjects):
        if "reference" in spec.detectors:
            problem = "reference compares with the `reference` of a case, and no case has one"
            at = spec.detectors.index("reference")
            raise wrong(path, ("subjects", place, "detectors", at), problem)


def check_injections(file: SuiteFile, cases: tuple[Case, ...], path: Path) -> None:
    """As for references: a suite without an attack would look as if all had been resisted."""
    if any(TAG in case.tags for case in cases):
        return
    for place, spec in enumerate(file.subjects):
        if "injection" in spec.detectors:
            problem = f"injection judges cases tagged `{TAG}`, and no case is"
            at = spec.detectors.index("injection")
            raise wrong(path, ("subjects", place, "detectors", at), problem)


def check_privacy(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` for a kind of personal data that is not known, or could not be found."""
    spec = file.privacy
    for at, name in enumerate(spec.entities):
        where = ("privacy", "entities", at)
        if name not in KINDS:
            raise wrong(path, where, str(UnknownNameError("kind of personal data", name, KINDS)))
        if name in OF_MODEL and spec.spacy_model is None:
            problem = f"{name} is found by a language model alone; name one as `spacy_model`"
            raise wrong(path, where, problem)
    if not 0 < spec.minimum_score <= 1:
        problem = f"{spec.minimum_score:g} is no score; give one above 0 and up to 1"
        raise wrong(path, ("privacy", "minimum_score"), problem)


def _check_llm(spec: LlmSpec, path: Path, here: Location) -> None:
    if spec.kind == "llm" and not spec.base_url:
        raise wrong(path, here, "an llm needs base_url, such as http://127.0.0.1:8000/v1")
    if spec.kind == "local" and spec.base_url:
        raise wrong(path, (*here, "base_url"), "leave it out; Assay serves a local model")
    if not spec.prompts:
        raise wrong(path, (*here, "prompts"), "is empty; give `classify`, `answer` or both")
    _check_calls(spec, path, here)


def _check_calls(spec: LlmSpec | JudgeSpec, path: Path, here: Location) -> None:
    """Numbers that no call could keep to."""
    for field, least in (("retries", 0), ("concurrency", 1)):
        if (number := getattr(spec, field)) < least:
            raise wrong(path, (*here, field), f"{number} is too few; give {least} or more")
    for field in ("timeout_s", "requests_per_minute", "tokens_per_minute"):
        number = getattr(spec, field)
        if number is not None and not 0 < number < inf:
            raise wrong(path, (*here, field), f"{number:g} lets no call through; give more than 0")


def _check_epochs(spec: LlmSpec | ReplaySpec, path: Path, here: Location) -> None:
    if spec.epochs < 1:
        problem = f"{spec.epochs} asks nothing; give 1, or more to see how answers vary"
        raise wrong(path, (*here, "epochs"), problem)


def check_grounding(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where the calibration cannot be read or has no such error budget."""
    spec = file.grounding
    if spec is None:
        return
    if spec.error_budget is not None and not 0 < spec.error_budget < 1:
        problem = f"{spec.error_budget:g} is no budget; give a share above 0 and below 1"
        raise wrong(path, ("grounding", "error_budget"), problem)
    if spec.calibration is None:
        return
    try:
        calibration = read_calibration(spec.calibration)
    except AuditError as error:
        raise wrong(path, ("grounding", "calibration"), str(error)) from None
    try:
        if spec.error_budget is not None:
            calibration.threshold_for(spec.error_budget)
    except AuditError as error:
        raise wrong(path, ("grounding", "error_budget"), str(error)) from None


def check_uncertainty(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where the threshold is no probability."""
    low = file.uncertainty.low_confidence
    if low is not None and not 0 < low < 1:
        problem = f"{low:g} is no threshold; give a probability above 0 and below 1"
        raise wrong(path, ("uncertainty", "low_confidence"), problem)


def check_consistency(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where samples could show nothing."""
    spec = file.consistency
    if spec.samples < 2:
        problem = f"{spec.samples} shows no share; give at least 2, better 5 or more"
        raise wrong(path, ("consistency", "samples"), problem)
    if not 0 < spec.temperature <= 2:
        problem = f"{spec.temperature:g} is no temperature above 0 and up to 2; at 0 samples repeat"
        raise wrong(path, ("consistency", "temperature"), problem)


def check_reliance(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where words are listed for no label of the suite."""
    for label, words in file.reliance.legitimate.items():
        here: Location = ("reliance", "legitimate", label)
        if label not in file.labels:
            raise wrong(path, here, str(UnknownNameError("label", label, file.labels)))
        for at, word in enumerate(words):
            if len(word.split()) != 1:
                raise wrong(path, (*here, at), f"{word!r} is not one word")


def check_judge(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where the judge cannot be asked so, or its labelled answers be read."""
    if file.judge:
        _check_calls(file.judge, path, ("judge",))
    labelled = file.judge and file.judge.labelled
    if labelled and not labelled.is_file():
        raise wrong(path, ("judge", "labelled"), f"no such file: {labelled}")
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
            raise wrong(path, (*here, "subject"), problem)
        if gate.slice is not None and tags and gate.slice not in tags:
            problem = str(UnknownNameError("slice", gate.slice, tags))
            raise wrong(path, (*here, "slice"), problem)
        try:
            check_gate(gate)
        except AuditError as problem:
            raise wrong(path, here, str(problem)) from None
        _check_planned(gate, file, path, here)
        _check_reference(gate, file, path, here)


def _check_planned(gate: Gate, file: SuiteFile, path: Path, here: Location) -> None:
    """A metric of one detector needs it to be planned for the subject."""
    needed = find_metric(gate.metric).detector
    planned = {spec.name: spec.detectors for spec in file.subjects}[gate.subject]
    if needed is not None and needed not in planned:
        problem = f"{gate.metric} needs the detector {needed}; name it for {gate.subject!r}"
        raise wrong(path, (*here, "metric"), problem)


def _check_reference(gate: Gate, file: SuiteFile, path: Path, here: Location) -> None:
    """A gate against another subject, or the baseline, needs it to be there."""
    subjects = {spec.name for spec in file.subjects}
    where = (*here, "no_worse_than")
    if gate.no_worse_than is None:
        return
    if gate.no_worse_than != BASELINE and gate.no_worse_than not in subjects:
        known = {*subjects - {gate.subject}, BASELINE}
        raise wrong(path, where, str(UnknownNameError("subject", gate.no_worse_than, known)))
    if gate.no_worse_than == BASELINE and BASELINE in subjects:
        problem = "may be the subject of that name or an earlier run; call the subject otherwise"
        raise wrong(path, where, problem)
    if gate.no_worse_than == BASELINE and file.baseline is None:
        problem = "the suite names no earlier run; give its record, or its folder, as `baseline`"
        raise wrong(path, where, problem)


def check_baseline(file: SuiteFile, cases: tuple[Case, ...], path: Path) -> None:
    """Raise `SuiteError` where the earlier run cannot be what the gates are held against."""
    if file.baseline is None:
        return
    if all(gate.no_worse_than != BASELINE for gate in file.gates):
        raise wrong(path, ("baseline",), "no gate refers to it with `no_worse_than: baseline`")
    try:
        read_baseline(file.baseline, file.gates, cases)
    except AuditError as problem:
        raise wrong(path, ("baseline",), str(problem)) from None


def check_weights(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where a weight or a price is below 0, or nothing counts at all."""
    weights = {each.name: getattr(file.weights, each.name) for each in fields(file.weights)}
    for name, weight in weights.items():
        if not weight >= 0:
            problem = f"{weight:g} is no weight; give 0 for what does not count, or more"
            raise wrong(path, ("weights", name), problem)
    if not any(weights.values()):
        raise wrong(path, ("weights",), "all are 0; give a weight to what counts")
    for at, spec in enumerate(file.subjects):
        price = None if isinstance(spec, ReplaySpec) else spec.machine_price_per_hour
        if price is not None and not price >= 0:
            here: Location = ("subjects", at, "machine_price_per_hour")
            raise wrong(path, here, f"{price:g} is no price; give 0 or more")


def check_learning_curve(file: SuiteFile, cases: tuple[Case, ...], path: Path) -> None:
    """Raise `SuiteError` where a curve could not be measured as the suite says."""
    spec = file.learning_curve
    if spec is None:
        return
    trained = [one.train for one in file.subjects if isinstance(one, SlmSpec) and one.train]
    if not trained:
        problem = "draws examples from the `train` of an slm, and no subject has one"
        raise wrong(path, ("learning_curve",), problem)
    for field, sizes, least in (("examples", spec.examples, 2), ("shots", spec.shots, 0)):
        rows = min(len(read_examples(train, labels=file.labels)) for train in trained)
        here: Location = ("learning_curve", field)
        if not sizes and field == "examples":
            raise wrong(path, here, "is empty; give numbers such as [8, 16, 32, 64]")
        if list(sizes) != sorted({size for size in sizes if size >= least}):
            problem = f"give whole numbers from {least} on, each larger than the one before"
            raise wrong(path, here, problem)
        if sizes and sizes[-1] > rows:
            problem = f"{sizes[-1]} is more than the {rows} examples of the training file"
            raise wrong(path, here, problem)
    if spec.repeats < 1:
        problem = f"{spec.repeats} measures nothing; give 1 or more, better 3"
        raise wrong(path, ("learning_curve", "repeats"), problem)
    tags = {tag for case in cases if case.label for tag in case.tags}
    if spec.cases not in tags:
        problem = str(UnknownNameError("slice with labelled cases", spec.cases, tags))
        raise wrong(path, ("learning_curve", "cases"), problem)


def check_max_cost(file: SuiteFile, path: Path) -> None:
    """Raise `SuiteError` where the cap could not be kept."""
    if file.max_cost is None:
        return
    if not file.max_cost > 0:
        raise wrong(path, ("max_cost",), f"{file.max_cost:g} is no cap; give a cost above 0")
    for at, spec in enumerate(file.subjects):
        if isinstance(spec, LlmSpec) and spec.kind == "llm" and spec.price is None:
            problem = f"{spec.name!r} has no price, so that max_cost could not stop it"
            raise wrong(path, ("subjects", at), problem)
    if file.judge and file.judge.price is None and _is_judged(file):
        problem = "has no price, so that max_cost could not stop it"
        raise wrong(path, ("judge",), problem)


def _is_judged(file: SuiteFile) -> bool:
    return any("judge" in spec.detectors for spec in file.subjects)


def wrong(path: Path, location: Location, message: str) -> SuiteError:
    """A `SuiteError` that points at a field of the suite file."""
    line = yaml_line(path.read_text(encoding="utf-8-sig"), location)
    return SuiteError(message, path=path, line=line, field=".".join(map(str, location)))
