from collections.abc import Sequence

from audit.judging import judge
from detectors.base import Answered, Findings, Resources
from detectors.errors import DetectorError
from detectors.records import Answer, Case, Finding, Severity, Task
from reports.run import Stage


class Crashes:
    """A detector that cannot bear the word `bad`, as somebody's plugin may."""

    name = "crashes"
    task = Task.ANSWER

    def __init__(self, resources: Resources) -> None: ...

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        if any("bad" in answer.text for _, answer in answered):
            raise ZeroDivisionError("nought")
        return [(found(case.id),) for case, _ in answered]


class Miscounts(Crashes):
    """A detector that judges fewer answers than it was given."""

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        return [()] * (len(answered) - 1)


def found(message: str) -> Finding:
    return Finding(rule="crashes.ok", severity=Severity.NOTE, message=message)


def answered(identity: str, text: str, task: Task = Task.ANSWER) -> Answered:
    return Answered(Case(id=identity, task=task, text="q"), Answer(text=text))


def test_a_crash_on_one_answer_is_recorded_for_that_answer_alone() -> None:
    good, bad = judge([Crashes(Resources())], [answered("a", "fine"), answered("b", "bad")])
    assert good.failure is None
    assert good.findings == (found("a"),)
    assert bad.failure is not None
    assert bad.failure.stage is Stage.DETECTOR
    assert "ZeroDivisionError: nought" in bad.failure.message


def test_a_detector_that_judges_too_few_answers_fails_them() -> None:
    (judged,) = judge([Miscounts(Resources())], [answered("a", "fine")])
    assert judged.failure is not None
    assert "judged 0 of 1 answers" in judged.failure.message


def test_a_detector_sees_only_its_own_task() -> None:
    (judged,) = judge([Crashes(Resources())], [answered("a", "bad", Task.CLASSIFY)])
    assert judged == ((), None)


def test_a_returned_error_counts_as_a_failure_and_other_findings_stay() -> None:
    class Refuses(Crashes):
        name = "refuses"

        def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
            return [DetectorError("no", detector=self.name, case_id="a") for _ in answered]

    (judged,) = judge([Refuses(Resources()), Crashes(Resources())], [answered("a", "fine")])
    assert judged.failure is not None
    assert judged.failure.name == "refuses"
    assert judged.findings == (found("a"),)
