"""What speaks for and against a claim, as numbers that calibration turns to probabilities.

- Support is the best over the packs, so an irrelevant passage can only raise it.
- Contradiction counts only from packs that are about the claim's subject.
- Every sign has a direction (`SIGNS`), and calibration may not turn it round.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

from detectors.entailment import PairScore
from detectors.packing import Pack
from detectors.pair_encoding import word_keys
from detectors.values import ValueFinding, ValueRule, compare

SUBJECT_SHARE = 0.34
"""A pack with a smaller share of the claim's content words is not about its subject."""
FARTHEST = 6.0
"""Log-odds beyond this say no more: a network is never that sure with reason."""

SIGNS: Mapping[str, int] = {
    "support": 1,
    "refutation": -1,
    "weakest_word": -1,
    "coverage": 1,
    **{rule.value: -1 for rule in ValueRule},
    "values.missing": -1,
}
"""Every sign, and whether more of it speaks for the claim (1) or against it (-1)."""


class Weighed(NamedTuple):
    """A pack beside a claim."""

    pack: Pack
    score: PairScore


class Weight(NamedTuple):
    """All that is known of one claim beside its evidence."""

    signs: Mapping[str, float]
    """Those of `SIGNS`, and the logarithms of the scores of the pack that supports most."""
    best: Weighed
    """The pack that supports most."""
    against: Weighed | None
    """The pack about the claim's subject that refutes most."""
    told: tuple["Told", ...]
    """What exact code finds against the claim."""


class Told(NamedTuple):
    """A value of the claim that no pack about its subject has."""

    finding: ValueFinding
    aside: float
    """Share of the claim's other words that a pack about its subject has."""


def weigh(claim: str, hypothesis: str, weighed: Sequence[Weighed]) -> Weight:
    """Weigh a claim by its packs, of which there is at least one.

    `hypothesis` is the claim after its context, as the entailment model has read it.
    """
    best = max(weighed, key=lambda each: each.score.entailment.supported)
    about = [each for each in weighed if coverage(hypothesis, each.pack.text) >= SUBJECT_SHARE]
    against = max(about, key=lambda each: each.score.entailment.refuted, default=None)
    told = tuple(Told(f, _aside(f, claim, hypothesis, about)) for f in _findings(claim, about))
    signs = {
        "support": _log_odds(best.score.entailment.supported),
        "refutation": _log_odds(against.score.entailment.refuted) if against else -FARTHEST,
        "weakest_word": min(_weakest(each.score) for each in weighed),
        "coverage": max(coverage(hypothesis, each.pack.text) for each in weighed),
        **{rule.value: 0.0 for rule in ValueRule},
        "values.missing": 0.0,
        **{f"log_{name}": _log(share) for name, share in asdict(best.score.entailment).items()},
    }
    for finding, _ in told:
        signs[finding.rule.value if finding.evidence else "values.missing"] = 1.0
    return Weight(signs, best, against, told)


def _aside(finding: ValueFinding, claim: str, hypothesis: str, about: Sequence[Weighed]) -> float:
    rest = f"{claim[: finding.claim.start]} {claim[finding.claim.end :]}"
    told = hypothesis.replace(claim, rest)
    return max((coverage(told, each.pack.text) for each in about), default=0.0)


def coverage(claim: str, premise: str) -> float:
    """Share of the claim's content words that the premise has, 0 to 1; 1 where it has none."""
    words = {key for *_, key in word_keys(claim) if len(key) > 2 and key not in _COMMON}
    known = {key for *_, key in word_keys(premise)}
    return round(len(words & known) / len(words), 4) if words else 1.0


_COMMON = frozenset(
    key
    for *_, key in word_keys(
        "the and for that with this from are was were has have had its not but can may must should "
        "will would they them their there which who whom what when where how than then also been "
        "being does did you your our his her she him any all some such into onto over under between"
    )
)


def _findings(claim: str, about: Sequence[Weighed]) -> tuple[ValueFinding, ...]:
    """Those that stand against the packs together: what any of them states is stated."""
    if not about:
        return ()
    return compare(claim, "\n".join(dict.fromkeys(each.pack.text for each in about)))


def _weakest(score: PairScore) -> float:
    """Log-odds that the least supported word of the claim is not borne out."""
    return max((_log_odds(word.unsupported) for word in score.words), default=0.0)


def _log(share: float) -> float:
    return round(math.log(max(share, 1e-5)), 4)


def _log_odds(share: float) -> float:
    share = min(max(share, 1e-5), 1 - 1e-5)
    odds = math.log(share / (1 - share))
    return round(min(max(odds, -FARTHEST), FARTHEST), 4)
