"""A session of several processes ends as one of a single process does, and asks no more."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

WrittenLabels = Callable[..., Path]
WRONG = {"q3": "storage", "q4": "broken"}


@pytest.mark.parametrize("dist", ["load", "loadfile"])
def test_workers_find_what_one_process_finds(
    project: pytest.Pytester, labels: WrittenLabels, dist: str
) -> None:
    labels(WRONG)
    properties, records = [], []
    for name, more in (("serial", ("-p", "no:xdist")), ("spread", ("-n2", "--dist", dist))):
        told = project.runpytest_subprocess(
            *more, "--junitxml", f"{name}.xml", "--assay-report", name
        )
        told.stdout.fnmatch_lines(["Audit *", "*1 failed, 10 passed, 2 errors, 1 underpowered*"])
        assert told.ret == pytest.ExitCode.TESTS_FAILED
        written = (project.path / f"{name}.xml").read_text()
        properties.append(sorted(re.findall(r'<property name="assay[^>]*>', written)))
        records.append((project.path / name / "labels" / "run.jsonl").read_bytes())
    assert properties[0] == properties[1]
    assert records[0] == records[1]


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
