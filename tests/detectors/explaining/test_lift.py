"""A suite's lift over random words is above 0 only where explanations tell something."""

from collections.abc import Callable

import pytest

from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.explaining.faithfulness import faithfulness
from detectors.explaining.lift import lift
from detectors.explaining.replacements import Replacer
from detectors.records import Attribution, Faithfulness
from tests.detectors.explaining.explained import Explained, explained, same_for_all
from tests.planted import Planted


@pytest.fixture(scope="module")
def classifier(planted: Planted) -> Classifier:
    return planted.classifier


@pytest.fixture(scope="module")
def known(classifier: Classifier, planted_texts: Callable[[int], list[LabelledText]]) -> Explained:
    return explained(classifier, [one.text for one in planted_texts(100)])


def measured(
    classifier: Classifier, known: Explained, attributions: list[Attribution]
) -> list[Faithfulness | None]:
    replacer = Replacer(classifier.tokenizer, known.inputs)
    return faithfulness(classifier, known.inputs, attributions, replacer)


def test_good_explanations_are_better_than_random_by_every_replacement(
    classifier: Classifier, known: Explained
) -> None:
    found = lift(measured(classifier, known, known.attributions))
    assert found is not None
    assert found.better
    assert set(found.replacements) == {"mask", "delete", "neighbour"}
    assert found.overall.comprehensiveness.n == 100
    assert "95 % interval" in found.sentence
    assert found.reliable > found.testable / 3  # one word decides: ties with it are many


def test_scores_by_place_alone_are_not_better_than_random(
    classifier: Classifier, known: Explained
) -> None:
    placed = [same_for_all(one) for one in known.attributions]
    found = lift(measured(classifier, known, placed))
    assert found is not None
    assert not found.better
    assert "not better than random" in found.sentence


def test_texts_of_a_group_widen_the_interval(classifier: Classifier, known: Explained) -> None:
    faithful = measured(classifier, known, known.attributions)
    alone = lift(faithful)
    copied = lift(faithful * 4, [str(at) for at in range(100)] * 4)
    assert alone is not None
    assert copied is not None
    gain, same = alone.overall.comprehensiveness, copied.overall.comprehensiveness
    assert (same.low, same.high) == pytest.approx((gain.low, gain.high))


def test_too_few_texts_have_no_lift(classifier: Classifier, known: Explained) -> None:
    faithful = measured(classifier, known, known.attributions)[:3]
    assert lift([]) is None
    assert lift([faithful[0], None]) is None
    assert lift(faithful, ["one"] * 3) is None
