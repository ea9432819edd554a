"""Fixes what a run is before its first question: subjects, gates, and a digest of every part."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from audit.subjects import Subject
from audit.suite import Suite
from reports.run import SCHEMA, Component, Overlap, Plan

if TYPE_CHECKING:  # loads faiss and torch
    from detectors.index import CorpusIndex

PACKAGES = ("captum", "faiss-cpu", "openai", "sentence-transformers", "torch", "transformers")
"""Packages whose version can change a result."""


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
        subjects=tuple(subject.plan() for subject in subjects),
        gates=file.gates,
        components=(*_corpus(suite, corpus), *_sampling(suite), *judge, *_packages(), _machine()),
        left_out=suite.left_out,
        overlaps=tuple(overlaps),
    )


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
