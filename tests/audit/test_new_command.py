"""A new suite loads, plans and runs before a word of it is changed, and proves nothing by it."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from audit.cli import assay, main
from audit.new_command import new_suite
from audit.overlap import leaked
from audit.suite import SlmSpec
from audit.suite_reading import load_suite
from audit.suite_schema import schema_text
from audit.training_data import read_examples
from detectors.errors import SuiteError
from detectors.records import Expect, Task
from reports.gates import GateOutcome
from reports.run import read_run
from reports.summary import summarise
from tests.tiny_base import write_base


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    return new_suite("taxes", out=tmp_path / "taxes")


def test_it_loads_under_the_name_of_its_domain(suite: Path) -> None:
    file = load_suite(suite).file
    assert (file.name, file.domain) == ("taxes", "taxes")


def test_it_holds_a_case_of_every_kind(suite: Path) -> None:
    cases = load_suite(suite).cases
    assert {case.task for case in cases} == set(Task)
    assert {case.expect for case in cases} == set(Expect)
    assert any(case.relation for case in cases)
    assert {tag for case in cases for tag in case.tags} == {
        "answerable",
        "false-premise",
        "in-domain",
        "negation",
        "out-of-domain",
        "paraphrase",
        "protected",
        "typo",
        "unanswerable",
    }


def test_its_training_rows_have_all_labels_and_no_case(suite: Path) -> None:
    loaded = load_suite(suite)
    slm = next(spec for spec in loaded.file.subjects if isinstance(spec, SlmSpec))
    assert slm.train
    examples = read_examples(slm.train, labels=loaded.file.labels)
    assert len(examples) >= 15
    assert leaked(loaded.cases, [example.text for example in examples]) == []


def test_its_first_line_names_the_schema_beside_it(suite: Path) -> None:
    first = (suite / "suite.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=suite.schema.json"
    assert (suite / "suite.schema.json").read_text(encoding="utf-8") == schema_text("suite")


@pytest.mark.parametrize("domain", ["1", "true", "null", "1e5", "DOMAIN", "a.b_c-D"])
def test_a_name_that_yaml_would_read_otherwise_stays_a_name(domain: str, tmp_path: Path) -> None:
    assert load_suite(new_suite(domain, out=tmp_path / "s")).file.name == domain


@pytest.mark.parametrize("domain", ["", "../x", "a b", ".hidden", 'a"b', "a/b", "domäne"])
def test_a_name_that_is_none_is_refused(domain: str, tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="is no name of a domain; use letters"):
        new_suite(domain, out=tmp_path / "s")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(suite: Path) -> None:
    (suite / "suite.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(SuiteError, match="exists already; name a new folder with --out"):
        new_suite("taxes", out=suite)
    assert (suite / "suite.yaml").read_text(encoding="utf-8") == "mine"


def test_the_command_writes_it_in_a_folder_of_that_name_and_it_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(assay, ["new", "taxes"])
    assert made.output == (
        "Suite: taxes/suite.yaml\nNext: assay plan taxes, then assay run taxes\n"
    )
    planned = CliRunner().invoke(assay, ["plan", "taxes"])
    assert planned.exit_code == 0, planned.output
    assert planned.output.startswith("taxes (a scaffold; write a title)")


def test_its_audit_runs_and_ends_undecided(suite: Path, tmp_path: Path) -> None:
    """With a tiny base for the small model, which is what is fine-tuned here."""
    file = suite / "suite.yaml"
    text = file.read_text(encoding="utf-8")
    base = write_base(tmp_path / "base", ["book", "card", "open", "how", "the"])
    file.write_text(text.replace("all-MiniLM-L6-v2", str(base)), encoding="utf-8")
    places = ["--out", str(tmp_path / "run"), "--cache", str(tmp_path / "cache")]
    with pytest.raises(SystemExit) as ended:
        main(["run", str(suite), "--subject", "small", "--format", "json", *places])
    assert ended.value.code == 3
    gates = summarise(read_run(tmp_path / "run")).gates
    assert {gate.outcome for gate in gates} == {GateOutcome.UNDERPOWERED}


def test_every_gate_of_it_is_far_too_small(suite: Path) -> None:
    """So that whatever model is put in, the scaffold alone can never be green."""
    written = yaml.safe_load((suite / "suite.yaml").read_text(encoding="utf-8"))
    assert all("minimum_n" not in gate for gate in written["gates"])
    assert len(load_suite(suite).cases) < 30
