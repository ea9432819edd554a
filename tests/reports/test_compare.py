import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from detectors.errors import AuditError, UnknownNameError
from reports.change_verdict import Demand, Verdict
from reports.compare import compare_runs
from reports.compare_formats import as_json, as_markdown
from reports.comparison import Compared, RunComparison
from reports.run import CaseResult, Component, Failure, Run, Stage

Build = Callable[..., CaseResult]
MakeRun = Callable[..., Run]
TIMED_OUT = Failure(stage=Stage.SUBJECT, name="slm", message="timed out")


@pytest.fixture
def run_of(classified: Build, make_run: MakeRun) -> Callable[..., Run]:
    """A run of `slm`: `n` cases, those at the given places wrong, or failed."""

    def run(
        wrong: Sequence[int] = (),
        *,
        n: int = 200,
        failed: Sequence[int] = (),
        group: int = 1,
        subject: str = "slm",
    ) -> Run:
        results = [
            classified(
                f"c{at:03}",
                subject=subject,
                said="other" if at in wrong else "dosage",
                error=TIMED_OUT if at in failed else None,
                group=f"g{at // group}",
                tags=("typo",) if at < 40 else (),
            )
            for at in range(n)
        ]
        made = make_run(results)
        first = made.plan.subjects[0]
        if subject not in ("slm", "llm"):
            made = replace(made, plan=replace(made.plan, subjects=(replace(first, name=subject),)))
        return made

    return run


def of(comparison: RunComparison, metric: str = "accuracy", slice: str | None = None) -> Compared:  # noqa: A002
    (subject,) = [each for each in comparison.subjects if each.changes]
    (found,) = [each for each in subject.changes if (each.metric, each.slice) == (metric, slice)]
    return found


@pytest.mark.parametrize(
    ("wrong_before", "wrong_after", "verdict"),
    [
        (range(10), range(45), Verdict.REGRESSED),
        (range(45), range(10), Verdict.IMPROVED),
        (range(10), range(11), Verdict.HELD),
        (range(10), range(20, 41), Verdict.SUSPECT),
        (range(20), range(18, 42), Verdict.UNDERPOWERED),
    ],
)
def test_each_verdict(
    run_of: Callable[..., Run],
    wrong_before: Sequence[int],
    wrong_after: Sequence[int],
    verdict: Verdict,
) -> None:
    found = compare_runs(run_of(wrong_before), run_of(wrong_after))

    assert of(found).verdict is verdict


def test_fewer_cases_than_wanted_are_underpowered_whatever_they_show(
    run_of: Callable[..., Run],
) -> None:
    found = compare_runs(run_of(n=29), run_of(range(29), n=29))

    assert {each.verdict for each in found.subjects[0].changes} == {Verdict.UNDERPOWERED}
    assert found.exit_code == 3


def test_a_small_loss_in_a_large_suite_is_held_though_the_test_sees_it(
    run_of: Callable[..., Run],
) -> None:
    """Ten of 1,000 turned bad and none good: p = 0.002, but one point is within the margin."""
    found = of(compare_runs(run_of(n=1000), run_of(range(10), n=1000)))

    assert found.change.test.p < 0.01
    assert found.verdict is Verdict.HELD


def test_a_run_that_dropped_cases_never_held(run_of: Callable[..., Run]) -> None:
    found = of(compare_runs(run_of(), run_of(failed=[7])))

    assert (found.verdict, found.change.failed) == (Verdict.SUSPECT, 1)
    assert "failed in the run: 1" in found.reason


def test_cases_that_turned_are_named(run_of: Callable[..., Run]) -> None:
    (slm, _) = compare_runs(run_of([1, 2], failed=[5]), run_of([2, 3], failed=[6])).subjects

    assert (slm.newly_failing, slm.newly_passing) == (("c003",), ("c001",))
    assert (slm.no_longer_judged, slm.newly_judged) == (("c006",), ("c005",))


def test_cases_of_a_group_count_as_one_piece_of_evidence(run_of: Callable[..., Run]) -> None:
    alone = of(compare_runs(run_of(), run_of(range(30))))
    grouped = of(compare_runs(run_of(group=10), run_of(range(30), group=10)))

    assert alone.verdict is Verdict.REGRESSED
    assert grouped.verdict is Verdict.SUSPECT


def test_less_is_better_where_the_metric_says_so(answered: Build, make_run: MakeRun) -> None:
    def run(refuted: int) -> Run:
        rules = ["refuted"] * refuted + ["supported"] * (100 - refuted)
        return make_run([answered(f"q{at}", rule) for at, rule in enumerate(rules)])

    found = of(compare_runs(run(40), run(5)), "hallucination")

    assert (found.change.base, found.change.run) == (0.4, 0.05)
    assert found.change.difference == pytest.approx(0.35)
    assert found.verdict is Verdict.IMPROVED


