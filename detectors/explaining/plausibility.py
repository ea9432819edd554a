"""Whether explanations name the words that people would name: plausibility, not faithfulness.

A model that decides by a spurious cue has faithful explanations that are not plausible; plausible
ones of such a model hide what it does (Jacovi & Goldberg 2020, "Towards Faithfully Interpretable
NLP Systems"). So nothing here says whether an explanation is true to the model.

Measured as in ERASER (DeYoung et al. 2020): token F1 of rationales of one share of the words, and
the area under the precision-recall curve of the scores.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detectors.explaining.estimates import Mean, Measured, clustered
from detectors.explaining.rationales import ranking
from detectors.records import Attribution, Span


class Plausibility(NamedTuple):
    """How well explanations match the annotated words; says nothing of faithfulness."""

    token_f1: Mean | None
    """Of the strongest words, as many as the annotations have of a text on average; 0 to 1."""
    auprc: Mean | None
    """Average precision of the order of the words, 0 to 1."""
    chance: float | None
    """Share of annotated words: the average precision of a random order of a long text."""
    n: int
    """Texts that have annotated words."""


def plausibility(
    attributions: Sequence[Attribution],
    rationales: Sequence[Sequence[Span]],
    clusters: Sequence[str] | None = None,
) -> Plausibility:
    """How well the attributions match the annotated spans of their texts, `rationales[i]`.

    A word is annotated where a span covers any of it. Texts without an annotated word that the
    model saw are passed over. `clusters[i]` names the texts that vary one another.
    """
    names = clusters or [str(at) for at in range(len(attributions))]
    marked = [
        _Marked(one, found, name)
        for one, spans, name in zip(attributions, rationales, names, strict=True)
        if (found := _annotated(one, spans)).any()
    ]
    if not marked:
        return Plausibility(None, None, None, 0)
    words = sum(len(one.annotated) for one in marked)
    share = sum(int(one.annotated.sum()) for one in marked) / words
    return Plausibility(
        token_f1=clustered(Measured(_f1(one, share), one.cluster) for one in marked),
        auprc=clustered(Measured(_average_precision(one), one.cluster) for one in marked),
        chance=share,
        n=len(marked),
    )


class _Marked(NamedTuple):
    """An attribution and which of its words are annotated."""

    attribution: Attribution
    annotated: NDArray[np.bool_]  # (W,)
    cluster: str

    @property
    def ordered(self) -> NDArray[np.bool_]:
        """(W,) the annotations in the order of the scores."""
        return self.annotated[list(ranking(self.attribution))]


def _annotated(one: Attribution, spans: Sequence[Span]) -> NDArray[np.bool_]:
    return np.array(
        [
            any(span.start < word.end and word.start < span.end for span in spans)
            for word in one.words
        ],
        dtype=np.bool_,
    )


def _f1(one: _Marked, share: float) -> float:
    """Of the rationale that is the same share of every text."""
    size = max(1, round(share * len(one.annotated)))
    hits = int(one.ordered[:size].sum())
    return 2 * hits / (size + int(one.annotated.sum()))


def _average_precision(one: _Marked) -> float:
    hits = one.ordered
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)  # (W,)
    return float(precision[hits].mean())
