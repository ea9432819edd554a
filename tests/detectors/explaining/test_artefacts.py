from collections.abc import Callable

import pytest

from detectors.base import LabelledText
from detectors.classifier import Classifier
from detectors.explaining.artefacts import EDITS, artefacts
from tests.detectors.conftest import MakeModel
from tests.planted import Planted

PlantedTexts = Callable[[int], list[LabelledText]]


def test_edits_that_the_tokenizer_does_not_see_change_nothing(
    planted: Planted, planted_texts: PlantedTexts
) -> None:
    texts = [one.text for one in planted_texts(40)]
    edits = {one.name: one for one in artefacts(planted.classifier, texts).edits}
    for name in ("doubled spaces", "lower case", "dropping the final sign"):
        assert edits[name].flips.hits == 0
        change = edits[name].change
        assert change is not None
        assert change.value == 0
        assert edits[name].flips.high > 0.05  # 40 texts without a flip do not rule out one in 20
        assert not edits[name].artefact


def test_an_edit_that_turns_decisions_is_an_artefact(
    planted: Planted, planted_texts: PlantedTexts
) -> None:
    # its vocabulary has no capitals, so a text in upper case is one unknown word after another
    texts = [one.text for one in planted_texts(60)]
    upper = {one.name: one for one in artefacts(planted.classifier, texts).edits}["upper case"]
    assert upper.artefact
    assert len(upper.texts) == upper.flips.hits
    assert upper.label in planted.classifier.labels


def test_every_edit_is_told_with_its_n(make_model: MakeModel) -> None:
    classifier = Classifier.load(str(make_model()))
    found = artefacts(classifier, ["may I take it?", "", "alcohol", "用量", "Is it ok?", "each"])
    assert [one.name for one in found.edits] == list(EDITS)
    assert {one.flips.n for one in found.edits} == {5}
    assert found.length is not None
    assert -1 <= found.length.low <= found.length.correlation <= found.length.high <= 1


@pytest.mark.parametrize("texts", [[], [""], [" "]])
def test_nothing_is_said_of_no_words(planted: Planted, texts: list[str]) -> None:
    assert artefacts(planted.classifier, texts) == ((), None)
