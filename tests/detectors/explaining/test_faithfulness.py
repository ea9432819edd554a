"""Words that decide are told from words that do not."""

from collections.abc import Callable
from statistics import fmean

import pytest
import torch

from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.explaining.faithfulness import DRAWS, faithfulness
from detectors.explaining.inputs import ModelInput, read_inputs
from detectors.explaining.replacements import Replacer
from detectors.records import Attribution, Faithfulness
from tests.detectors.explaining.explained import (
    Explained,
    explained,
    reversed_scores,
    same_for_all,
    with_scores,
)
from tests.planted import CUES, Planted

TEXTS = 60


@pytest.fixture(scope="module")
def classifier(planted: Planted) -> Classifier:
    return planted.classifier


@pytest.fixture(scope="module")
def known(classifier: Classifier, planted_texts: Callable[[int], list[LabelledText]]) -> Explained:
    return explained(classifier, [one.text for one in planted_texts(TEXTS)])


def measured(
    classifier: Classifier, inputs: list[ModelInput], attributions: list[Attribution]
) -> list[Faithfulness]:
    replacer = Replacer(classifier.tokenizer, inputs)
    found = faithfulness(classifier, inputs, attributions, replacer)
    return [one for one in found if one is not None]


def on_the_cue(one: Attribution) -> Attribution:
    """Names the deciding word alone."""
    cues = {cue for group in CUES.values() for cue in group}
    return with_scores(one, [float(word.text in cues) for word in one.words])


def test_the_deciding_word_is_better_than_random_words(
    classifier: Classifier, known: Explained
) -> None:
    found = measured(classifier, known.inputs, [on_the_cue(one) for one in known.attributions])
    assert fmean(one.lift for one in found) > 0.15
    for at in range(3):
        scores = [one.replacements[at] for one in found]
        assert fmean(s.comprehensiveness - s.random_comprehensiveness for s in scores) > 0.1
        assert fmean(s.random_sufficiency - s.sufficiency for s in scores) > 0.1


def test_integrated_gradients_finds_what_decides(classifier: Classifier, known: Explained) -> None:
    found = measured(classifier, known.inputs, known.attributions)
    assert len(found) == TEXTS
    assert fmean(one.lift for one in found) > 0.15
    assert fmean(one.reliable for one in found) > 0.5


@pytest.mark.parametrize("change", [same_for_all, reversed_scores])
def test_scores_that_do_not_tell_what_decides_are_not_reliable(
    classifier: Classifier, known: Explained, change: Callable[[Attribution], Attribution]
) -> None:
    found = measured(classifier, known.inputs, [change(one) for one in known.attributions])
    assert fmean(one.reliable for one in found) <= 0.1
    assert fmean(one.lift for one in found) < 0.05
    assert fmean(one.draws for one in found) < 10
    assert all(one.reason is None for one in found)  # lost, and not for want of words


def test_random_scores_seem_better_than_random_no_more_often_than_stated(
    classifier: Classifier, known: Explained
) -> None:
    draw = torch.Generator().manual_seed(0)
    inputs = known.inputs * 5
    guessed = [
        with_scores(one, torch.rand(len(one.words), generator=draw).tolist())
        for one in known.attributions * 5
    ]
    found = measured(classifier, inputs, guessed)
    assert fmean(one.p_value <= 0.05 for one in found) < 0.09  # 0.05, and 3 standard errors
    assert fmean(one.p_value <= 0.5 for one in found) < 0.59


def test_p_tells_which_random_order_did_as_well(classifier: Classifier, known: Explained) -> None:
    for one in measured(classifier, known.inputs, known.attributions):
        lost = one.p_value == 1 / one.draws
        assert lost or (one.p_value, one.draws) == (1 / (DRAWS + 1), DRAWS)
        assert one.reliable <= (not lost or one.draws > DRAWS)


