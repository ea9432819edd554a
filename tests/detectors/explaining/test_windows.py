"""A long text is cut where words end, and every window is read whole."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from detectors.classifier import Classifier
from detectors.explaining.inputs import read_inputs
from detectors.explaining.windows import windows

LONG = "How much may I take each day? Don't mix 2.5 mg with alcohol...  "


@pytest.fixture(scope="module", params=["bert", "gpt2", "roberta"])
def classifier(request: pytest.FixtureRequest, make_model: Callable[..., Path]) -> Classifier:
    return Classifier.load(str(make_model(request.param)))


@pytest.mark.parametrize("text", [LONG * 50, "用量" * 200, "take\n\n" * 300])
def test_windows_are_read_whole_and_leave_out_nothing_but_space(
    classifier: Classifier, text: str
) -> None:
    found = windows(classifier, text)
    assert len(found) > 1
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert "".join("".join(one.text for one in found).split()) == "".join(text.split())
    assert not any(one.truncated for one in read_inputs(classifier, [one.text for one in found]))


def test_no_word_that_fits_is_parted(classifier: Classifier) -> None:
    text = LONG * 50
    ends = {one.end for one in windows(classifier, text)}
    starts = {one.start for one in windows(classifier, text)}
    inside = {at for at in range(1, len(text)) if text[at - 1 : at + 1].isalpha()}
    assert not (ends | starts) & inside


def test_a_window_is_as_long_as_the_model_reads(classifier: Classifier) -> None:
    first, *_ = read_inputs(classifier, [windows(classifier, LONG * 50)[0].text])
    assert len(first.ids) > 0.75 * classifier.max_length


def test_a_text_that_fits_is_its_only_window(classifier: Classifier) -> None:
    (only,) = windows(classifier, "  take it \n")
    assert (only.text, only.start, only.end) == ("take it", 2, 9)


def test_a_word_longer_than_a_window_is_cut(make_model: Callable[..., Path]) -> None:
    roberta = Classifier.load(str(make_model("roberta")))
    first, *others = windows(roberta, "take " + "x" * 1000)
    assert first.text == "take"
    assert "".join(one.text for one in others) == "x" * 1000


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_text_without_words_has_no_window(classifier: Classifier, text: str) -> None:
    assert windows(classifier, text) == ()


def test_ten_thousand_words_are_cut_in_time_that_grows_with_them(classifier: Classifier) -> None:
    text = "take it " * 5000
    found = windows(classifier, text)
    assert sum(len(one.text.split()) for one in found) == 10_000
