import math
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from detectors.errors import ModelError
from detectors.language_model import LanguageModel
from tests.causal import POSITIONS, make_causal

LONG = "An adult may take at most four grams in a day. " * 20
TEXTS = ("4", "", "Take it with food.", "用药 दिन", "🙂", LONG, "\ud800")


@pytest.fixture(scope="module", params=[True, False], ids=["start", "no-start"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_causal(tmp_path_factory.mktemp("causal"), start=request.param)


def naive(folder: Path, text: str) -> list[float]:
    """One forward pass a token, from the first that something predicts."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder)
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    ids = ids if tokenizer.bos_token_id is None else [tokenizer.bos_token_id, *ids]
    with torch.inference_mode():
        return [
            model(torch.tensor([ids[:at]])).logits[0, -1].log_softmax(-1)[ids[at]].item()
            for at in range(1, len(ids))
        ]


@pytest.mark.parametrize("text", ["4", "ab", "Take it with food.", "用药 दिन"])
def test_tokens_are_scored_as_one_by_one(folder: Path, text: str) -> None:
    (found,) = LanguageModel.load(folder).logprobs([text])
    assert found == pytest.approx(naive(folder, text), abs=1e-4)


def test_every_token_counts_once_however_long_the_text(folder: Path) -> None:
    model = LanguageModel.load(folder)
    uncounted = 0 if AutoTokenizer.from_pretrained(folder).bos_token_id is not None else 1
    for length in (*range(1, 2 * POSITIONS + 3), 500):
        (found,) = model.logprobs(["x" * length])
        assert len(found) == length - uncounted


def test_a_later_window_is_read_after_half_a_window(folder: Path) -> None:
    (found,) = LanguageModel.load(folder).logprobs([LONG])
    (tail,) = LanguageModel.load(folder).logprobs([LONG[-POSITIONS:]])
    assert all(map(math.isfinite, found))
    assert found[:5] == pytest.approx(naive(folder, LONG[:6])[:5], abs=1e-4)
    assert found[-1] == pytest.approx(tail[-1], abs=3.0)


def test_the_company_of_a_text_changes_nothing_but_rounding(folder: Path) -> None:
    model = LanguageModel.load(folder)
    together = model.logprobs(TEXTS)
    for text, found in zip(TEXTS, together, strict=True):
        assert found == pytest.approx(model.logprobs([text])[0], abs=1e-4)
    assert together == model.logprobs(TEXTS)


def test_no_text_is_read_for_nothing(folder: Path) -> None:
    assert LanguageModel.load(folder).logprobs([]) == []
    assert LanguageModel.load(folder).logprobs([""]) == [()]


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"holds no (config\.json|weights)"):
        LanguageModel.load(tmp_path)
