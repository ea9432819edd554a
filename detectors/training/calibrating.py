"""`python -m detectors.training.calibrating DATA WEIGHTS`: fits the calibration that ships.

On claims whose documents the network was not trained on. Summaries are cut into their sentences,
each with its own label; where a claim has several parts, its weakest stands for it. The threshold
comes from fits that each left one kind of text out, since it will meet kinds that are not here.
"""

import argparse
import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from detectors.calibration import (
    Calibration,
    ExpectedError,
    FittedOn,
    ModelId,
    uncalibrated,
    write_calibration,
)
from detectors.conformal import budget_thresholds
from detectors.cross_encoder import CrossEncoder
from detectors.embedding import Embedder
from detectors.given import GivenBatch
from detectors.grounding import Asked, Grounder
from detectors.labelled import Label, Labelled
from detectors.models import PACKAGED
from detectors.reliability import expected_calibration_error
from detectors.similarity import Encoder, Similarity
from detectors.training.examples import Example, is_held_back
from detectors.training.fit import Fitted, Row, fit
from detectors.training.mixture import PAIRS, first_course
from detectors.training.shared_data import SUMMARIES, read_rows
from detectors.training.summaries import summaries, summary_examples
from detectors.training.written import SOURCE as WRITTEN
from detectors.training.written import whole, written_examples
from detectors.verdicts import share_left
from detectors.weighing import SIGNS, Weight

EACH = 160
"""Claims of every source."""
LEFT_OUT = ("snli",)
"""Captions of pictures: no text that anyone audits."""
PORTION = 32
"""Examples weighed together."""
REVIEW = 0.15
"""A person should look at what lies this near to the threshold."""
NEARLY = 0.01
"""Balanced accuracy that the threshold may miss the best by: the curve is flat, and its peak noise
of some 1,500 claims."""
FOLDS = 5


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the labelled pairs and documents")
    parser.add_argument("weights", type=Path, help="folder of the exported model")
    parser.add_argument(
        "--trained-on", nargs="*", default=(), help="summaries that the network has seen"
    )
    chosen = parser.parse_args(arguments)
    model, embedder = CrossEncoder.load(chosen.weights), Embedder(PACKAGED)
    similarity = Similarity(embedder)
    plain = uncalibrated(ModelId(name=model.name, sha256=model.sha256))
    grounder = Grounder(model, similarity, plain)
    examples = held_back(chosen.data, trained_on=chosen.trained_on)
    weighed = rows(grounder, similarity, embedder, examples)
    digest = hashlib.sha256((chosen.data / PAIRS).read_bytes()).hexdigest()
    made = calibration(weighed, plain.model, sha256=digest)
    write_calibration(made, chosen.weights / "calibration.json")


def held_back(data: Path, *, trained_on: Sequence[str], seed: int = 0) -> list[Example]:
    """Examples of documents that the network has not seen, as many of every source."""
    draw = random.Random(seed)
    _, pairs = first_course(data, seed=seed)
    summarised = summaries(r for r in read_rows(data / PAIRS) if r["source"].startswith(SUMMARIES))
    edited = summary_examples(summarised, lambda document, _: document)
    written = [e for e in written_examples(seed=seed, read=whole) if is_held_back(e.document)]
    by_source: dict[str, list[Example]] = {}
    for example in (*pairs, *edited, *written):
        if example.source not in (*LEFT_OUT, *trained_on):
            by_source.setdefault(_source(example), []).append(example)
    drawn = (draw.sample(each, min(EACH, len(each))) for _, each in sorted(by_source.items()))
    return [example for each in drawn for example in each]


def rows(
    grounder: Grounder, similarity: Similarity, embedder: Encoder, examples: Sequence[Example]
) -> list[Row]:
    """The signs of each example's claim; examples without a claim to check are left out."""
    made: list[Row] = []
    for start in range(0, len(examples), PORTION):
        portion = examples[start : start + PORTION]
        batch = GivenBatch([e.premise for e in portion], embedder, similarity=similarity)
        asked = [Asked(e.claim, source) for e, source in zip(portion, batch.sources, strict=True)]
        for example, weights in zip(portion, grounder.weigh(asked), strict=True):
            if weights:
                made.append(_row(example, min(weights, key=_strength)))
    return made


