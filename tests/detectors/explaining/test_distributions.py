import numpy as np
import pytest
import torch

from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.explaining.distributions import distributions
from tests.detectors.conftest import MakeModel


def test_each_row_is_that_of_its_text_and_sums_to_one(make_model: MakeModel) -> None:
    classifier = Classifier.load(str(make_model()))
    found = distributions(classifier, ["may I", "alcohol", "may I"], detector="reliance")
    assert found.shape == (3, 3)
    assert found.sum(-1) == pytest.approx(np.ones(3))
    assert (found[0] == found[2]).all()
    assert (found[0] != found[1]).any()


def test_no_texts_give_no_rows(make_model: MakeModel) -> None:
    classifier = Classifier.load(str(make_model()))
    assert distributions(classifier, [], detector="reliance").shape == (0, 3)


def test_a_logit_that_is_no_number_is_an_error(make_model: MakeModel) -> None:
    classifier = Classifier.load(str(make_model()))
    with torch.no_grad():
        next(iter(classifier.model.parameters())).fill_(torch.nan)
    with pytest.raises(DetectorError, match="no number"):
        distributions(classifier, ["may I"], detector="reliance")
