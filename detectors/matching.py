"""Whether one quantity states another: equal, rounded, within a range or beyond a bound.

- A number is a rounding of another that was written more exactly, where both agree to its last
  digit: 1.2 billion and 1,187 million. Without "about" it needs two digits that count, and the
  other must have decimals or four digits, since 120 mg is no rounding of 118 mg.
- "About" and the like allow half of the last digit too, up to 12.5 per cent, and 5 per cent in any
  case: "about 20" may be 18, "nearly half" 48 per cent, as people write.
- Two lower bounds agree only where they are equal: who must be 18 need not be told 16. An exact
  number states every bound that it keeps: 150 is more than 100.
"""

from collections.abc import Sequence
from fractions import Fraction

from detectors.comparators import Bound
from detectors.quantities import Quantity

ABOUT = Fraction(1, 20)
"""Share of a number that "about" allows in any case."""
ABOUT_ROUNDED = Fraction(1, 8)
"""Share that it allows where the number has no more digits."""

NEAR_LIMIT = {
    Bound.MORE: Fraction(1, 2),
    Bound.LESS: Fraction(1, 2),
    Bound.LEAST: Fraction(1, 4),
    Bound.MOST: Fraction(1, 4),
}
"""Share of the larger that an amount and a limit which it keeps are apart at most. Who says "at
most" sets a limit, who says "less than" mostly rounds."""


def comparable(quantity: Quantity, known: Sequence[Quantity]) -> list[Quantity]:
    """The known quantities of the measure; an amount a day prefers to meet its like."""
    same = [k for k in known if k.measure == quantity.measure]
    daily = [k for k in same if k.per_day]
    return daily if quantity.per_day and daily else same


def is_stated(quantity: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether the amount, or both ends of the range, stand among the known quantities."""
    same = comparable(quantity, known)
    if any(states(k, quantity) for k in same):
        return True
    return quantity.low < quantity.high and all(
        any(end in (k.low, k.high) for k in same) for end in (quantity.low, quantity.high)
    )


def states(known: Quantity, claimed: Quantity) -> bool:
    """Whether what is known of the same measure says what is claimed."""
    if is_same(known, claimed):
        return True
    direction = claimed.bound.direction
    if direction and not known.bound.direction:
        return _keeps(known, claimed) and _is_near_limit(known, claimed)
    if direction or known.bound.direction:
        return False
    low, high = sorted((known.low, known.high))  # "from 71 % to 38 %" is written downwards
    return claimed.low == claimed.high and low <= claimed.low <= high


def is_same(known: Quantity, claimed: Quantity) -> bool:
    """Whether both ends are equal, but for rounding."""
    if claimed.bound.direction * known.bound.direction < 0:
        return False
    is_about = Bound.ABOUT in (known.bound, claimed.bound)
    return all(
        _is_near(k, c, known, claimed, is_about=is_about)
        for k, c in ((known.low, claimed.low), (known.high, claimed.high))
    )


def _keeps(known: Quantity, claimed: Quantity) -> bool:
    """Whether an exact amount or range is on the right side of the claimed bound, or ends in it."""
    is_reached = known.low < known.high and claimed.bound in (Bound.LEAST, Bound.MOST)
    if claimed.bound.direction > 0:
        return known.low > claimed.low or (is_reached and known.low == claimed.low)
    return known.high < claimed.high or (is_reached and known.high == claimed.high)


def _is_near_limit(known: Quantity, claimed: Quantity) -> bool:
    """Whether the limit is one that the amount may be told by: 1,187 are more than 1,000, but a
    cartridge that lasts 4 weeks is not told to last at most 14."""
    end, limit = known.high, claimed.high
    if claimed.bound.direction > 0:
        end, limit = known.low, claimed.low
    return abs(end - limit) <= NEAR_LIMIT[claimed.bound] * max(abs(end), abs(limit))


def _is_near(
    known: Fraction, claimed: Fraction, exact: Quantity, said: Quantity, *, is_about: bool
) -> bool:
    apart = abs(known - claimed)
    if not apart:
        return True
    if exact.rough != said.rough and apart <= max(exact.step, said.step) / 2:
        return True
    if is_about:
        allowed = min(said.step / 2, ABOUT_ROUNDED * abs(claimed))
        return apart <= max(allowed, ABOUT * abs(claimed))
    is_part = said.measure == "share" and not said.figure[0].isdigit()
    if is_part or (exact.measure == "share" and not exact.figure[0].isdigit()):
        return apart <= Fraction(1, 2)  # "two thirds" and 67 %
    return _is_rounding(known, claimed, exact, said, apart)


def _is_rounding(
    known: Fraction, claimed: Fraction, exact: Quantity, said: Quantity, apart: Fraction
) -> bool:
    if not 0 < exact.step < said.step or abs(claimed) < 10 * said.step:
        return False
    has_digits = "." in exact.figure or abs(known) >= 1000 * exact.step
    return has_digits and apart <= said.step / 2


def says_as_much(known: Quantity, claimed: Quantity) -> bool:
    """The same for what is known of something else: it cannot keep to a claimed limit, only be it.

    A fee of 3 % keeps to at most 60 %, and yet says nothing of what the debt may be.
    """
    return is_same(known, claimed) if claimed.bound.direction else states(known, claimed)


def turns_bound(known: Quantity, claimed: Quantity) -> bool:
    """Whether the same figure is bounded on the other side: at least 18 and under 18."""
    return claimed.bound.direction * known.bound.direction < 0 and (known.low, known.high) == (
        claimed.low,
        claimed.high,
    )


def leaves_room(known: Quantity, claimed: Quantity, *, is_turned: bool) -> bool:
    """Whether the claimed amount is one that a known bound is said of.

    What holds up to a limit does not hold beyond it, so where one text denies and the other does
    not (`is_turned`), both sides of the limit agree: no more than 3, 4 is too many.
    """
    if claimed.bound.direction or not known.bound.direction:
        return False
    return is_turned or _keeps(claimed, known)