def _strength(weight: Weight) -> tuple[float, float]:
    return share_left(weight), weight.signs["support"] - weight.signs["weakest_word"]


def _row(example: Example, weight: Weight) -> Row:
    signs = {name: weight.signs[name] for name in SIGNS}
    return Row(signs, example.label, _source(example), example.document, share_left(weight))


def _source(example: Example) -> str:
    """Where it is from; what was written for the project is one source, whatever its genre."""
    return "written" if example.source.startswith(WRITTEN) else example.source


def calibration(rows: Sequence[Row], model: ModelId, *, sha256: str) -> Calibration:
    """Fitted to all rows; what it states of itself was measured on rows left out of a fit."""
    rows = sorted(rows, key=lambda row: row.source)
    by_source = list(_apart(rows, model, lambda row: row.source))
    by_document = list(_apart(rows, model, lambda row: _fold(row.document)))
    threshold = _threshold([row.source for row in rows], by_source)
    return _as_calibration(
        _fitted(rows),
        model,
        threshold=threshold,
        fitted_on=FittedOn(
            sources=tuple(sorted({row.source for row in rows})),
            n=len(rows),
            documents=len({row.document for row in rows}),
            sha256=sha256,
        ),
        ece=ExpectedError(
            in_domain=expected_calibration_error(by_document),
            left_out=expected_calibration_error(by_source),
        ),
        scored=by_document,
    )


def _threshold(sources: Sequence[str], scored: Sequence[Labelled]) -> float:
    """The lowest with nearly the best mean balanced accuracy of the sources, each left out of its
    fit. They are of very different kinds and shares, so none may decide by its size; and as an
    answer passes only where all its claims do, false alarms add up, so of equals the lowest."""
    parts = [
        [each for name, each in zip(sources, scored, strict=True) if name == source]
        for source in sorted(set(sources))
    ]
    grid = [round(at / 100, 2) for at in range(20, 81)]
    means = {at: sum(_balanced(part, at) for part in parts) / len(parts) for at in grid}
    return min(at for at in grid if means[at] >= max(means.values()) - NEARLY)


def _balanced(scored: Sequence[Labelled], threshold: float) -> float:
    passed = {True: [0.0], False: [0.0]}
    for each in scored:
        passed[each.is_supported].append(float(each.supported >= threshold))
    kept, let = (sum(passed[side]) / max(1, len(passed[side]) - 1) for side in (True, False))
    return (kept + 1 - let) / 2


def _apart(rows: Sequence[Row], model: ModelId, part: Callable[[Row], str]) -> Iterator[Labelled]:
    """Every row with the probability that a fit without its part gives it."""
    for name in sorted({part(row) for row in rows}):
        fitted = _as_calibration(_fitted([row for row in rows if part(row) != name]), model)
        for row in rows:
            if part(row) == name:
                supported = row.left * fitted.probability(row.features).supported
                yield Labelled(supported, Label(row.label), row.document)


def _fitted(rows: Sequence[Row]) -> Fitted:
    """Fitted to what exact code leaves open."""
    return fit([row for row in rows if row.left == 1], SIGNS)


_NOTHING = FittedOn(sources=(), n=0, documents=0, sha256="")
_UNMEASURED = ExpectedError()


def _fold(document: str) -> str:
    return str(hashlib.sha256(document.encode()).digest()[0] % FOLDS)


def _as_calibration(
    fitted: Fitted,
    model: ModelId,
    *,
    threshold: float = 0.5,
    fitted_on: FittedOn = _NOTHING,
    ece: ExpectedError = _UNMEASURED,
    scored: Sequence[Labelled] = (),
) -> Calibration:
    return Calibration(
        name="shipped",
        model=model,
        features=tuple(SIGNS),
        coefficients=fitted.coefficients,
        intercepts=fitted.intercepts,
        threshold=threshold,
        review_low=round(max(0.0, threshold - REVIEW), 3),
        review_high=round(min(1.0, threshold + REVIEW), 3),
        conformal=budget_thresholds(scored) if scored else (),
        fitted_on=fitted_on,
        ece=ece,
    )


if __name__ == "__main__":
    main()