def test_comprehensiveness_and_sufficiency_are_what_the_model_says(
    classifier: Classifier, known: Explained
) -> None:
    inputs, attributions = known.inputs[:1], [on_the_cue(one) for one in known.attributions[:1]]
    (found,) = measured(classifier, inputs, attributions)
    deleted = next(one for one in found.replacements if one.replacement == "delete")
    words = [word.text for word in inputs[0].words]
    cue = next(at for at, word in enumerate(attributions[0].words) if word.score)
    order = [cue, *(at for at in range(len(words)) if at != cue)]
    target = attributions[0].target

    def probability(kept: set[int]) -> float:
        text = " ".join(word for at, word in enumerate(words) if at in kept)
        (shares,) = classifier.probabilities([text])
        assert isinstance(shares, dict)
        return float(shares[target])

    everything = set(order)
    without = fmean(probability(everything - set(order[:size])) for size in found.sizes)
    only = fmean(probability(set(order[:size])) for size in found.sizes)
    assert deleted.comprehensiveness == pytest.approx(probability(everything) - without, abs=1e-5)
    assert deleted.sufficiency == pytest.approx(probability(everything) - only, abs=1e-5)


@pytest.mark.parametrize("words", [2, 4, 5])
def test_too_few_words_are_said_to_be_the_reason(classifier: Classifier, words: int) -> None:
    known = explained(classifier, [" ".join(["fridge", "the", "old", "box", "was"][:words])])
    (found,) = measured(classifier, known.inputs, known.attributions)
    assert found.reason is not None
    assert found.reason.startswith(f"{words} words")
    assert not found.reliable


def test_fewer_draws_than_can_show_it_are_said_to_be_the_reason(
    classifier: Classifier, known: Explained
) -> None:
    replacer = Replacer(classifier.tokenizer)
    (found,) = faithfulness(classifier, known.inputs[:1], known.attributions[:1], replacer, draws=9)
    assert found is not None
    assert found.reason == "9 random orders cannot show p <= 0.05"
    assert [one.replacement for one in found.replacements] == ["mask", "delete"]


def test_one_word_has_no_random_rationale(classifier: Classifier) -> None:
    known = explained(classifier, ["fridge"])
    assert faithfulness(classifier, *known, Replacer(classifier.tokenizer)) == [None]


@pytest.mark.parametrize("text", ["fridge " * 300, "用量 冷蔵庫 アルコール"])
def test_long_texts_and_other_scripts_are_measured(classifier: Classifier, text: str) -> None:
    known = explained(classifier, [text])
    (found,) = measured(classifier, known.inputs, known.attributions)
    assert 0 < found.p_value <= 1
    assert all(-1 <= one.comprehensiveness <= 1 for one in found.replacements)


def test_a_logit_that_is_no_number_leaves_its_text_unmeasured(
    classifier: Classifier, known: Explained, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = classifier.logits

    def torn(encoded: list[list[int]]) -> torch.Tensor:
        logits = whole(encoded)
        logits[[ids[:4] == known.inputs[0].ids[:4] for ids in encoded]] = torch.nan
        return logits

    monkeypatch.setattr(classifier, "logits", torn)
    found = faithfulness(
        classifier, known.inputs[:3], known.attributions[:3], Replacer(classifier.tokenizer)
    )
    assert [one is None for one in found] == [True, False, False]


def test_words_of_another_input_are_refused(classifier: Classifier, known: Explained) -> None:
    with pytest.raises(ValueError, match="other words"):
        faithfulness(
            classifier, known.inputs[:1], known.attributions[1:2], Replacer(classifier.tokenizer)
        )


def test_the_same_comes_out_each_time(classifier: Classifier, known: Explained) -> None:
    first, second = (measured(classifier, known.inputs, known.attributions) for _ in range(2))
    assert first == second


def test_company_does_not_matter(classifier: Classifier, known: Explained) -> None:
    replacer = Replacer(classifier.tokenizer, known.inputs)
    together = faithfulness(classifier, *known, replacer)[0]
    (alone,) = faithfulness(classifier, known.inputs[:1], known.attributions[:1], replacer)
    assert together is not None
    assert alone is not None
    assert alone.lift == pytest.approx(together.lift, abs=1e-5)
    assert (alone.p_value, alone.draws) == (together.p_value, together.draws)


def test_no_input_has_no_faithfulness(classifier: Classifier) -> None:
    none: list[ModelInput] = read_inputs(classifier, [])
    assert faithfulness(classifier, none, [], Replacer(classifier.tokenizer)) == []
