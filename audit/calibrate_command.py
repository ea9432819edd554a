"""What `assay calibrate` does: judge labelled answers, fit a calibration, tell how good it is."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from audit.calibration_terminal import show_calibration
from audit.checker_error import checker_error
from audit.labelled_answers import LabelledAnswer, read_labelled
from audit.progress import Progress, shown
from detectors.calibration import Calibration, read_calibration, write_calibration
from detectors.corpus import read_corpus
from detectors.embedding import Embedder
from detectors.errors import RecordError
from detectors.given import GivenBatch
from detectors.grounding import Asked, Grounder, Source
from detectors.index import CorpusIndex, cached_index, is_index, read_meta
from detectors.labelled import Labelled
from detectors.models import PACKAGED
from detectors.recalibration import recalibrate
from detectors.records import Judgement
from detectors.scaling import Method
from detectors.shipped import calibration_for, shipped_entailment
from detectors.similarity import Encoder, Similarity

PORTION = 32
"""Answers judged between two reports of progress."""


class _Judging(NamedTuple):
    """What answers are judged by."""

    grounder: Grounder
    embedder: Encoder
    similarity: Similarity
    corpus: CorpusIndex | None


def calibrate(
    path: Path,
    *,
    out: Path,
    cache: Path,
    corpus: Path | None = None,
    embedder: str | None = None,
    calibration: Path | None = None,
    method: str = Method.PLATT,
) -> None:
    """Write the calibration fitted to the labelled answers, and tell what it brought."""
    rows = read_labelled(path, with_corpus=corpus is not None)
    base = _base(calibration)
    console = Console(stderr=True, highlight=False)
    with shown(console) as progress:
        index = _index(corpus, embedder, cache, progress) if corpus else None
        judged = list(_judged(rows, _judging(index, embedder or PACKAGED, base), progress))
    _tell_left_out(judged, console)
    made = recalibrate(
        base,
        _scored(rows, judged),
        method=Method(method),
        name=out.stem,
        sources=[path.name],
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    error = checker_error(
        made.held_back, _without_evidence(rows, judged), threshold=made.calibration.threshold
    )
    made = made._replace(calibration=replace(made.calibration, checker=error))
    out.parent.mkdir(parents=True, exist_ok=True)
    write_calibration(made.calibration, out)
    show_calibration(made, Console(highlight=False))
    Console().print(f"Calibration: {out}", soft_wrap=True, markup=False, highlight=False)


def weakest_claim(judgements: Sequence[Judgement]) -> float | None:
    """The lowest probability of supported; `None` where no probability decided a claim or all."""
    asked = [judgement for judgement in judgements if judgement.verdict is not None]
    given = [judgement.probability for judgement in asked if judgement.probability is not None]
    if not asked or len(given) < len(asked):
        return None
    return min(probability.supported for probability in given)


def _base(path: Path | None) -> Calibration:
    """The calibration to start from, which must be for the entailment model that ships."""
    model = shipped_entailment()
    if path is None:
        return calibration_for(model)
    base = read_calibration(path)
    if base.model.sha256 != model.sha256:
        raise RecordError(
            f"was fitted for another model ({base.model.name}, sha256 {base.model.sha256[:12]}; "
            f"this one is {model.name}, {model.sha256[:12]})",
            path=path,
            field="model",
        )
    return base


def _scored(
    rows: Sequence[LabelledAnswer], judged: Sequence[Sequence[Judgement]]
) -> list[Labelled]:
    return [
        Labelled(weakest, row.label, row.cluster)
        for row, judgements in zip(rows, judged, strict=True)
        if (weakest := weakest_claim(judgements)) is not None
    ]


def _without_evidence(
    rows: Sequence[LabelledAnswer], judged: Sequence[Sequence[Judgement]]
) -> list[Labelled]:
    """Answers that are flagged without a probability: no evidence bears on a claim of them."""
    return [
        Labelled(0.0, row.label, row.cluster)
        for row, judgements in zip(rows, judged, strict=True)
        if weakest_claim(judgements) is None
        and any(each.rule == "no_evidence" for each in judgements)
    ]


def _judging(index: CorpusIndex | None, name: str, base: Calibration) -> _Judging:
    embedder = index.embedder if index else Embedder(name)
    similarity = index.similarity if index else Similarity(embedder)
    grounder = Grounder(shipped_entailment(), similarity, base)
    return _Judging(grounder, embedder, similarity, index)


def _index(path: Path, embedder: str | None, cache: Path, progress: Progress) -> CorpusIndex:
    """The saved index at `path`, or that of the documents there."""
    if is_index(path):
        return CorpusIndex.open(path, Embedder(embedder or read_meta(path).embedder))
    embedded = partial(progress, "indexing the corpus")
    return cached_index(read_corpus(path), Embedder(embedder or PACKAGED), cache, embedded=embedded)


def _judged(
    rows: Sequence[LabelledAnswer], judging: _Judging, progress: Progress
) -> Iterator[tuple[Judgement, ...]]:
    for start in range(0, len(rows), PORTION):
        progress("judging answers", start, len(rows))
        portion = rows[start : start + PORTION]
        sources = _sources(portion, judging)
        asked = [
            Asked(row.answer, source, row.question)
            for row, source in zip(portion, sources, strict=True)
        ]
        yield from judging.grounder.judge(asked)
    progress("judging answers", len(rows), len(rows))


def _sources(rows: Sequence[LabelledAnswer], judging: _Judging) -> Iterator[Source]:
    """The evidence given with each answer, or the corpus."""
    given = GivenBatch(
        [row.evidence for row in rows if row.evidence is not None],
        judging.embedder,
        similarity=judging.similarity,
    )
    own = iter(given.sources)
    for row in rows:
        if row.evidence is not None:
            yield next(own)
        elif judging.corpus is not None:
            yield judging.corpus


def _tell_left_out(judged: Sequence[Sequence[Judgement]], console: Console) -> None:
    """How many answers no probability was given to, and why."""
    left_out = [judgements for judgements in judged if weakest_claim(judgements) is None]
    bare = sum(any(each.rule == "no_evidence" for each in judgements) for judgements in left_out)
    if left_out:
        console.print(
            f"{len(left_out)} of {len(judged)} answers left out: no evidence bears on a claim of "
            f"{bare}; {len(left_out) - bare} state nothing that is checked, or are not in "
            "English"
        )
