from collections.abc import Callable
from dataclasses import replace

from detectors.records import Task
from reports.ledger import LedgerRow, ledger
from reports.run import CaseResult, Failure, Overlap, Run, Stage, SubjectPlan

Build = Callable[..., CaseResult]
MakeRun = Callable[..., Run]


def plan(name: str, *tasks: Task, detectors: tuple[str, ...] = ()) -> SubjectPlan:
    return SubjectPlan(name=name, kind="slm", tasks=tasks, detectors=detectors, components=())


def rows(run: Run) -> list[LedgerRow]:
    return [row for row in ledger(run, []) if row.what != "Acceptance"]


def test_no_gates_keep_a_run_open(make_run: MakeRun, classified: Build) -> None:
    found = ledger(make_run([classified("a")], subjects=(plan("slm", Task.CLASSIFY),)), [])

    assert [row.what for row in found if row.open] == ["Acceptance"]


def test_an_empty_run_shows_nothing(make_run: MakeRun) -> None:
    assert rows(make_run([]))[0] == LedgerRow(
        what="Everything", why="The run holds no result.", open=True
    )


def test_a_subject_that_was_never_asked_is_open(make_run: MakeRun, classified: Build) -> None:
    subjects = (plan("slm", Task.CLASSIFY), plan("idle", Task.ANSWER))

    found = rows(make_run([classified("a")], subjects=subjects))

    assert LedgerRow(what="idle", why="It was never asked.", open=True) in found


def test_a_task_that_a_subject_does_not_do_is_noted(
    make_run: MakeRun, classified: Build, answered: Build
) -> None:
    subjects = (plan("slm", Task.CLASSIFY), plan("llm", Task.ANSWER, detectors=("grounding",)))

    found = rows(make_run([classified("a"), answered("q", "supported")], subjects=subjects))

    expected = LedgerRow(
        what="slm: 1 free-text question", why="It does not do this task.", open=False
    )
    assert expected in found


def test_failures_with_one_cause_share_a_row(make_run: MakeRun, classified: Build) -> None:
    failed = Failure(stage=Stage.SUBJECT, name="slm", message="refused")
    results = [classified(f"c{number}", error=failed) for number in range(7)]

    found = rows(make_run(results, subjects=(plan("slm", Task.CLASSIFY),)))

    assert found == [
        LedgerRow(
            what="slm: 7 cases (c0, c1, c2, c3, c4 and 2 more)",
            why="The subject slm failed: refused",
            open=True,
        )
    ]


def test_answers_without_any_claim_keep_a_run_open(make_run: MakeRun, answered: Build) -> None:
    subjects = (plan("llm", Task.ANSWER, detectors=("grounding",)),)

    found = rows(make_run([answered("q", "no_claims")], subjects=subjects))

    assert [(row.what, row.open) for row in found] == [("llm: hallucination", True)]


def test_a_planned_detector_that_found_nothing_keeps_a_run_open(
    make_run: MakeRun, classified: Build, answered: Build
) -> None:
    subjects = (
        plan("slm", Task.CLASSIFY, detectors=("attribution",)),
        plan("llm", Task.ANSWER, detectors=("grounding",)),
    )

    found = rows(make_run([classified("a"), answered("q")], subjects=subjects))

    assert [row.what for row in found if row.open] == [
        "slm: explanation of 1 decision",
        "llm: 1 case (q)",
    ]


def test_what_was_left_out_and_what_training_resembles_is_noted(
    make_run: MakeRun, classified: Build
) -> None:
    run = make_run([classified("a")], subjects=(plan("slm", Task.CLASSIFY),))
    near = Overlap(case="a", training_row=3, similarity=0.625)
    plan_ = replace(run.plan, left_out=("llm",), overlaps=(near,))

    found = rows(replace(run, plan=plan_))

    assert [(row.what, row.open) for row in found if not row.open][:2] == [
        ("llm", False),
        ("1 case (a)", False),
    ]


def test_cases_that_were_put_to_nobody_are_open(make_run: MakeRun, classified: Build) -> None:
    found = rows(make_run([classified("a")], subjects=(plan("slm", Task.CLASSIFY),), cases=5))

    assert found[0].what == "4 of 5 cases of the suite"
