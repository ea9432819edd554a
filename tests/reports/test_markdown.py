from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

import pytest

from detectors.records import Finding, Severity
from reports.markdown import escape, render
from reports.run import CaseResult, Run
from reports.summary import Summary, summarise


@pytest.fixture(scope="module")
def text(sample: Run, summary: Summary) -> str:
    return render(sample, summary).content.decode()


def test_the_verdict_and_every_gate_are_told(text: str) -> None:
    assert "## Verdict: ✗ Failed" in text
    assert "| accuracy | slm | all | at least 80.0 % | 97.2 % | 36 |" in text
    assert "? underpowered" in text


def test_failures_come_with_their_evidence(text: str) -> None:
    assert "✗ refuted: Take 20 mg of Relivan once a day." in text
    assert "`drugs/relivan.md` 40 to 109: The usual adult dose" in text


def test_hostile_text_cannot_act(text: str) -> None:
    assert "<script>" not in text
    assert "\u202e" not in text


def test_every_row_of_a_table_has_as_many_cells_as_its_head(text: str) -> None:
    lines = text.replace("\\|", "").splitlines()
    heads = [number - 1 for number, line in enumerate(lines) if line.startswith("|---")]
    for head in heads:
        table = takewhile(lambda line: line.startswith("|"), lines[head:])
        assert len({row.count("|") for row in table}) == 1
    assert len(heads) == 4


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("# a\n- b", r"\# a - b"),
        ("a | b", r"a \| b"),
        ("[x](https://e.org)", r"\[x\](https\://e.org)"),
        ("www.e.org @all", r"www\.e.org \@all"),
        ("5 * 2 = 1.5", r"5 \* 2 = 1.5"),
    ],
)
def test_characters_that_markdown_acts_on_are_escaped(given: str, expected: str) -> None:
    assert escape(given) == expected


def test_an_empty_run_renders(make_run: Callable[..., Run]) -> None:
    run = make_run([], subjects=())

    assert "Not decided" in render(run, summarise(run)).content.decode()


def test_a_bad_citation_is_told_though_the_answer_is_right(
    answered: Callable[..., CaseResult],
    with_citations: Callable[..., CaseResult],
    make_run: Callable[..., Run],
) -> None:
    run = make_run([with_citations(answered("q", "supported"), "misplaced", "supported")])
    text = render(run, summarise(run)).content.decode()
    assert "#### 1 with a bad citation or another error" in text
    assert "  - warning: \\[1\\] (relivan.md): misplaced." in text


def test_an_error_of_any_detector_is_told_though_the_answer_is_right(
    answered: Callable[..., CaseResult], make_run: Callable[..., Run]
) -> None:
    result = answered("q", "supported")
    finding = Finding(
        rule="reference.contradicted", severity=Severity.ERROR, message="It says otherwise."
    )
    run = make_run([replace(result, findings=(*result.findings, finding))])
    text = render(run, summarise(run)).content.decode()
    assert "#### 1 with a bad citation or another error" in text
    assert "  - error: It says otherwise." in text
