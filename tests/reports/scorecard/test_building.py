"""Every dimension has a row, and every row a figure or the reason why there is none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from reports.run import End, Measurement, ProbeResult, Run
from reports.scorecard.building import pairs_of, scorecard
from reports.scorecard.records import Dimension, Row, Scorecard, Standing

MakeRun = Callable[..., Run]
Classified = Callable[..., object]


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
            assert one.difference is not None or counted or one.title == "Text leaves the machine"


def test_a_run_without_both_kinds_has_no_card(make_run: MakeRun, classified: Classified) -> None:
    run = make_run([classified("a")])
    assert pairs_of(replace(run, plan=replace(run.plan, subjects=run.plan.subjects[:1]))) == ()


@pytest.mark.parametrize(("wrong", "standing"), [(20, Standing.FIRST), (2, Standing.NOT_SHOWN)])
def test_the_verdict_follows_from_the_shared_cases(
    make_run: MakeRun, classified: Classified, wrong: int, standing: Standing
) -> None:
    results = []
    for number in range(60):
        results.append(classified(f"c{number}"))
        said = "interaction" if number < wrong else "dosage"
        results.append(classified(f"c{number}", subject="llm", said=said))
    found = row(card_of(make_run(results)), "Right labels")
    assert found.standing is standing
    assert found.difference is not None
    assert found.difference.n == 60
    assert found.difference.value == pytest.approx(wrong / 60)


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

    assert p(6) > 3 * p(1)


def test_a_subject_that_does_not_do_the_task_is_not_compared(card: Scorecard) -> None:
    found = row(card, "Answers with a claim that the corpus does not bear out")
    assert found.standing is Standing.NOT_COMPARABLE
    assert found.cells[0].reason == found.why == "It writes no free text."
    assert found.cells[1].value is not None


def test_whoever_is_faster_case_by_case_is_ahead(card: Scorecard) -> None:
    found = row(card, "Latency, median")
    assert found.standing is Standing.FIRST  # 4 ms against 1.2 s on every case


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
