"""The command line as a person meets it: exit codes, one line for a mistake, nothing lost."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.cli import main

Written = Callable[..., Path]
Called = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Called:
    """Calls `assay` in a folder of its own; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))
    monkeypatch.setenv("ASSAY_CACHE", "cache")

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(end.value.code or 0), out, err

    return run


def mistake(called: tuple[int, str, str]) -> str:
    code, out, err = called
    assert (code, out) == (2, "")
    (line,) = [line for line in err.splitlines() if line.startswith("assay: ")]
    return line


def test_help_names_every_exit_code(call: Called) -> None:
    code, out, _ = call("--help")
    assert code == 0
    assert "0 every gate passed" in out


def test_a_run_whose_gates_pass_exits_0_and_writes_run_and_reports(
    call: Called, write_suite: Written
) -> None:
    code, out, _ = call("run", write_suite(), "--out", "run")
    assert code == 0
    assert "Audit passed" in out
    assert {path.name for path in Path("run").iterdir()} == {
        "run.jsonl",
        "report.html",
        "report.json",
        "report.md",
        "verify_record.py",
    }


def test_a_refuted_answer_exits_1(call: Called, write_suite: Written) -> None:
    answers = {"a": "An adult may take at most 9 g of novacillin in 24 hours.", "b": "", "c": "No."}
    code, out, _ = call("run", write_suite(answers))
    assert code == 1
    assert "Audit failed" in out


def test_a_case_without_a_recorded_answer_exits_3_and_is_in_the_report(
    call: Called, write_suite: Written
) -> None:
    folder = write_suite({"a": "An adult may take at most 4 g of novacillin in 24 hours."})
    code, _, _ = call("run", folder, "--out", "run")
    assert code == 3
    report = json.loads(Path("run/report.json").read_text(encoding="utf-8"))
    assert "record it, or leave the case out" in json.dumps(report)


def test_an_empty_suite_exits_3_and_says_so_in_the_report(
    call: Called, write_suite: Written
) -> None:
    folder = write_suite()
    (folder / "cases.jsonl").write_text("")
    code, out, _ = call("run", folder, "--out", "run")
    assert code == 3
    assert "Audit undecided" in out
    assert "The run holds no result" in Path("run/report.md").read_text(encoding="utf-8")


def test_a_suite_without_gates_exits_3(call: Called, write_suite: Written) -> None:
    folder = write_suite()
    suite = (folder / "suite.yaml").read_text(encoding="utf-8")
    (folder / "suite.yaml").write_text(suite[: suite.index("gates:")], encoding="utf-8")
    assert call("run", folder)[0] == 3


def test_answers_that_claim_nothing_exit_3(call: Called, write_suite: Written) -> None:
    assert call("run", write_suite({"a": "", "b": "", "c": ""}))[0] == 3


def test_the_same_run_twice_gives_the_same_bytes_but_for_its_times(
    call: Called, write_suite: Written
) -> None:
    folder = write_suite()
    call("run", folder, "--replay", "--out", "one")
    call("run", folder, "--replay", "--out", "two")
    for name in ("run.jsonl", "report.html", "report.json", "report.md"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


def test_a_report_is_written_again_from_the_record_alone(
    call: Called, write_suite: Written
) -> None:
    call("run", write_suite(), "--out", "run", "--format", "md")
    assert not Path("run/report.html").exists()
    code, out, _ = call("report", "run", "--format", "html", "--out", "again")
    assert code == 0
    assert "Report: again/report.html" in out


def test_a_second_run_never_overwrites_the_first(call: Called, write_suite: Written) -> None:
    folder = write_suite()
    call("run", folder)
    call("run", folder)
    assert sorted(path.name for path in Path("audit-out").iterdir()) == ["tiny-001", "tiny-002"]
    call("run", folder, "--out", "run")
    assert "holds a run already" in mistake(call("run", folder, "--out", "run"))


def test_a_run_that_was_cut_short_is_not_reported_on(call: Called, write_suite: Written) -> None:
    call("run", write_suite(), "--out", "run")
    lines = Path("run/run.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("run/run.jsonl").write_text("".join(lines[:-1]), encoding="utf-8")
    line = mistake(call("report", "run"))
    assert "run.jsonl:6: the record is not whole: cut short: it has no seal at its end" in line
    assert "go on with `assay run --resume`" in line


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("run", "nowhere.yaml"), "nowhere.yaml: no such file"),
        (("report", "nowhere"), "nowhere: no such file"),
        (("index", "nowhere", "--out", "index"), "nowhere: no such file or folder"),
        (("finetune", "./nowhere", "t.jsonl", "--out", "m"), "t.jsonl: no such file"),
    ],
)
def test_what_is_not_there_is_named(call: Called, arguments: tuple[str, ...], problem: str) -> None:
    assert problem in mistake(call(*arguments))


def test_an_unknown_format_lists_the_known_ones(call: Called, write_suite: Written) -> None:
    line = mistake(call("run", write_suite(), "--format", "docx"))
    assert line == "assay: no format called 'docx'; known: html, json, junit, md, pdf, sarif"


def test_an_unknown_subject_lists_the_known_ones(call: Called, write_suite: Written) -> None:
    line = mistake(call("run", write_suite(), "--subject", "small"))
    assert line == "assay: no subject called 'small'; known: large"


def test_an_empty_corpus_is_an_error(call: Called, write_suite: Written) -> None:
    folder = write_suite()
    (folder / "corpus" / "novacillin.md").unlink()
    assert "the corpus is empty" in mistake(call("run", folder))


def test_an_index_of_another_corpus_is_refused_and_the_error_says_which(
    call: Called, write_suite: Written
) -> None:
    folder = write_suite()
    call("index", folder / "corpus", "--out", folder / "index")
    (folder / "corpus" / "more.md").write_text("Novacillin is blue.", encoding="utf-8")
    suite = (folder / "suite.yaml").read_text(encoding="utf-8")
    suite = suite.replace("{path: corpus}", "{path: corpus, index: index}")
    (folder / "suite.yaml").write_text(suite, encoding="utf-8")
    assert "the index was built from another corpus" in mistake(call("run", folder))


def test_an_unknown_option_exits_2(call: Called) -> None:
    code, _, err = call("run", "--colour")
    assert code == 2
    assert "No such option" in err


def test_record_and_replay_exclude_each_other(call: Called, write_suite: Written) -> None:
    code, _, err = call("run", write_suite(), "--record", "--replay")
    assert code == 2
    assert "exclude each other" in err