def test_an_answer_that_now_declines_is_counted_as_unpaired(
    answered: Build, make_run: MakeRun
) -> None:
    base = make_run([answered(f"q{at}", "refuted") for at in range(40)])
    run = make_run([answered(f"q{at}", "refusal" if at < 30 else "refuted") for at in range(40)])

    found = of(compare_runs(base, run), "hallucination")

    assert (found.change.n, found.change.unpaired, found.change.failed) == (10, 30, 0)


def test_the_same_cases_under_another_slice_are_tested_once(
    classified: Build, make_run: MakeRun
) -> None:
    def run(wrong: int) -> Run:
        return make_run(
            [
                classified(f"c{at}", said="other" if at < wrong else "dosage", tags=("all", "each"))
                for at in range(60)
            ]
        )

    found = compare_runs(run(0), run(8))

    (p,) = {each.adjusted_p for each in found.subjects[0].changes if each.metric == "accuracy"}
    assert p is not None
    assert p <= 2 * 2 / 2**8  # of two tests, accuracy and macro F1, not of six


def test_macro_f1_is_compared_too(run_of: Callable[..., Run]) -> None:
    found = of(compare_runs(run_of(), run_of(range(60))), "macro_f1")

    assert found.verdict is Verdict.REGRESSED
    assert of(compare_runs(run_of(), run_of()), "macro_f1").change.difference == 0


def test_reworded_and_missing_cases_are_told_and_not_compared(
    run_of: Callable[..., Run],
) -> None:
    base, run = run_of(n=60), run_of(n=70)
    first = run.results[0]
    altered = replace(first, case=replace(first.case, text="Another question?"))
    run = replace(run, results=(altered, *run.results[2:]))

    found = compare_runs(base, run).cases

    assert (found.altered, found.only_base) == (("c000",), ("c001",))
    assert (len(found.same), len(found.only_run)) == (58, 10)


def test_runs_without_a_common_case_are_refused(run_of: Callable[..., Run]) -> None:
    base, run = run_of(n=3), run_of(n=3)
    results = [replace(r, case=replace(r.case, id=f"x{r.case.id}")) for r in run.results]

    with pytest.raises(AuditError, match="share no case: 3 are in the base alone, 3 in the run"):
        compare_runs(base, replace(run, results=tuple(results)))


def test_subjects_of_other_names_are_paired_by_hand(run_of: Callable[..., Run]) -> None:
    base, run = run_of(subject="small"), run_of(range(60), subject="small-v2")

    with pytest.raises(AuditError, match="pair them with --subject BASE=RUN"):
        compare_runs(base, run)
    with pytest.raises(UnknownNameError, match="no subject of the run called 'smal'"):
        compare_runs(base, run, renamed={"small": "smal"})
    found = compare_runs(base, run, renamed={"small": "small-v2"})
    assert (found.subjects[0].run, found.exit_code) == ("small-v2", 1)


def test_what_else_differs_between_the_plans_is_told(run_of: Callable[..., Run]) -> None:
    base, run = run_of(n=40), run_of(n=40)
    slm = replace(
        run.plan.subjects[0],
        detectors=(),
        components=(Component(role="model", name="medical-slm", sha256="00" * 32),),
    )
    plan = replace(
        run.plan, suite_sha256="0", labels=("dosage",), subjects=(slm, run.plan.subjects[1])
    )

    assert compare_runs(base, replace(run, plan=plan)).differences == (
        "The suite has changed: its sha256 differs.",
        "Labels of the base alone: interaction, pregnancy.",
        "slm: judged by attribution in the base, by none in the run.",
        "slm: model medical-slm has another sha256.",
    )


@pytest.mark.parametrize(
    ("demand", "problem"),
    [(Demand(margin=5), "is not between 0 and 1"), (Demand(minimum_n=0), "is below 1")],
)
def test_a_demand_that_makes_no_sense_is_refused(
    run_of: Callable[..., Run], demand: Demand, problem: str
) -> None:
    with pytest.raises(AuditError, match=problem):
        compare_runs(run_of(n=3), run_of(n=3), demand=demand)


def test_the_same_runs_give_the_same_bytes(run_of: Callable[..., Run]) -> None:
    first, second = (compare_runs(run_of(range(9)), run_of(range(30))) for _ in range(2))

    assert as_markdown(first) == as_markdown(second)
    assert as_json(first) == as_json(second)
    assert json.loads(as_json(first))["comparison"]["exit_code"] == 1
