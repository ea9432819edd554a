import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from audit.draws import Draw
from audit.recorder import Recorder
from audit.recording import ReplaySubject
from audit.subjects import Outcome
from audit.suite import ReplaySpec
from detectors.errors import RecordError, SubjectError
from detectors.records import Answer, Case, Task
from reports.run import Component, SubjectPlan

LABELS = ("dosage",)
CASES = (
    Case(id="c1", task=Task.CLASSIFY, text="How much?", label="dosage"),
    Case(id="c2", task=Task.CLASSIFY, text="Why is it so?"),
    Case(id="c3", task=Task.ANSWER, text="Wie viel für Müller?"),
)
ANSWERS: dict[str, Answer] = {
    "c1": Answer(text="dosage", label="dosage", latency_s=0.25, prompt_tokens=7, cost=0.5),
    "c3": Answer(text="5 ml.\n", token_logprobs=(-0.5, -1.0), finish_reason="stop"),
}


class Scripted:
    """A subject that answers by heart, and breaks off where it is told."""

    name = "large"
    tasks = frozenset(Task)
    classifier = None

    def __init__(self, *, breaks_at: str = "") -> None:
        self._breaks_at = breaks_at
        self.arrived: Callable[[Draw, Outcome], None] | None = None

    @property
    def prompts(self) -> dict[str, str]:
        return {"answer": "Q: {{ text }}"}

    def prompt(self, case: Case) -> str:
        return f"Q: {case.text}"

    def plan(self) -> SubjectPlan:
        return SubjectPlan(
            name="large",
            kind="llm",
            tasks=tuple(sorted(self.tasks)),
            detectors=("grounding",),
            components=(Component(role="model", name="m-1", sha256="ab"),),
            loopback=True,
        )

    def answers(self, cases: Sequence[Case]) -> Iterator[Outcome]:
        return self.draws([Draw(case) for case in cases])

    def draws(self, draws: Sequence[Draw]) -> Iterator[Outcome]:
        for draw in draws:
            case = draw.case
            if case.id == self._breaks_at:
                raise SubjectError("the endpoint is gone", subject="large")
            late = SubjectError("came too late", subject="large", case_id=case.id)
            outcome = ANSWERS.get(case.id, late)
            if self.arrived:
                self.arrived(draw, outcome)
            yield outcome


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recordings" / "large.jsonl"
    with Recorder(Scripted(), tmp_path / "journal.jsonl", keep=path) as subject:
        list(subject.answers(CASES))
    return path


def replay(path: Path, *, labels: tuple[str, ...] = LABELS) -> ReplaySubject:
    spec = ReplaySpec(kind="replay", name="again", recording=path, detectors=("grounding",))
    return ReplaySubject(spec, labels=labels)


def message(outcome: Outcome) -> str:
    assert isinstance(outcome, SubjectError)
    return str(outcome)


def test_a_replay_answers_as_recorded_errors_included(recording: Path) -> None:
    first, second, third = replay(recording).answers(CASES)
    assert (first, third) == (ANSWERS["c1"], ANSWERS["c3"])
    assert message(second) == "subject 'again', case 'c2': came too late"


def test_cases_may_be_asked_in_any_order_and_number(recording: Path) -> None:
    assert list(replay(recording).answers(CASES[2:])) == [ANSWERS["c3"]]


def test_a_case_that_was_not_recorded_is_an_error(recording: Path) -> None:
    (outcome,) = replay(recording).answers([replace(CASES[0], id="c9")])
    assert message(outcome) == (
        "subject 'again', case 'c9': is not in large.jsonl; record it, or leave the case out"
    )


def test_a_case_that_was_worded_otherwise_is_an_error(recording: Path) -> None:
    (outcome,) = replay(recording).answers([replace(CASES[0], text="How much")])
    assert "was worded otherwise when large.jsonl was made; record it again" in message(outcome)


def test_a_label_that_left_the_suite_is_an_error(recording: Path) -> None:
    (outcome,) = replay(recording, labels=("storage",)).answers(CASES[:1])
    assert "was answered 'dosage', which is no label of the suite" in message(outcome)


def test_a_plan_names_the_recorded_parts_and_the_recording(recording: Path) -> None:
    subject = replay(recording)
    plan = subject.plan()
    assert (plan.name, plan.kind, plan.loopback) == ("again", "replay", True)
    assert plan.detectors == ("grounding",)
    model, file = plan.components
    assert model == Component(role="model", name="m-1", sha256="ab")
    assert (file.role, file.name) == ("recording", "large.jsonl")
    assert file.sha256
    assert file.facts == {"kind": "llm", "recorded": subject.recorded}


