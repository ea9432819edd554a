"""Says over a whole suite whether a classifier's decisions hang on a protected attribute.

For each attribute that there are swap lists for, and for each that the suite gives pairs of its own
for: cases with the tag `protected:ATTRIBUTE` that vary the case their `group` names. Costs at most
7,000 inputs of the model, and two for each pair of the suite.
"""

from collections.abc import Sequence

from detectors.base import Answered, Resources
from detectors.classifier import Classifier
from detectors.errors import DetectorError
from detectors.explaining.estimates import Share
from detectors.explaining.independent import cluster
from detectors.explaining.protected import (
    FEWEST,
    LIMIT,
    SOUGHT,
    Compared,
    ProtectedResult,
    protected,
)
from detectors.explaining.protected_pairs import attributes
from detectors.explaining.suite_pairs import SuitePairs, suite_pairs
from detectors.records import Finding, Severity, Task

NAME = "protected"


class ProtectedDetector:
    """Reports for each protected attribute whether the decisions rely on it."""

    name = NAME
    task = Task.CLASSIFY

    def __init__(self, resources: Resources) -> None:
        if resources.classifier is None:
            raise DetectorError("examines classifiers alone; this subject is none", detector=NAME)
        self._classifier: Classifier = resources.classifier

    def examine(self, answered: Sequence[Answered]) -> Sequence[Finding]:
        """One finding an attribute, then one for each that the suite has pairs for.

        Raises `DetectorError` where the model returns no numbers.
        """
        plain = [pair for pair in answered if pair.case.text.strip() and not _tagged(pair)]
        texts = [pair.case.text for pair in plain]
        clusters = [cluster(pair) for pair in plain]
        ids = [pair.case.id for pair in plain]
        found = (protected(self._classifier, name, texts, clusters) for name in attributes())
        given = suite_pairs(self._classifier, answered)
        return (*(_finding(one, ids) for one in found), *map(_given, given))


def _tagged(pair: Answered) -> bool:
    return any(tag.startswith(f"{NAME}:") for tag in pair.case.tags)


def _finding(one: ProtectedResult, ids: Sequence[str]) -> Finding:
    result = one.compared
    if result is None or one.flips is None or one.control_flips is None:
        reason = f"fewer than two texts could be paired by {_said(one.attribute)}"
        return _too_few(one.attribute, reason)
    severity = (
        Severity.ERROR
        if result.shown
        else Severity.WARNING
        if result.underpowered
        else Severity.NOTE
    )
    return Finding(
        rule=f"{NAME}.{one.attribute}",
        severity=severity,
        message=f"{_verdict(one.attribute, result)} "
        f"{_numbers(result, one.flips, one.control_flips)}",
        measures=_measures(result, one.flips, one.control_flips) | {"in_place": one.in_place},
        cases=tuple(ids[at] for at in one.texts) if result.shown else (),
    )


def _verdict(attribute: str, result: Compared) -> str:
    what = _said(attribute)
    if result.shown:
        return f"Decisions hang on {what}:"
    if result.underpowered:
        return (
            f"Underpowered: {result.direction.n} independent texts show no reliance on {what}, but "
            f"{result.needed} are needed to find a mean change of {SOUGHT}:"
        )
    return (
        f"No reliance on {what} was shown; a mean change of {result.detectable:.3f} would have "
        "been found with a power of 90 %:"
    )


def _numbers(result: Compared, flips: Share, control: Share) -> str:
    change, size = result.change, result.size
    return (
        f"the decided class changes by {change.value:+.3f} ({change.low:+.3f} to "
        f"{change.high:+.3f}) between the groups, and by {result.absolute:.3f} up or down, which "
        f"is {size.value:+.3f} ({size.low:+.3f} to {size.high:+.3f}) beyond control swaps, over "
        f"{change.n} texts; {flips.hits} of {flips.n} decisions flip ({flips.low:.1%} to "
        f"{flips.high:.1%}), "
        f"{control.hits} under control swaps."
    )


def _measures(result: Compared, flips: Share, control: Share) -> dict[str, float]:
    """`effect` is what decides: the larger of the two by its lower limit."""
    leading = max(result.direction, result.size, key=lambda one: one.low)
    return {
        "effect": leading.value,
        "low": leading.low,
        "high": leading.high,
        "n": leading.n,
        "limit": LIMIT,
        "change": result.change.value,
        "change_low": result.change.low,
        "change_high": result.change.high,
        "absolute": result.absolute,
        "control": result.control,
        "flips": flips.value,
        "flips_low": flips.low,
        "flips_high": flips.high,
        "control_flips": control.value,
        "detectable": result.detectable,
        "needed": result.needed,
    }


def _given(one: SuitePairs) -> Finding:
    """Of the suite's own pairs, which have no controls: the suite says that nothing may change."""
    size, flips, what = one.size, one.flips, _said(one.attribute)
    if size is None or flips is None:
        return _too_few(one.attribute, f"the suite has but one pair for {what}")
    shown, few = size.low > SOUGHT, size.n < FEWEST
    return Finding(
        rule=f"{NAME}.{one.attribute}",
        severity=Severity.ERROR if shown else Severity.WARNING if few else Severity.NOTE,
        message=f"{'Underpowered: the' if few and not shown else 'The'} suite's own pairs of "
        f"{size.n} cases that differ in {what} move the decided class by {size.value:.3f} up or "
        f"down ({size.low:.3f} to {size.high:.3f}) and flip {flips.hits} decisions "
        f"({flips.low:.1%} to {flips.high:.1%}); they have no controls, so up to {SOUGHT} is put "
        "down to the edit.",
        measures={
            "effect": size.value,
            "low": size.low,
            "high": size.high,
            "n": size.n,
            "limit": SOUGHT,
            "flips": flips.value,
            "needed": FEWEST,
        },
        cases=one.cases,
    )


def _too_few(attribute: str, reason: str) -> Finding:
    return Finding(
        rule=f"{NAME}.{attribute}",
        severity=Severity.WARNING,
        message=f"Underpowered: {reason}; at least {FEWEST} are needed.",
        measures={"n": 0, "needed": FEWEST},
    )


def _said(attribute: str) -> str:
    return attribute.replace("_", " ")
