"""Asserts that a reference corpus supports every claim of an answer."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loads torch
    from audit.testing.grounding import Corpus
    from detectors.records import Judgement


def assert_grounded(
    answer: str,
    corpus: "Corpus",
    *,
    question: str = "",
    may_decline: bool = False,
    calibration: Path | None = None,
    error_budget: float | None = None,
) -> "tuple[Judgement, ...]":
    """The judgement of every claim, where all that were judged are supported.

    `corpus` is a folder or file of documents, an index of `assay index`, or a list of texts; a
    single text is taken for a path. `question` is what was asked, without which a short answer says
    too little. An answer that declines passes only where it `may_decline`. `calibration` is a file
    of `assay calibrate`; `error_budget` is the share, 0 to 1, of unsupported claims that may pass.

    Raises `AssertionError` where a claim is refuted or not supported, and where nothing could be
    judged, and `CorpusError` where the corpus cannot be read. How a claim is judged, and how often
    that errs, is in docs/grounding.md.
    """
    __tracebackhide__ = True
    from audit.testing.grounding import Said, judged

    (found,) = judged(
        [Said(answer, question)], corpus, calibration=calibration, error_budget=error_budget
    )
    if problem := found.problem(may_decline=may_decline):
        raise AssertionError(problem)
    return found.judgements
