"""The SLM subject answers with labels and probabilities, and says what it is."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from audit.slm import opened_slm
from audit.subjects import Outcome, opened
from audit.suite import SlmSpec
from detectors.classifier import Classifier
from detectors.errors import ModelError, SubjectError
from detectors.models import PACKAGED, locate
from detectors.records import Answer, Case, Task

LABELS = ("dosage", "interaction", "storage")
CASES = [Case(id=f"c{n}", task=Task.CLASSIFY, text="how much " * n + "a day") for n in range(7)]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny classifier of random weights."""
    folder = tmp_path_factory.mktemp("model")
    tokenizer = AutoTokenizer.from_pretrained(locate(PACKAGED).location)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label=dict(enumerate(LABELS)),
        label2id={label: at for at, label in enumerate(LABELS)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture
def spec(model: Path) -> SlmSpec:
    return SlmSpec(kind="slm", name="small", model=str(model), batch_size=3)


def answers(spec: SlmSpec, cache: Path, *, timed: bool = True) -> Sequence[Outcome]:
    with opened_slm(spec, labels=LABELS, cache=cache, timed=timed) as subject:
        return list(subject.answers(CASES))


def break_(classifier: Classifier) -> None:
    with torch.no_grad():
        classifier.model.get_parameter("classifier.bias")[0] = float("nan")


def test_answers_stand_in_the_order_of_the_cases(spec: SlmSpec, tmp_path: Path) -> None:
    expected = Classifier.load(spec.model).probabilities([case.text for case in CASES])
    for answer, shares in zip(answers(spec, tmp_path), expected, strict=True):
        assert isinstance(answer, Answer)
        assert isinstance(shares, dict)
        assert answer.probabilities == pytest.approx(shares, abs=1e-6)
        assert answer.text == answer.label == max(shares, key=lambda label: shares[label])
        assert not answer.declined
        assert answer.latency_s is not None
        assert answer.latency_s > 0


def test_a_batch_is_answered_before_the_next_is_asked(spec: SlmSpec, tmp_path: Path) -> None:
    with opened_slm(spec, labels=LABELS, cache=tmp_path) as subject:
        found = subject.answers(CASES)
        first = next(found)
        break_(subject.classifier)
        rest = list(found)
    kinds = [Answer] * 3 + [SubjectError] * 4
    assert [type(one) for one in (first, *rest)] == kinds


def test_low_probability_declines_and_keeps_the_probabilities(
    spec: SlmSpec, tmp_path: Path
) -> None:
    for answer in answers(replace(spec, abstain_below=1.0), tmp_path):
        assert isinstance(answer, Answer)
        assert (answer.declined, answer.label, answer.text) == (True, None, "")
        assert answer.probabilities is not None


def test_an_untimed_subject_answers_the_same_each_time(spec: SlmSpec, tmp_path: Path) -> None:
    first = answers(spec, tmp_path, timed=False)
    assert first == answers(spec, tmp_path, timed=False)
    assert all(isinstance(one, Answer) and one.latency_s is None for one in first)


def test_a_case_without_a_number_is_a_failure_of_that_case(spec: SlmSpec, tmp_path: Path) -> None:
    with opened_slm(spec, labels=LABELS, cache=tmp_path) as subject:
        break_(subject.classifier)
        found = next(subject.answers(CASES))
    assert isinstance(found, SubjectError)
    assert found.case_id == "c0"
    assert "no number" in str(found)


def test_labels_that_differ_from_the_suite_are_listed(spec: SlmSpec, tmp_path: Path) -> None:
    labels = ("dosage", "interaction", "pregnancy")
    with (
        pytest.raises(ModelError, match="it lacks pregnancy; only it has storage"),
        opened_slm(spec, labels=labels, cache=tmp_path),
    ):
        pass


def test_the_plan_says_which_weights_they_are(spec: SlmSpec, tmp_path: Path) -> None:
    with opened(spec, labels=LABELS, cache=tmp_path) as subject:
        plan = subject.plan()
    (model,) = plan.components
    assert (model.role, model.name) == ("model", spec.model)
    assert model.sha256 == locate(spec.model).sha256
    assert model.facts is not None
    assert model.facts["parameters"] > 1000  # type: ignore[operator]
    assert (plan.kind, plan.tasks, plan.loopback) == ("slm", (Task.CLASSIFY,), True)


def test_a_subject_with_examples_is_fine_tuned_once(spec: SlmSpec, tmp_path: Path) -> None:
    train = tmp_path / "train.jsonl"
    rows = [{"text": f"{label} {n}", "label": label} for n in range(4) for label in LABELS]
    train.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    trained, stages = replace(spec, train=train), []
    for _ in range(2):
        with opened_slm(
            trained,
            labels=LABELS,
            cache=tmp_path / "cache",
            progress=lambda *step: stages.append(step[:3]),
        ) as subject:
            roles = [component.role for component in subject.plan().components]
    assert roles == ["model", "base", "train"]
    assert subject.classifier.labels == LABELS
    assert [done for _, done, _ in stages] == list(range(1, stages[-1][2] + 1))
