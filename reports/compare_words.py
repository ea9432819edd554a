"""Verdicts of a comparison as they are shown, and the sentences around them."""

from collections.abc import Iterator, Mapping, Sequence

from reports.change_verdict import Verdict
from reports.comparison import RunComparison, SubjectComparison

VERDICT_WORDS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.REGRESSED: ("✗", "REGRESSED"),
    Verdict.SUSPECT: ("!", "SUSPECT"),
    Verdict.HELD: ("=", "HELD"),
    Verdict.IMPROVED: ("✓", "IMPROVED"),
    Verdict.UNDERPOWERED: ("?", "UNDERPOWERED"),
}
"""Symbol and word."""
EXIT_MEANINGS = {
    0: "nothing regressed",
    1: "something regressed",
    3: "nothing could be decided",
}


def headline(comparison: RunComparison) -> str:
    """How often each verdict was given."""
    counts = [
        f"{comparison.counts[verdict]} {VERDICT_WORDS[verdict][1]}"
        for verdict in Verdict
        if comparison.counts[verdict]
    ]
    total = sum(comparison.counts.values())
    return f"{', '.join(counts) or 'Nothing'} of {total} comparisons."


def lists(subject: SubjectComparison) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The lists of cases of a subject with their titles."""
    return (
        ("Newly failing", subject.newly_failing),
        ("Newly passing", subject.newly_passing),
        ("No longer judged", subject.no_longer_judged),
        ("Newly judged", subject.newly_judged),
        ("Put to it in one run alone", subject.not_asked),
    )


def not_compared(comparison: RunComparison) -> Iterator[str]:
    """What was left out of the comparison, and how else the runs differ, a sentence each."""
    cases = comparison.cases
    for what, ids in (
        ("in both runs, but worded or labelled otherwise", cases.altered),
        ("in the base alone", cases.only_base),
        ("in the run alone", cases.only_run),
    ):
        if ids:
            yield f"{len(ids)} cases are {what}: {named(ids)}."
    yield from comparison.differences


def named(ids: Sequence[str], *, most: int = 10) -> str:
    """`a, b, c`; beyond `most` `a, b and 7 more`."""
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(ids[:most]) + more
