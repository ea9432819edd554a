"""Fixes what a run is before its first question: subjects, gates, and a digest of every part."""

import hashlib
import os
import platform
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from audit.baseline import read_baseline
from audit.subjects import Subject
from audit.suite import GroundingSpec, ReplaySpec, Suite
from detectors.calibration import Calibration, CheckerError, read_calibration
from reports.run import Component, Overlap, Plan, SubjectPlan
from reports.verify_record import SCHEMA

if TYPE_CHECKING:  # loads faiss and torch
    from detectors.index import CorpusIndex

PACKAGES = (
    "captum",
    "faiss-cpu",
    "onnxruntime",
    "openai",
    "sentence-transformers",
    "torch",
    "transformers",
)
"""Packages whose version can change a result."""
CALIBRATED = frozenset(("citations", "consistency", "grounding", "reference"))
"""Detectors that judge by the entailment model and its calibration."""


def make_plan(
    suite: Suite,
    subjects: Sequence[Subject],
    corpus: "CorpusIndex | None",
    *,
    replayed: bool,
    overlaps: Sequence[Overlap] = (),
    judge: Sequence[Component] = (),
) -> Plan:
    """The plan of a run; a replayed one states no time, so that its record stays the same."""
    file = suite.file
    return Plan(
        schema=SCHEMA,
        assay=version("assaykit"),
        suite=file.name,
        title=file.title,
        domain=file.domain,
        purpose=file.purpose,
        suite_sha256=suite.sha256,
        started=None if replayed else datetime.now(UTC).isoformat(timespec="seconds"),
        replayed=replayed,
        labels=file.labels,
        currency=file.currency,
        cases=len(suite.cases),
        seed=file.seed,
        subjects=tuple(_priced(subject.plan(), suite) for subject in subjects),
        gates=file.gates,
        components=(
            *_corpus(suite, corpus),
            *_grounding(suite),
            *_sampling(suite),
            *judge,
            *_packages(),
            _machine(),
        ),
        left_out=suite.left_out,
        overlaps=tuple(overlaps),
        weights=file.weights,
        max_cost=file.max_cost,
        checker=_checker(suite),
        baseline=read_baseline(file.baseline, file.gates, suite.cases) if file.baseline else None,
    )


def _priced(plan: SubjectPlan, suite: Suite) -> SubjectPlan:
    """With the price of the machine that serves the subject, where the suite states one."""
    (spec,) = [spec for spec in suite.file.subjects if spec.name == plan.name]
    price = None if isinstance(spec, ReplaySpec) else spec.machine_price_per_hour
    return plan if price is None else replace(plan, machine_price_per_hour=price)


def _corpus(suite: Suite, corpus: "CorpusIndex | None") -> Sequence[Component]:
    if corpus is None or suite.file.corpus is None:
        return ()
    documents = len({passage.document for passage in corpus.passages})
    return (
        Component(
            role="corpus",
            name=suite.file.corpus.path.name,
            sha256=corpus.fingerprint,
            facts={"documents": documents, "passages": len(corpus.passages)},
        ),
        Component(role="embedder", name=corpus.embedder.name, sha256=corpus.embedder.sha256),
    )


def _grounding(suite: Suite) -> Sequence[Component]:
    """What claims are judged by: the entailment model, and the calibration with its own error."""
    if not any(CALIBRATED.intersection(spec.detectors) for spec in suite.file.subjects):
        return ()
    from detectors.shipped import CALIBRATION, calibration_for, shipped_entailment

    model, spec = shipped_entailment(), suite.file.grounding or GroundingSpec()
    given = read_calibration(spec.calibration) if spec.calibration else None
    used = calibration_for(model, given=given, error_budget=spec.error_budget)
    digest = hashlib.sha256((spec.calibration or CALIBRATION).read_bytes()).hexdigest()
    return (
        Component(role="entailment model", name=model.name, sha256=model.sha256),
        Component(role="calibration", name=used.name, sha256=digest, facts=_facts(used)),
    )


def _checker(suite: Suite) -> CheckerError | None:
    """How often grounding errs, where that was measured at the threshold that decides."""
    spec = suite.file.grounding
    planned = any("grounding" in subject.detectors for subject in suite.file.subjects)
    if spec is None or spec.calibration is None or not planned:
        return None
    used = read_calibration(spec.calibration)
    budget = spec.error_budget
    threshold = used.threshold if budget is None else used.threshold_for(budget)
    return used.checker if used.checker and used.checker.threshold == threshold else None


def _facts(calibration: Calibration) -> dict[str, str | int | float | bool]:
    """What the calibration decides by, and how far its probabilities were off where measured."""
    errors = {
        "error in domain": calibration.ece.in_domain,
        "error on a left-out source": calibration.ece.left_out,
    }
    return {
        "threshold": calibration.threshold,
        "review from": calibration.review_low,
        "review to": calibration.review_high,
        "claims": calibration.fitted_on.n,
        "documents": calibration.fitted_on.documents,
        **{
            name: f"{error.value:.3f} ({error.low:.3f} to {error.high:.3f}, n {error.n})"
            for name, error in errors.items()
            if error
        },
    }


def _sampling(suite: Suite) -> Sequence[Component]:
    """How subjects are asked again, where a detector does so."""
    if not any("consistency" in spec.detectors for spec in suite.file.subjects):
        return ()
    spec = suite.file.consistency
    facts = {"samples": spec.samples, "temperature": spec.temperature}
    return (Component(role="sampling", name="consistency", facts=facts),)


def _packages() -> list[Component]:
    return [
        Component(role="package", name=name, facts={"version": version(name)}) for name in PACKAGES
    ]


def _machine() -> Component:
    return Component(
        role="machine",
        name=f"{platform.system()} {platform.machine()}",
        facts={"python": platform.python_version(), "cores": os.cpu_count() or 0},
    )
