"""Writes the amounts of a claim as its evidence writes them, where they are the same.

That 4000 mg is 4 g is for exact code to know; the entailment model, which reads words, would take
one for another than the other.
"""

from detectors.quantities import Quantity, quantities


def in_the_amounts_of(claim: str, evidence: str) -> str:
    """The claim with every amount that the evidence has, as the evidence writes it.

    >>> in_the_amounts_of("Take 4000 mg at most.", "No more than 4 g a day.")
    'Take 4 g at most.'
    """
    known = {_amount(quantity): quantity.text for quantity in reversed(quantities(evidence))}
    for quantity in reversed(quantities(claim)):
        same = known.get(_amount(quantity))
        if same is not None:
            claim = claim[: quantity.start] + same + claim[quantity.end :]
    return claim


def _amount(quantity: Quantity) -> tuple[object, ...]:
    return quantity.measure, quantity.low, quantity.high, quantity.per_day
