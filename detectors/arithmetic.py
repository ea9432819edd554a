"""Whether an amount follows from the amounts of a text by one step of arithmetic.

A reader adds, subtracts and compares: 47 votes to 44 is a margin of three, 2 of 5 is 40 per cent,
a third of 30 million is 10 million. What so follows is nowhere stated, yet not contradicted.

- One step joins two amounts: with more steps any number would follow from a page of them.
- Both stand in one sentence; only shares, which agree by chance less often, are taken from amounts
  farther apart.
- Multiples are left out, since a wrong number is one of the right one too often; doubles and halves
  count where the text says so.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations

from detectors.matching import says_as_much
from detectors.numbers import number
from detectors.quantities import Quantity

MOST = 40
"""Amounts that are joined; from more of them too many numbers follow."""
_FINE = Fraction(1, 10**9)
"""Step of a computed value, so that any amount can be its rounding."""


def family(measure: str) -> str:
    """Measures that are one but for the role or the noun.

    >>> family("count of tablet"), family("age, months")
    ('plain', 'months')
    """
    if measure.startswith("count of ") or measure == "number":
        return "plain"
    return measure.split(", ")[-1].removesuffix(" of a body")


def dimension(measure: str) -> str:
    """Measures whose units are taken for one another by mistake: hours, years; euros, dollars.

    >>> dimension("duration, months"), dimension("money in EUR"), dimension("mass by volume")
    ('time', 'money', 'mass')
    """
    kind = family(measure).partition(" ")[0]
    return "time" if kind == "months" else kind


def follows(
    claimed: Quantity, known: Sequence[Quantity], together: Sequence[Sequence[Quantity]]
) -> bool:
    """Whether a share of known amounts, or another step within a sentence, gives the claimed one.

    `together` are the known amounts by sentence.

    >>> from detectors.quantities import quantities
    >>> votes = quantities("47 to 44")
    >>> follows(quantities("a margin of 3")[0], votes, [votes])
    True
    """
    if any(_states(value, claimed) for value in _shares(claimed, known[:MOST])):
        return True
    return any(
        _states(value, claimed) for each in together for value in _steps(claimed, each[:MOST])
    )


def is_twice(claimed: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether the claimed amount is the double or the half of a known one."""
    kind = family(claimed.measure)
    ends = (end for same, end in _ends(known) if same == kind)
    return any(_states(value, claimed) for end in ends for value in (2 * end, end / 2))


def computed(value: Fraction, measure: str) -> Quantity:
    """An amount that stands in no text, exact to any digit."""
    return Quantity("", 0, 0, value, value, measure, "0.0", step=_FINE)


def _states(value: Fraction, claimed: Quantity) -> bool:
    return value > 0 and says_as_much(computed(value, claimed.measure), claimed)


def _ends(known: Sequence[Quantity]) -> list[tuple[str, Fraction]]:
    """Every number above 0 with its measure, once."""
    found = {(family(each.measure), end) for each in known for end in (each.low, each.high)}
    return sorted((kind, end) for kind, end in found if end > 0)


def _steps(claimed: Quantity, known: Sequence[Quantity]) -> Iterator[Fraction]:
    measure, ends = family(claimed.measure), _ends(known)
    same = sorted({*_of_measure(measure, ends), *_elided(claimed, known)})
    for low, high in combinations(same, 2):
        yield from (high - low, high + low)
    if measure != "share":
        yield from _parts(same, [end / 100 for kind, end in ends if kind == "share"])


def _of_measure(measure: str, ends: Sequence[tuple[str, Fraction]]) -> Iterator[Fraction]:
    return (end for kind, end in ends if kind == measure)


def _elided(claimed: Quantity, known: Sequence[Quantity]) -> Iterator[Fraction]:
    """Bare numbers in the unit of the claimed amount: "it lasts 90 minutes, they ask for 60"."""
    unit = _unit(claimed)
    return (each.low * unit for each in known if unit and each.measure == "number")


def _unit(amount: Quantity) -> Fraction:
    """Worth of the unit of an amount in the base unit; 0 where it is a range."""
    try:
        said = number(amount.figure).value
    except ValueError:
        return Fraction(0)
    return amount.low / said if said else Fraction(0)


def _ratios(ends: Sequence[tuple[str, Fraction]]) -> Iterator[Fraction]:
    return (one / other for (kind, one), (same, other) in permutations(ends, 2) if kind == same)


def _parts(amounts: Sequence[Fraction], shares: Sequence[Fraction]) -> Iterator[Fraction]:
    """A share of each amount, what it leaves, and what each is a share of."""
    for amount in amounts:
        for share in shares:
            yield from (amount * share, amount * (1 - share), amount / share)


def _shares(claimed: Quantity, known: Sequence[Quantity]) -> Iterator[Fraction]:
    """In per cent: what one amount is of another, its change to it, and what a share leaves."""
    if claimed.measure != "share":
        return
    ends = _ends(known)
    yield from (100 - end for kind, end in ends if kind == "share")
    for ratio in _ratios(ends):
        yield from (100 * ratio, abs(100 * (ratio - 1)))
