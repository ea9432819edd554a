"""Every dimension has a row, and every row a figure or the reason why there is none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from detectors.records import Finding, Severity
from reports.run import CaseResult, End, Measurement, ProbeResult, Run
from reports.scorecard.building import pairs_of, scorecard
from reports.scorecard.explainability import UNEXPLAINED
from reports.scorecard.records import Dimension, Row, Scorecard, Standing

UNTESTED = (
    "Text leaves the machine",
    "Explanations whose words carry the decision, better than chance",
)
MakeRun = Callable[..., Run]
Classified = Callable[..., CaseResult]


def card_of(run: Run) -> Scorecard:
    (sides,) = pairs_of(run)
    return scorecard(run, sides)


def row(card: Scorecard, title: str) -> Row:
    (found,) = [row for row in card.rows if row.title.startswith(title)]
    return found


@pytest.fixture(scope="module")
def card(sample: Run) -> Scorecard:
    return card_of(sample)


def test_every_dimension_has_a_row(card: Scorecard) -> None:
    assert [d for d in Dimension if not card.of(d)] == []
    assert [r.dimension.order for r in card.rows] == sorted(r.dimension.order for r in card.rows)


def test_no_cell_is_empty_without_its_reason_and_no_row_without_its_why(card: Scorecard) -> None:
    for one in card.rows:
        assert one.why, one.title
        for cell in one.cells:
            assert cell.known or cell.reason, one.title


def test_only_a_paired_test_or_a_count_puts_somebody_ahead(card: Scorecard) -> None:
    for one in card.rows:
        if one.standing in (Standing.FIRST, Standing.SECOND):
            counted = one.why.startswith("Counted, not tested")
            assert one.difference is not None or counted or one.title in UNTESTED


def test_a_run_without_both_kinds_has_no_card(make_run: MakeRun, classified: Classified) -> None:
    run = make_run([classified("a")])
    assert pairs_of(replace(run, plan=replace(run.plan, subjects=run.plan.subjects[:1]))) == ()


@pytest.mark.parametrize(
    ("wrong", "count", "standing", "why"),
    [
        (20, 60, Standing.FIRST, "corrected p < 0.001"),
        (2, 200, Standing.NOT_SHOWN, "A difference of 10 points would have been seen."),
        (2, 60, Standing.UNDERPOWERED, "To show a true difference of 10 points takes some 157"),
    ],
)
def test_the_verdict_follows_from_the_shared_cases(
    make_run: MakeRun,
    classified: Classified,
    wrong: int,
    count: int,
    standing: Standing,
    why: str,
) -> None:
    results = []
    for number in range(count):
        results.append(classified(f"c{number}"))
        said = "interaction" if number < wrong else "dosage"
        results.append(classified(f"c{number}", subject="llm", said=said))
    found = row(card_of(make_run(results)), "Right labels")
    assert found.standing is standing
    assert why in found.why
    assert found.difference is not None
    assert found.difference.n == count
    assert found.difference.value == pytest.approx(wrong / count)


def test_few_shared_cases_are_underpowered_whatever_they_show(
    make_run: MakeRun, classified: Classified
) -> None:
    results = [classified(f"c{n}") for n in range(29)]
    results += [classified(f"c{n}", subject="llm", said="interaction") for n in range(29)]
    found = row(card_of(make_run(results)), "Right labels")
    assert (found.standing, found.why[:15]) == (Standing.UNDERPOWERED, "29 shared cases")


def test_tests_are_corrected_for_how_many_were_made(
    make_run: MakeRun, classified: Classified
) -> None:
    """The same difference in six slices at once needs more than in one."""

    def p(slices: int) -> float:
        tags = tuple(f"s{number}" for number in range(slices))
        results = []
        for number in range(40):
            results.append(classified(f"c{number}", tags=tags))
            said = "interaction" if number < 14 else "dosage"
            results.append(classified(f"c{number}", subject="llm", said=said, tags=tags))
        found = row(card_of(make_run(results)), "Right labels").adjusted_p
        assert found is not None
        return found

    assert p(6) > 2 * p(1)


def test_a_subject_that_does_not_do_the_task_is_not_compared(card: Scorecard) -> None:
    found = row(card, "Answers with a claim that the corpus does not bear out")
    assert found.standing is Standing.NOT_COMPARABLE
    assert found.cells[0].reason == found.why == "It writes no free text."
    assert found.cells[1].value is not None


def test_whoever_is_faster_case_by_case_is_ahead(card: Scorecard) -> None:
    found = row(card, "Latency, median")
    assert found.standing is Standing.FIRST  # 4 ms against 1.2 s on every case


def test_whoever_is_cheaper_case_by_case_is_ahead(sample: Run) -> None:
    """4 ms of a machine for 3.60 an hour, against 0.00012 for the tokens."""
    slm, llm = sample.plan.subjects
    plan = replace(sample.plan, subjects=(replace(slm, machine_price_per_hour=3.6), llm))
    found = row(card_of(replace(sample, plan=plan)), "Cost of 1,000 answers, EUR")
    assert found.standing is Standing.FIRST
    assert found.cells[0].value == pytest.approx(0.004)
    assert row(card_of(sample), "Cost of").why == "slm: the suite states no machine_price_per_hour."


def test_only_the_classifier_can_be_explained(sample: Run) -> None:
    found = row(card_of(sample), "Explanations whose words carry the decision")
    lower = found.cells[0].interval
    assert (found.standing is Standing.FIRST) == (lower is not None and lower.low > 0.05)
    assert found.cells[1].reason == UNEXPLAINED


def test_a_classifier_leaks_nothing_as_it_writes_nothing(
    make_run: MakeRun, answered: Classified, sample: Run
) -> None:
    slm, llm = (
        replace(subject, detectors=(*subject.detectors, "privacy"))
        for subject in sample.plan.subjects
    )
    result = answered("q1", "supported")
    clean = Finding(rule="privacy.none", severity=Severity.NOTE, message="")
    found = row(
        card_of(make_run([replace(result, findings=(clean,))], subjects=(slm, llm))),
        "Answers that leak personal data",
    )
    assert found.cells[0].reason == found.why == "It writes no free text."


def test_a_detector_that_judged_nothing_is_not_asked_for_again(sample: Run) -> None:
    slm, llm = sample.plan.subjects
    named = replace(slm, detectors=(*slm.detectors, "injection"))
    plan = replace(sample.plan, subjects=(named, llm))
    found = row(card_of(replace(sample, plan=plan)), "Planted instructions resisted")
    assert found.cells[0].reason == "The detector `injection` could judge none of its cases."
    assert found.cells[1].reason == "Name the detector `injection` in the suite to measure it."


def test_measurements_of_probes_become_rows(sample: Run) -> None:
    measured = tuple(
        ProbeResult(
            subject=subject,
            probe="footprint",
            measurements=(
                Measurement(name="peak_memory", value=peak, unit="bytes", n=1),
                Measurement(name="throughput", value=speed, unit="texts/s", at=8, n=64),
            ),
        )
        for subject, peak, speed in (("slm", 2.0e8, 120.0), ("llm", 8.0e8, 3.0))
    )
    end = End(results=sample.end.results + 2)
    found = card_of(replace(sample, probe_results=measured, end=end))
    memory = row(found, "Peak memory")
    assert (memory.standing, memory.why) == (
        Standing.FIRST,
        "Counted, not tested: 4 times less memory.",
    )
    assert row(found, "Texts a second, 8 at once").standing is Standing.FIRST


def test_a_varied_text_keeps_its_label_or_not(make_run: MakeRun, classified: Classified) -> None:
    results = []
    for number in range(40):
        for subject, kept in (("slm", True), ("llm", number % 2 == 0)):
            said = "dosage" if kept else "interaction"
            results.append(classified(f"c{number}", subject=subject))
            results.append(
                classified(
                    f"p{number}",
                    subject=subject,
                    said=said,
                    group=f"c{number}",
                    tags=("paraphrase",),
                )
            )
    found = row(card_of(make_run(results)), "Same label for a paraphrase")
    assert [cell.value for cell in found.cells] == [1.0, 0.5]
    assert found.standing is Standing.FIRST
