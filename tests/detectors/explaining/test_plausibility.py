"""Plausibility compares with annotated words, and is as good as chance where scores are none."""

from collections.abc import Callable

import pytest
from sklearn.metrics import average_precision_score

from detectors.base import LabelledText
from detectors.explaining.plausibility import plausibility
from detectors.records import Attribution, Span
from tests.detectors.explaining.explained import Explained, explained, reversed_scores
from tests.planted import CUES, Planted

ALL = {cue for cues in CUES.values() for cue in cues}


@pytest.fixture(scope="module")
def known(planted: Planted, planted_texts: Callable[[int], list[LabelledText]]) -> Explained:
    return explained(planted.classifier, [one.text for one in planted_texts(40)])


def cues(one: Attribution) -> list[Span]:
    return [Span(text=w.text, start=w.start, end=w.end) for w in one.words if w.text in ALL]


def test_the_planted_words_are_found(known: Explained) -> None:
    found = plausibility(known.attributions, [cues(one) for one in known.attributions])
    assert found.n == 40
    assert found.chance == pytest.approx(40 / sum(len(one.words) for one in known.attributions))
    assert found.token_f1 is not None
    assert found.auprc is not None
    assert found.token_f1.low > 0.7
    assert found.auprc.low > 0.8


def test_average_precision_is_that_of_scikit_learn(known: Explained) -> None:
    spans = [[one.words[at] for at in (1, 4, 5)] for one in known.attributions]
    annotated = [[Span(text=w.text, start=w.start, end=w.end) for w in some] for some in spans]
    found = plausibility(known.attributions, annotated)
    expected = [
        average_precision_score(
            [word in some for word in one.words], [word.score for word in one.words]
        )
        for one, some in zip(known.attributions, spans, strict=True)
    ]
    assert found.auprc is not None
    assert found.auprc.value == pytest.approx(sum(expected) / len(expected))


def test_the_opposite_is_not_plausible(known: Explained) -> None:
    opposite = [reversed_scores(one) for one in known.attributions]
    found = plausibility(opposite, [cues(one) for one in known.attributions])
    assert found.token_f1 is not None
    assert found.token_f1.high < 0.2


def test_a_span_within_a_word_annotates_it(known: Explained) -> None:
    inner = [
        [Span(text="x", start=s.start + 1, end=s.start + 2) for s in cues(one)]
        for one in known.attributions
    ]
    outer = [cues(one) for one in known.attributions]
    assert plausibility(known.attributions, inner) == plausibility(known.attributions, outer)


def test_without_annotations_nothing_is_said(known: Explained) -> None:
    found = plausibility(known.attributions, [[] for _ in known.attributions])
    assert (found.token_f1, found.auprc, found.chance, found.n) == (None, None, None, 0)
