"""What the parts of `reliance` found, as findings: one readable sentence each, with its numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence

from detectors.explaining.artefacts import LIMIT, Artefacts
from detectors.explaining.drivers import Driver, Drivers, Reliability
from detectors.explaining.estimates import Mean
from detectors.explaining.independent import Independent
from detectors.explaining.leakage import Leakage
from detectors.explaining.shortcuts import ENOUGH_SLOTS, SCREENING_SLOTS, InsertedWord, Shortcuts
from detectors.records import Finding, Severity

NAME = "reliance"

DRIVERS_EACH = 10
"""Drivers of a class that are listed."""
LEAST_LEAKED = 0.03
"""Probability that a label must lose without its name, by the lower limit, to be called leakage."""
FEWEST_NAMED = 5
"""Texts that say a label's name below which nothing is concluded from them."""
CASES_NAMED = 20
"""Cases that one finding names at most."""


def shortcut_findings(found: Shortcuts, cases: Independent) -> Iterator[Finding]:
    for one in found.listed:
        yield Finding(
            rule=f"{NAME}.shortcut",
            severity=Severity.WARNING,
            message=f'Putting "{one.word}" into {one.effect.n} texts of other classes raises '
            f'"{one.label}" by {_interval(one.effect)} beyond control words and turns '
            f"{one.flips.hits} decisions; {_testimony(one)}.",
            measures=_effect(one.effect)
            | {
                "flips": one.flips.hits,
                "flips_low": one.flips.low,
                "flips_high": one.flips.high,
                "p_value": one.p_value,
                "suite_hits": one.witnesses.hits,
                "suite_n": one.witnesses.n,
            },
            cases=_ids(one.texts, cases),
        )


def _testimony(one: InsertedWord) -> str:
    known = one.witnesses
    if not known.n:
        return "no labelled text of the suite has it, so nothing vouches for it"
    texts = "1 labelled text has" if known.n == 1 else f"{known.n} labelled texts have"
    return f"{texts} it in the suite, {known.hits} with this label, which does not bear it out"


def leakage_findings(found: Sequence[Leakage], cases: Independent) -> Iterator[Finding]:
    for one in found:
        lost, named = one.lost, one.named
        if lost is None or named is None or lost.n < FEWEST_NAMED or lost.low <= LEAST_LEAKED:
            continue
        flips = f"{one.flips.hits} of {one.flips.n}" if one.flips else "none"
        yield Finding(
            rule=f"{NAME}.leakage",
            severity=Severity.WARNING,
            message=f'{named.hits} of {named.n} texts with the label "{one.label}" say its name; '
            f"without it the label loses {_interval(lost)} and {flips} decisions turn.",
            measures=_effect(lost)
            | {"named": named.value, "named_low": named.low, "named_high": named.high},
            cases=_ids(one.texts, cases),
        )


def artefact_findings(found: Artefacts, cases: Independent) -> Iterator[Finding]:
    for one in found.edits:
        if one.artefact:
            yield Finding(
                rule=f"{NAME}.artefact",
                severity=Severity.WARNING,
                message=f"An edit without meaning, {one.name}, turns {one.flips.hits} of "
                f"{one.flips.n} decisions ({one.flips.low:.1%} to {one.flips.high:.1%}; "
                f'{LIMIT:.0%} may turn), most of them to "{one.label}".',
                measures={
                    "effect": one.flips.value,
                    "low": one.flips.low,
                    "high": one.flips.high,
                    "n": one.flips.n,
                },
                cases=_ids(one.texts, cases),
            )


def driver_findings(found: Drivers, inserted: Shortcuts, cases: Independent) -> Iterator[Finding]:
    listed: Counter[str] = Counter()
    for driver in found.drivers:
        if driver.deletion.low > 0 and listed[driver.label] < DRIVERS_EACH:
            listed[driver.label] += 1
            yield _driver(driver, cases)
    for one in inserted.measured:
        if one.acts and not one.shortcut and listed[one.label] < DRIVERS_EACH:
            listed[one.label] += 1
            yield _inserted_driver(one, cases)
    yield _reliability(found.reliability)


def _reliability(one: Reliability) -> Finding:
    halves, whole = one.halves, one.whole
    return Finding(
        rule=f"{NAME}.reliability",
        severity=Severity.NOTE,
        message=one.sentence,
        measures=None
        if halves is None or whole is None
        else {"effect": whole, "halves": halves, "n": one.words},
    )


def _driver(one: Driver, cases: Independent) -> Finding:
    return Finding(
        rule=f"{NAME}.driver",
        severity=Severity.NOTE,
        message=f'"{one.word}" speaks for "{one.label}": without it the label loses '
        f"{_interval(one.deletion)}; its share of the attribution is {one.share.value:+.0%}, in "
        f"{one.deletion.n} of {one.of} texts.",
        measures=_effect(one.deletion)
        | {"share": one.share.value, "share_low": one.share.low, "share_high": one.share.high},
        cases=_ids(one.texts, cases),
    )


def _inserted_driver(one: InsertedWord, cases: Independent) -> Finding:
    known = (
        "the suite lists it as a right sign"
        if one.legitimate
        else f"the suite's labels bear it out ({one.witnesses.hits} of {one.witnesses.n} texts)"
        if one.witnesses.bear_out
        else "it turns too few decisions to be called a shortcut"
    )
    return Finding(
        rule=f"{NAME}.driver",
        severity=Severity.NOTE,
        message=f'"{one.word}" speaks for "{one.label}" where it is put into texts of other '
        f"classes ({_interval(one.effect)}); {known}.",
        measures=_effect(one.effect) | {"flips": one.flips.hits, "p_value": one.p_value},
        cases=_ids(one.texts, cases),
    )


def length_finding(found: Artefacts, cases: Independent) -> Finding:
    one = found.length
    message = (
        "The lengths of the texts, or the confidences, do not differ, so none follows the other."
        if one is None
        else f"Confidence and length go together with a rank correlation of {one.correlation:+.2f} "
        f"({one.low:+.2f} to {one.high:+.2f}, {one.n} texts)."
    )
    return Finding(
        rule=f"{NAME}.length",
        severity=Severity.NOTE,
        message=message,
        measures={"n": len(cases.texts)}
        if one is None
        else {"effect": one.correlation, "low": one.low, "high": one.high, "n": one.n},
    )


def nothing_found(found: Shortcuts) -> Finding:
    return Finding(
        rule=f"{NAME}.none",
        severity=Severity.NOTE,
        message=f"Of {found.tried} words tried and {len(found.measured)} measured in {found.slots} "
        "texts none is a shortcut, no label leaks by its name, and no edit of form turns more "
        f"decisions than {LIMIT:.0%}.",
        measures={"n": found.slots, "tried": found.tried, "measured": len(found.measured)},
    )


def too_few(n: int) -> Finding:
    return Finding(
        rule=f"{NAME}.underpowered",
        severity=Severity.WARNING,
        message=f"{n} independent texts are too few to conclude that the model relies on nothing "
        f"it should not; at least {ENOUGH_SLOTS + SCREENING_SLOTS} are needed.",
        measures={"n": n, "needed": ENOUGH_SLOTS + SCREENING_SLOTS},
    )


def _effect(one: Mean) -> dict[str, float]:
    return {"effect": one.value, "low": one.low, "high": one.high, "n": one.n}


def _interval(one: Mean) -> str:
    return f"{one.value:+.2f} ({one.low:+.2f} to {one.high:+.2f})"


def _ids(texts: Sequence[int], cases: Independent) -> tuple[str, ...]:
    return tuple(cases.ids[at] for at in texts[:CASES_NAMED])
