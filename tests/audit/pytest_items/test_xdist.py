"""A session of several processes ends as one of a single process does, and asks no more."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

WrittenLabels = Callable[..., Path]
WRONG = {"q3": "storage", "q4": "broken"}


def test_workers_find_what_one_process_finds(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels(WRONG)
    serial = _found(project, "serial", project.runpytest)
    for dist in ("load", "loadfile"):
        spread = partial(project.runpytest_subprocess, "-n2", "--dist", dist)
        assert _found(project, dist, spread) == serial


def _found(
    project: pytest.Pytester, name: str, run: Callable[..., pytest.RunResult]
) -> tuple[list[str], bytes]:
    """The properties of all tests, and the record."""
    told = run("--junitxml", f"{name}.xml", "--assay-report", name)
    told.stdout.fnmatch_lines(["Audit *", "*1 failed, 10 passed, 2 errors, 1 underpowered*"])
    assert told.ret == pytest.ExitCode.TESTS_FAILED
    written = (project.path / f"{name}.xml").read_text()
    properties = sorted(re.findall(r'<property name="assay[^>]*>', written))
    assert properties
    return properties, (project.path / name / "labels" / "run.jsonl").read_bytes()


def test_workers_ask_a_subject_once_and_leave_nothing_behind(
    project: pytest.Pytester, labels: WrittenLabels, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels()
    shared = project.mkdir("shared")
    monkeypatch.setenv("TMPDIR", str(shared))
    asks = "from audit.recording import ReplaySubject\nanswers = ReplaySubject.answers\n"
    asks += "def seen(self, cases):\n    open('asked', 'a').write(f'{len(cases)}\\n')\n"
    asks += "    return answers(self, cases)\nReplaySubject.answers = seen\n"
    project.makeconftest(asks)
    project.runpytest_subprocess("-n2", "--dist", "load")
    assert (project.path / "asked").read_text() == "12\n"
    assert list(shared.glob("assay-*")) == []
