"""Advice follows from the rows, names them, and says where the data do not decide."""

from collections.abc import Callable, Sequence

import pytest

from detectors.records import Expect
from reports.advice import TOLERATED, Advice, advise
from reports.run import CaseResult, Run, Weights
from reports.scorecard.building import pairs_of, scorecard
from reports.scorecard.records import Scorecard

MakeRun = Callable[..., Run]
Made = Callable[..., CaseResult]


def card_of(run: Run) -> Scorecard:
    (sides,) = pairs_of(run)
    return scorecard(run, sides)


def advice(run: Run, **weights: float) -> Advice:
    return advise(card_of(run), Weights(**weights), None)


def said(run: Run, words: str, **weights: float) -> bool:
    """Whether the one sentence with these words was decided."""
    (found,) = [one for one in advice(run, **weights).sentences if words in one.text]
    return found.decided


def labels(classified: Made, wrong: int) -> list[CaseResult]:
    """The large model errs on so many of sixty cases, the small one on none."""
    return [
        classified(f"c{n}", subject=subject, said="interaction" if at and n < wrong else "dosage")
        for n in range(60)
        for at, subject in enumerate(("slm", "llm"))
    ]


def answers(answered: Made, made_up: int, count: int) -> list[CaseResult]:
    return [
        answered(f"q{n}", "not_enough_info" if n < made_up else "supported") for n in range(count)
    ]


def test_every_sentence_names_rows_that_are_on_the_card(sample: Run) -> None:
    titles = {row.title for row in card_of(sample).rows}
    sentences = advice(sample).sentences
    assert sentences
    for sentence in sentences[:-1]:
        assert sentence.rows
    assert all(set(sentence.rows) <= titles for sentence in sentences)


def test_the_model_that_is_ahead_is_named(make_run: MakeRun, classified: Made) -> None:
    assert said(make_run(labels(classified, 30)), "within the domain use slm")


def test_no_difference_is_no_advice(make_run: MakeRun, classified: Made) -> None:
    assert not said(make_run(labels(classified, 1)), "chooses labels better is not shown")


@pytest.mark.parametrize(
    ("made_up", "count", "words", "decided"),
    [
        (30, 60, "none of them should go out unread", True),
        (0, 400, "may go out with spot checks", True),
        (1, 40, "is open", False),
    ],
)
def test_free_text_goes_out_unread_only_where_little_is_made_up(
    make_run: MakeRun,
    classified: Made,
    answered: Made,
    made_up: int,
    count: int,
    words: str,
    decided: bool,
) -> None:
    run = make_run([*labels(classified, 0), *answers(answered, made_up, count)])
    assert said(run, words) is decided
    assert TOLERATED == 0.05


def strange(classified: Made, declined: Sequence[bool]) -> list[CaseResult]:
    return [
        classified(
            f"o{n}",
            subject=subject,
            expect=Expect.DECLINE,
            declined=own,
            said=None if own else "dosage",
        )
        for n in range(40)
        for subject, own in zip(("slm", "llm"), declined, strict=True)
    ]


def test_a_model_that_answers_everything_is_kept_from_strange_texts(
    make_run: MakeRun, classified: Made
) -> None:
    run = make_run([*labels(classified, 0), *strange(classified, (False, True))])
    (sentence,) = [s for s in advice(run).sentences if "outside the domain" in s.text]
    assert "reach slm (0.0 % declined)" in sentence.text
    assert "llm (" not in sentence.text


def test_what_the_suite_weighs_decides(make_run: MakeRun, classified: Made) -> None:
    """The small model is better within the domain, the large one without."""
    run = make_run([*labels(classified, 30), *strange(classified, (False, True))])
    other = {"cost": 0.0, "privacy": 0.0, "explainability": 0.0}
    assert said(run, "prefer slm to llm", quality=3, breadth=1, **other)
    assert said(run, "prefer llm to slm", quality=1, breadth=3, **other)
    assert not said(run, "the data do not decide", quality=1, breadth=1, **other)


def test_an_aspect_on_which_both_are_shown_to_be_alike_is_even(
    make_run: MakeRun, classified: Made
) -> None:
    """On two hundred cases out of the domain, each declines all."""
    strangers = [
        classified(f"o{n}", subject=subject, expect=Expect.DECLINE, declined=True, said=None)
        for n in range(200)
        for subject in ("slm", "llm")
    ]
    run = make_run([*labels(classified, 30), *strangers])
    only = {"cost": 0.0, "privacy": 0.0, "explainability": 0.0}
    (sentence,) = [s for s in advice(run, **only).sentences if "weights" in s.text]
    assert "breadth (1) even" in sentence.text
    assert "prefer slm" in sentence.text


def test_an_open_aspect_that_could_turn_it_leaves_it_open(
    make_run: MakeRun, classified: Made
) -> None:
    run = make_run(labels(classified, 30))
    only = {"cost": 0.0, "privacy": 0.0, "breadth": 0.0}
    assert said(run, "prefer slm", quality=2, explainability=1, **only)
    assert not said(run, "do not decide", quality=1, explainability=1, **only)
