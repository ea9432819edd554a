"""The schema that editors get says what the readers of suites and cases say."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from audit.cli import assay
from audit.new_command import SCAFFOLD
from audit.suite_schema import KINDS, schema_of, schema_text

ROOT = Path(__file__).resolve().parents[2]
SUITES = sorted([*ROOT.glob("fixtures/*/suite.yaml"), SCAFFOLD / "suite.yaml"])
CASES = sorted(
    path.parent / name for path in SUITES for name in yaml.safe_load(path.read_text())["cases"]
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_in_the_documentation_is_that_of_the_code(kind: str) -> None:
    kept = (ROOT / "docs" / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert kept == schema_text(kind), f"run: assay schema {kind} > docs/{kind}.schema.json"


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_schema_and_the_command_prints_it(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))
    assert CliRunner().invoke(assay, ["schema", kind]).output == schema_text(kind)


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.parent.name)
def test_every_shipped_suite_keeps_to_it(path: Path) -> None:
    assert _problems("suite", yaml.safe_load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_shipped_case_keeps_to_it(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines
    assert [problem for line in lines for problem in _problems("case", json.loads(line))] == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"titel": "x"}, "Additional properties are not allowed ('titel' was unexpected)"),
        ({"max_cost": "five"}, "'five' is not valid under any of the given schemas"),
        ({"schema": 2}, "1 was expected"),
        ({"gates": [{"subject": "small"}]}, "'metric' is a required property"),
        ({"cases": "topics.jsonl"}, "'topics.jsonl' is not of type 'array'"),
    ],
)
def test_it_refuses_what_the_reader_refuses(change: dict[str, object], problem: str) -> None:
    suite = yaml.safe_load((SCAFFOLD / "suite.yaml").read_text(encoding="utf-8"))
    assert _problems("suite", suite | change) == [problem]


def test_a_field_says_what_the_sentence_below_it_in_the_code_says() -> None:
    assert _fields(schema_of("suite"))["purpose"] == "What the audited system is meant for."


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_schema_is_in_the_documentation(kind: str) -> None:
    text = (ROOT / "docs" / "suite.md").read_text(encoding="utf-8")
    missing = [name for name in _fields(schema_of(kind)) if not _named(name, text)]
    assert missing == []


def _problems(kind: str, value: object) -> list[str]:
    errors = Draft202012Validator(schema_of(kind)).iter_errors(value)
    return [error.message for error in errors]


def _fields(schema: dict[str, object]) -> dict[str, str]:
    """The fields of all parts of the schema with what it says of them."""
    return dict(_walk(schema))


def _walk(part: object) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        if part.get("type") == "object":
            for name, field in part.get("properties", {}).items():
                yield name, field.get("description", "")
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _walk(one)


def _named(name: str, text: str) -> bool:
    """As `name` in a sentence, or as a key of an example."""
    return (
        re.search(rf"`{name}`|^\s*(- )?\{{?{name}:|[{{,] {{0,1}}{name}: ", text, re.M) is not None
    )
