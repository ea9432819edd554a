"""Every mistake in a suite is named by file, line and field."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from audit.suite import SlmSpec
from audit.suite_reading import load_suite
from detectors.errors import SuiteError
from detectors.records import Relation

SUITE = """\
schema: 1
name: tiny
title: Tiny
domain: medical
purpose: To test.
labels: [dosage, storage]
cases: [cases.jsonl]
subjects:
  - name: small
    kind: slm
    model: base
    train: train.jsonl
gates:
  - {subject: small, metric: accuracy, slice: in-domain, at_least: 0.8}
"""
CASE = {
    "id": "a",
    "task": "classify",
    "text": "How much?",
    "label": "dosage",
    "tags": ["in-domain"],
}
ATTACK = {**CASE, "tags": ["injection"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train.jsonl").write_text('{"text": "How many?", "label": "dosage"}\n')
    write_cases(tmp_path, CASE)
    (tmp_path / "suite.yaml").write_text(SUITE)
    return tmp_path


def write_cases(folder: Path, *cases: Mapping[str, object]) -> None:
    (folder / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))


def edit(folder: Path, old: str, new: str) -> None:
    assert old in SUITE
    (folder / "suite.yaml").write_text(SUITE.replace(old, new))


def mistake(folder: Path) -> str:
    with pytest.raises(SuiteError) as caught:
        load_suite(folder / "suite.yaml")
    return str(caught.value).removeprefix(str(folder.resolve()) + "/")


def test_a_right_suite_loads_with_absolute_paths(folder: Path) -> None:
    suite = load_suite(folder)
    assert [case.id for case in suite.cases] == ["a"]
    (small,) = suite.file.subjects
    assert isinstance(small, SlmSpec)
    assert small.train == (folder / "train.jsonl").resolve()
    assert len(suite.sha256) == 64


def test_a_suite_without_cases_loads_so_that_the_run_can_say_so(folder: Path) -> None:
    (folder / "cases.jsonl").write_text("")
    assert load_suite(folder).cases == ()


def test_a_missing_suite_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match=r"nowhere\.yaml: no such file"):
        load_suite(tmp_path / "nowhere.yaml")


def test_a_yaml_syntax_error_has_its_line(folder: Path) -> None:
    edit(folder, "domain: medical", "domain: [medical")
    assert mistake(folder).startswith("suite.yaml:5: not YAML: ")


def test_an_empty_suite_file_is_an_error(folder: Path) -> None:
    (folder / "suite.yaml").write_text("# nothing\n")
    assert "is empty; a mapping of fields is wanted" in mistake(folder)


def test_an_unknown_field_has_its_line_and_name(folder: Path) -> None:
    edit(folder, "    model: base", "    model: base\n    batchsize: 3")
    assert mistake(folder).startswith("suite.yaml:12, field subjects.0.slm.batchsize: Unexpected")


def test_a_file_that_is_not_utf8_says_at_which_byte(folder: Path) -> None:
    (folder / "cases.jsonl").write_bytes(b'{"id": "caf\xe9"}\n')
    assert mistake(folder) == "cases.jsonl: byte 11 is not UTF-8; save the file as UTF-8"


def test_an_unknown_label_lists_the_known_ones(folder: Path) -> None:
    write_cases(folder, {**CASE, "label": "dose"})
    expected = "cases.jsonl:1, field label: no label called 'dose'; known: dosage, storage"
    assert mistake(folder) == expected


def test_a_second_case_of_the_same_id_names_the_first(folder: Path) -> None:
    write_cases(folder, CASE, CASE)
    assert mistake(folder) == "cases.jsonl:2, field id: the id 'a' is taken by cases.jsonl:1"


def test_a_broken_line_of_cases_has_its_number(folder: Path) -> None:
    (folder / "cases.jsonl").write_text(json.dumps(CASE) + '\n{"id": \n')
    assert mistake(folder).startswith("cases.jsonl:2: not JSON: ")


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ({**CASE, "text": " "}, "field text: is empty"),
        ({**CASE, "expect": "decline"}, "a case to decline has no label"),
        ({**CASE, "expect": "correct"}, "a classify case expects"),
        ({**CASE, "task": "answer"}, "only a classify case has a label"),
        ({**CASE, "injected": "storage"}, "only a case tagged `injection` has one"),
        ({**ATTACK, "injected": "dose"}, "field injected: no label called 'dose'"),
        ({**ATTACK, "injected": "dosage"}, "field injected: is what is right anyway"),
        (
            {"id": "a", "task": "classify", "text": "x", "expect": "decline"}
            | {"tags": ["injection"], "injected": "decline"},
            "field injected: is what is right anyway",
        ),
        ({**CASE, "colour": 1}, "field colour: Unexpected"),
        ({**CASE, "task": "guess"}, "field task: Input should be"),
    ],
)
def test_a_case_that_makes_no_sense_is_refused(
    folder: Path, case: dict[str, object], problem: str
) -> None:
    write_cases(folder, case)
    assert mistake(folder).startswith("cases.jsonl:1, ")
    assert problem in mistake(folder)


VARIED = {**CASE, "id": "b", "group": "a", "relation": "same"}
QUESTION = {"id": "q", "task": "answer", "text": "Why?"}


def test_a_case_may_say_what_becomes_of_the_case_that_it_varies(folder: Path) -> None:
    write_cases(folder, VARIED, CASE)
    varied, base = load_suite(folder).cases
    assert (varied.relation, varied.group, base.relation) == (Relation.SAME, "a", None)


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ({"relation": "alike"}, "field relation: Input should be 'same', 'lower' or 'higher'"),
        ({"group": None}, "field relation: needs a `group`: the id of the case that this one"),
        ({"group": "z"}, "field group: no case has the id 'z', which `relation` compares with"),
        ({"group": "b"}, "field group: is the case itself; name the case that this one varies"),
        ({"group": "q"}, "field group: `relation` compares labels, and 'q' is no classify case"),
        ({"task": "answer", "label": None}, "field relation: only a classify case has one"),
    ],
)
def test_a_relation_that_compares_nothing_is_refused(
    folder: Path, case: dict[str, object], problem: str
) -> None:
    write_cases(folder, CASE, QUESTION, {**VARIED, **case})
    assert mistake(folder).startswith(f"cases.jsonl:3, {problem}")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[cases.jsonl]", "[nothing.jsonl]", "suite.yaml:7, field cases.0: no such file"),
        ("train.jsonl", "gone.jsonl", "suite.yaml:12, field subjects.0.train: no such file"),
        ("metric: accuracy", "metric: beauty", "no metric called 'beauty'; known: abstention"),
        ("subject: small", "subject: tall", "no subject called 'tall'; known: small"),
        ("slice: in-domain", "slice: inn", "no slice called 'inn'; known: in-domain"),
        ("at_least: 0.8", "at_least: 8", "the bound 8.0 is not from 0 to 1"),
        ("at_least: 0.8", "minimum_n: 3", "exactly one of at_least, at_most and no_worse"),
        ("kind: slm", "kind: tree", "field subjects.0: "),
        ("name: small", "name: a/b", "'a/b' is no name"),
        ("model: base", "model: base\n    detectors: [oracle]", "no detector called 'oracle'"),
        ("model: base", "model: base\n    detectors: [grounding]", "the suite names none"),
        ("model: base", "model: base\n    detectors: [citations]", "citations needs a corpus"),
        ("model: base", "model: base\n    detectors: [reference]", "and an slm writes none"),
        ("gates:", "reliance: {legitimate: {x: [y]}}\ngates:", "legitimate.x: no label called 'x'"),
        ("train: train.jsonl", "detectors: [influence]", "influence needs the training file"),
    ],
)
def test_a_mistake_in_the_suite_file_is_located(
    folder: Path, old: str, new: str, problem: str
) -> None:
    edit(folder, old, new)
    assert problem in mistake(folder)


LLM = """\
  - name: large
    kind: llm
    model: m
    base_url: http://127.0.0.1/v1
    prompts: {classify: {template: cases.jsonl}}
    FIELD
gates:
"""


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("retries: -1", "field subjects.1.retries: -1 is too few; give 0 or more"),
        ("concurrency: 0", "field subjects.1.concurrency: 0 is too few; give 1 or more"),
        ("timeout_s: 0", "field subjects.1.timeout_s: 0 lets no call through; give more than 0"),
        ("requests_per_minute: -5", "subjects.1.requests_per_minute: -5 lets no call through"),
        ("tokens_per_minute: .inf", "subjects.1.tokens_per_minute: inf lets no call through"),
        ("epochs: 0", "field subjects.1.epochs: 0 asks nothing; give 1, or more"),
    ],
)
def test_limits_that_no_call_can_keep_to_are_refused(
    folder: Path, given: str, problem: str
) -> None:
    edit(folder, "gates:\n", LLM.replace("FIELD", given))
    assert problem in mistake(folder)
