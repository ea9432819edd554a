"""Cases and gates of a suite as items of a session."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit.pytest_items.live_answers import LiveAnswers

WrittenLabels = Callable[..., Path]
Serve = Callable[..., Any]
CASE = "tests/labels.assay.yaml::large::"
GATE = "tests/labels.assay.yaml::gates::"


def test_each_case_and_each_gate_is_an_item(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels()
    told = project.runpytest("--collect-only", "-q")
    ids = [line for line in told.outlines if "::" in line]
    assert ids[0] == CASE + "q0"
    assert ids[-2:] == [GATE + "large-accuracy", GATE + "large-accuracy-typo"]
    assert len(ids) == 14


def test_right_cases_pass_and_wrong_ones_tell_what_was_said(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels({"q3": "storage"})
    told = project.runpytest("-m", "not assay_gate")
    told.assert_outcomes(passed=11, failed=1, deselected=2)
    told.stdout.fnmatch_lines(
        [
            "*large::q3*",
            'said "storage", and "dosage" is right',
            '  asked      "What of q3[?]"',
            f'FAILED {CASE}q3 - said "storage", and "dos*',
        ]
    )
    assert told.ret == pytest.ExitCode.TESTS_FAILED


def test_a_case_that_could_not_be_asked_is_an_error(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels({"q3": "broken"})
    told = project.runpytest("-k", "q3")
    told.assert_outcomes(errors=1, deselected=13)
    told.stdout.fnmatch_lines(["*ERROR at setup of large::q3*", "could not be asked: large: the *"])


def test_a_gate_without_enough_cases_is_underpowered_and_no_pass(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels()
    told = project.runpytest("-v")
    told.stdout.fnmatch_lines(
        [
            f"{GATE}large-accuracy PASSED*",
            f"{GATE}large-accuracy-typo UNDERPOWERED*",
            "*UNDERPOWERED: gates::large-accuracy-typo*",
            "underpowered: 100.0 %, at least 90.0 % is wanted (n 2)",
            "Audit undecided",
            "*13 passed, 1 underpowered*",
        ]
    )
    assert told.ret == pytest.ExitCode.TESTS_FAILED


def test_a_failed_gate_names_the_cases_against_it(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels(dict.fromkeys(("q1", "q3", "q5", "q7", "q9", "q11"), "storage") | {"q0": "dosage"})
    told = project.runpytest("-m", "assay_gate", "-k", "not typo")
    told.assert_outcomes(failed=1, deselected=13)
    told.stdout.fnmatch_lines(
        ["41.7 %, at least 50.0 % is wanted (n 12)", "  against    q0, q1, q3, q5, q7, q9, q11"]
    )


def test_a_gate_is_decided_on_all_its_cases_however_few_are_selected(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels({"q2": "dosage"})
    told = project.runpytest(GATE + "large-accuracy", "--junitxml", "out.xml")
    told.assert_outcomes(passed=1)
    assert 'name="assay.n" value="12"' in (project.path / "out.xml").read_text()


def test_of_a_suite_that_is_asked_in_part_there_is_no_verdict(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels()
    told = project.runpytest("-k", "q1 and not q10 and not q11", "--assay-report", "out")
    told.stdout.fnmatch_lines(["No verdict and no report: * was asked (1 cases of large)."])
    assert not (project.path / "out").exists()


def test_where_gates_decide_a_wrong_answer_that_they_count_is_an_expected_failure(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels({"q3": "storage"})
    told = project.runpytest("-o", "assay_gates_decide=true", "-k", "not typo", "-rx")
    told.assert_outcomes(passed=10, xfailed=1, deselected=3)
    told.stdout.fnmatch_lines([f"XFAIL {CASE}q3 - *decided by the gate large accuracy"])
    assert told.ret == pytest.ExitCode.OK


def test_tags_are_markers_and_keywords(project: pytest.Pytester, labels: WrittenLabels) -> None:
    labels()
    project.runpytest("-m", "typo and not assay_gate").assert_outcomes(passed=2, deselected=12)
    project.runpytest("-k", "storage and not typo").assert_outcomes(passed=5, deselected=9)


def test_a_tag_called_like_a_marker_of_pytest_skips_nothing(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels()
    cases = project.path / "tests" / "cases.jsonl"
    cases.write_text(cases.read_text().replace('"typo"', '"typo", "skip", "two words"'))
    told = project.runpytest("-m", "two_words and not assay_gate", "-k", "skip")
    told.assert_outcomes(passed=2, deselected=12)


def test_last_failed_runs_what_failed_and_x_stops_at_the_first(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels({"q3": "storage", "q5": "storage"})
    project.runpytest("-x", "-m", "not assay_gate").assert_outcomes(
        passed=3, failed=1, deselected=2
    )
    project.runpytest("-m", "not assay_gate")
    project.runpytest("--lf").assert_outcomes(failed=2, deselected=12)


def test_values_are_properties_in_junit(project: pytest.Pytester, labels: WrittenLabels) -> None:
    labels({"q3": "storage"})
    project.runpytest("--junitxml", "out.xml", "-W", "error")
    written = (project.path / "out.xml").read_text()
    for text in (
        '<property name="assay.label" value="storage" />',
        '<property name="assay.right" value="no" />',
        '<property name="assay.outcome" value="underpowered" />',
        '<property name="assay.low" value="0.64612" />',
        'message="said &quot;storage&quot;, and &quot;dosage&quot; is right"',
    ):
        assert text in written


def test_a_mistake_in_a_suite_is_one_line(project: pytest.Pytester, labels: WrittenLabels) -> None:
    file = labels()
    file.write_text(file.read_text().replace("title: Labels", "titel: Labels"))
    told = project.runpytest()
    told.assert_outcomes(errors=1)
    told.stdout.fnmatch_lines(["*ERROR collecting tests/labels.assay.yaml*", "*field title: *"])
    told.stdout.no_fnmatch_line("*Traceback*")


def test_a_suite_is_named_on_the_command_line_by_file_or_folder(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    file = labels()
    file.rename(file.with_name("suite.yaml"))
    project.makepyfile(**{"tests/test_own": "def test_own(): pass"})
    project.runpytest("-m", "assay").assert_outcomes(deselected=1)
    for more in ((), ("--assay", "tests/suite.yaml", "tests")):
        told = project.runpytest("--assay", "tests", "-k", "own or q1", *more)
        told.assert_outcomes(passed=4)
    told = project.runpytest_subprocess("--assay", "tests", "-k", "own or q1", "-n1")
    told.assert_outcomes(passed=4)
    told = project.runpytest("--assay", "nowhere.yaml")
    told.stderr.fnmatch_lines(["ERROR: --assay nowhere.yaml: there is no suite at *"])
    assert told.ret == pytest.ExitCode.USAGE_ERROR


@pytest.fixture
def chat(project: pytest.Pytester, labels: WrittenLabels, serve: Serve) -> Any:
    """The endpoint of a subject that is asked, in place of the one that is replayed."""
    asked = serve(lambda body: "dosage")  # noqa: ARG005
    (project.path / "tests" / "ask.txt").write_text("{{ text }}")
    llm = "{name: large, kind: llm, model: m, base_url: '" + asked.url + "', "
    llm += "prompts: {classify: {template: ask.txt}}}"
    old = "{name: large, kind: replay, recording: recording.jsonl}"
    labels(suite=labels().read_text().replace(old, llm))
    return asked


def test_an_llm_without_a_recording_is_an_error_and_is_asked_only_where_told(
    project: pytest.Pytester, chat: Any
) -> None:
    told = project.runpytest("-k", "q1 and not q10 and not q11")
    told.assert_outcomes(errors=1, deselected=13)
    told.stdout.fnmatch_lines(["*subject 'large' has no recording *"])
    assert chat.bodies == []
    told = project.runpytest("-k", "q1 and not q10 and not q11", "--assay-live")
    told.assert_outcomes(passed=1, deselected=13)
    assert len(chat.bodies) == 1


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_what_a_killed_live_session_was_answered_is_not_asked_again(
    project: pytest.Pytester, chat: Any, workers: str
) -> None:
    kill = "import os, signal\ndef test_kill(): os.kill(os.PARENT(), signal.SIGKILL)"
    kill = kill.replace("PARENT", "getpid" if workers == "-n0" else "getppid")
    killer = project.makepyfile(**{"tests/test_kill": kill})
    arguments = ("-k", "q3 or q5 or kill", "--assay-live", workers)
    project.runpytest_subprocess(*arguments)
    assert len(chat.bodies) == 2
    killer.unlink()
    told = project.runpytest_subprocess(*arguments)
    told.assert_outcomes(passed=2)
    told.stdout.fnmatch_lines(["assay: answers that an earlier session paid for lie in *"])
    assert len(chat.bodies) == 2
    told = project.runpytest_subprocess(*arguments)  # the one before has ended: a new one asks
    told.assert_outcomes(passed=2)
    told.stdout.no_fnmatch_line("*an earlier session*")
    assert len(chat.bodies) == 4


@pytest.fixture
def stopped(project: pytest.Pytester, chat: Any) -> Any:
    """The endpoint of a live session that was stopped by hand after one answer."""
    stop = project.makepyfile(**{"tests/test_stop": "def test_stop(): raise KeyboardInterrupt"})
    project.runpytest("-k", "q3 or stop", "--assay-live", no_reraise_ctrlc=True)
    stop.unlink()
    assert len(chat.bodies) == 1
    return chat


def test_a_live_session_that_was_stopped_by_hand_keeps_its_answers(
    project: pytest.Pytester, stopped: Any
) -> None:
    project.runpytest("-k", "q3", "--assay-live").assert_outcomes(passed=1, deselected=13)
    assert len(stopped.bodies) == 1


def test_a_live_session_beside_another_keeps_nothing_and_takes_nothing(
    project: pytest.Pytester, chat: Any
) -> None:
    other = LiveAnswers(project.mkdir(".pytest_cache") / "d" / "assay-live")
    assert other.take()
    project.runpytest("-k", "q3", "--assay-live").assert_outcomes(passed=1, deselected=13)
    assert len(chat.bodies) == 1
    assert not other.has_some()
    other.give_back(ended=True)


def test_a_session_of_another_suite_leaves_the_answers_of_a_stopped_one(
    project: pytest.Pytester, stopped: Any
) -> None:
    labels = project.path / "tests" / "labels.assay.yaml"
    labels.with_name("others.assay.yaml").write_text(labels.read_text())
    for suite in ("others", "labels"):
        told = project.runpytest(f"tests/{suite}.assay.yaml", "-k", "q3", "--assay-live")
        told.assert_outcomes(passed=1, deselected=13)
    assert len(stopped.bodies) == 2


def test_a_detector_of_the_whole_suite_is_an_item_that_has_all_cases_asked(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    file = labels({"q2": "dosage"})
    file.write_text(
        file.read_text().replace("recording.jsonl}", "recording.jsonl, detectors: [behaviour]}")
    )
    told = project.runpytest("-k", "behaviour")
    told.assert_outcomes(errors=1, deselected=14)
    told.stdout.fnmatch_lines(["was not decided: no case of the suite states a `relation` *"])
    cases = project.path / "tests" / "cases.jsonl"
    varied = '"id": "q2", "group": "q0", "relation": "same"'
    cases.write_text(cases.read_text().replace('"id": "q2"', varied))
    told = project.runpytest(CASE + "behaviour", "--junitxml", "out.xml")
    told.assert_outcomes(passed=1)
    assert 'name="assay.findings" value="2"' in (project.path / "out.xml").read_text()