def test_a_recording_that_does_not_say_where_it_was_made_leaves_that_open(recording: Path) -> None:
    whole = recording.read_text(encoding="utf-8")
    recording.write_text(whole.replace(',"loopback":true', "", 1), encoding="utf-8")
    assert whole != recording.read_text(encoding="utf-8")
    assert replay(recording).plan().loopback is None


def test_a_recording_keeps_prompts_and_their_digests(recording: Path) -> None:
    header, first, *_ = map(json.loads, recording.read_text(encoding="utf-8").splitlines())
    assert header["prompts"] == {"answer": "Q: {{ text }}"}
    assert header["recorded"].endswith("+00:00")
    assert len(first["prompt_sha256"]) == len(first["text_sha256"]) == 64


def test_each_answer_is_on_disk_before_it_is_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with Recorder(Scripted(), path) as subject:
        next(subject.answers(CASES))
        assert len(path.read_text(encoding="utf-8").splitlines()) == 2


def test_answers_of_a_run_that_was_cut_short_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with pytest.raises(SubjectError), Recorder(Scripted(breaks_at="c3"), path) as subject:
        list(subject.answers(CASES))
    with (
        pytest.raises(RecordError, match="go on with --resume, or name another folder"),
        Recorder(Scripted(), path),
    ):
        pytest.fail("a second run began")
    assert next(replay(path).answers(CASES)) == ANSWERS["c1"]


def test_a_journal_that_nothing_is_kept_of_goes_away(tmp_path: Path) -> None:
    with Recorder(Scripted(), tmp_path / "journal.jsonl") as subject:
        list(subject.answers(CASES))
    assert list(tmp_path.iterdir()) == []


def test_a_recording_without_an_answer_leaves_nothing(recording: Path, tmp_path: Path) -> None:
    before = recording.read_bytes()
    again = Recorder(Scripted(breaks_at="c1"), tmp_path / "again.jsonl", keep=recording)
    with pytest.raises(SubjectError), again as subject:
        list(subject.answers(CASES))
    assert [path.name for path in tmp_path.iterdir()] == ["recordings"]
    assert recording.read_bytes() == before


def test_a_new_recording_takes_the_place_of_the_old(recording: Path, tmp_path: Path) -> None:
    with Recorder(Scripted(), tmp_path / "again.jsonl", keep=recording) as subject:
        list(subject.answers(CASES[:1]))
    assert len(recording.read_text(encoding="utf-8").splitlines()) == 2
    assert [path.name for path in recording.parent.iterdir()] == ["large.jsonl"]


def test_a_case_that_was_asked_again_after_an_error_counts_once(recording: Path) -> None:
    lines = recording.read_text(encoding="utf-8").splitlines()
    lines.insert(1, '{"case":"c1","text_sha256":"a","error":"came too late"}')
    recording.write_text("\n".join(lines), encoding="utf-8")
    assert next(replay(recording).answers(CASES)) == ANSWERS["c1"]


@pytest.mark.parametrize(
    ("line", "written", "problem"),
    [
        (1, "", "is of schema None; this version reads 1"),
        (1, '{"schema":2}', "is of schema 2; this version reads 1"),
        (1, '{"schema":1}', "Field required"),
        (2, '{"case":"c1"', "not JSON: "),
        (2, "[]", "Input should be"),
        (2, '{"case":"c1","text_sha256":"a"}', "holds both an answer and an error, or neither"),
        (3, '{"case":"c1","text_sha256":"a","error":"b"}', "the case 'c1' is recorded twice"),
        (3, '{"case":"c2","text_sha256":"a","eror":"b"}', "Unexpected keyword argument"),
    ],
)
def test_a_damaged_recording_is_named_by_file_and_line(
    recording: Path, line: int, written: str, problem: str
) -> None:
    lines = recording.read_text(encoding="utf-8").splitlines()
    lines[line - 1] = written
    recording.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        replay(recording)
    assert problem in str(caught.value)
    assert str(caught.value).startswith(f"{recording}:")


def test_a_recording_cut_in_a_line_is_named(recording: Path) -> None:
    recording.write_bytes(recording.read_bytes()[:-20])
    with pytest.raises(RecordError, match=r"large.jsonl:4: not JSON"):
        replay(recording)


def test_an_empty_recording_is_named(tmp_path: Path) -> None:
    (tmp_path / "large.jsonl").touch()
    with pytest.raises(RecordError, match="is empty; a recording begins with who answered"):
        replay(tmp_path / "large.jsonl")
