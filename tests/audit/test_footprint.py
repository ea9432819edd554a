"""Memory and speed are measured on the model as it is served, or it is said why not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.footprint import BATCHES, NO_SERVER, ServerFootprint, SlmFootprint
from audit.probes import probed, probes_for
from audit.shipped import shipped_suite
from audit.subjects import Subject, opened
from audit.suite import SlmSpec
from audit.suite_reading import load_suite
from detectors.errors import SubjectError
from detectors.records import Case, Task
from tests.planted import CUES, make_planted

CASES = tuple(
    Case(id=f"c{n}", task=Task.CLASSIFY, text=f"tablets with the box {n}") for n in range(5)
)


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> SlmSpec:
    folder = tmp_path_factory.mktemp("planted")
    make_planted(folder)
    return SlmSpec(kind="slm", name="small", model=str(folder))


@pytest.fixture(scope="module")
def subject(spec: SlmSpec, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    with opened(spec, labels=tuple(sorted(CUES)), cache=tmp_path_factory.mktemp("cache")) as found:
        yield found


def test_a_classifier_is_served_in_a_process_of_its_own(spec: SlmSpec, subject: Subject) -> None:
    result = probed(SlmFootprint(spec), subject, CASES)
    assert result.error is None
    memory, *_ = result.measurements
    assert memory.name == "peak_memory"
    assert (memory.value or 0) > 50 * 2**20  # the libraries alone take more


def test_a_child_does_not_answer_for_the_memory_of_its_parent() -> None:
    held = bytearray(600 * 2**20)
    held[:: 2**12] = b"x" * len(held[:: 2**12])  # every page is really there
    code = "from audit.peak_memory import peak_memory; print(peak_memory())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 2**20 < int(done.stdout) < 200 * 2**20 < len(held)


def test_the_speed_is_measured_at_each_batch_size(spec: SlmSpec, subject: Subject) -> None:
    _, *speeds = probed(SlmFootprint(spec), subject, CASES).measurements
    assert [one.at for one in speeds] == list(BATCHES)
    assert all((one.value or 0) > 0 for one in speeds)


def test_a_suite_without_classifications_is_a_failure(spec: SlmSpec, subject: Subject) -> None:
    with pytest.raises(SubjectError, match="nothing to measure it on"):
        SlmFootprint(spec).measure(subject, [Case(id="q", task=Task.ANSWER, text="Why?")])


def test_the_memory_of_a_server_is_that_of_its_process(subject: Subject) -> None:
    (memory,) = ServerFootprint(os.getpid()).measure(subject, CASES)
    assert (memory.value or 0) > 100 * 2**20


@pytest.mark.parametrize(("pid", "reason"), [(None, NO_SERVER), (2**22 + 1, "does not tell")])
def test_a_server_that_cannot_be_seen_is_said_not_to_be(
    subject: Subject, pid: int | None, reason: str
) -> None:
    (memory,) = ServerFootprint(pid).measure(subject, CASES)
    assert memory.value is None
    assert reason in (memory.reason or "")


@pytest.mark.parametrize("timed", [True, False])
def test_only_a_live_run_of_both_kinds_is_measured(subject: Subject, timed: bool) -> None:
    suite = load_suite(shipped_suite("medical"))
    found = [
        [probe.name for probe in probes_for(suite, spec, subject, timed=timed)]
        for spec in suite.file.subjects
    ]
    assert found == ([["footprint"], ["footprint"]] if timed else [[], []])


def test_one_kind_alone_has_nothing_to_stand_beside(
    spec: SlmSpec, subject: Subject, tmp_path: Path
) -> None:
    (tmp_path / "cases.jsonl").write_text(
        '{"id": "a", "task": "classify", "text": "tablets", "label": "dosage"}\n'
    )
    (tmp_path / "suite.yaml").write_text(
        "{schema: 1, name: one, title: One, domain: d, purpose: To test., cases: [cases.jsonl], "
        f"labels: [{', '.join(sorted(CUES))}], "
        f"subjects: [{{kind: slm, name: small, model: '{spec.model}'}}]}}"
    )
    assert probes_for(load_suite(tmp_path / "suite.yaml"), spec, subject, timed=True) == []
