"""Whether a bare number counts things, so that it is no amount whose unit is left out.

"It lasts 90 minutes, they ask for 60" leaves a unit out; "eight tablets", "eight 500 mg tablets"
and "12 of 300 patients" count, and bear out neither 8 g nor 12 per cent.
"""

import re

from detectors.numbers import NUMBER
from detectors.quantities import Quantity
from detectors.units import unit_of

_PLURAL = re.compile(r"[a-z]+[^su\W]s|people|children|(?:wo)?men", re.IGNORECASE)
_PART = re.compile(rf" (?:out )?of (?:the |all |every )?(?:{NUMBER})(?= [a-z])", re.IGNORECASE)
_EACH_OF = re.compile(rf" (?:[x\u00d7] ?)?(?P<size>{NUMBER})", re.IGNORECASE)


def counts_things(text: str, amount: Quantity) -> bool:
    """Whether the amount of the text, one without a unit, counts what stands behind it.

    >>> from detectors.quantities import quantities
    >>> text = "eight 500 mg tablets"
    >>> counts_things(text, quantities(text)[0])
    True
    """
    noun = amount.text[len(amount.figure) :].strip(" -")
    if noun:
        return _PLURAL.fullmatch(noun) is not None
    if _PART.match(text, amount.end):
        return True
    size = _EACH_OF.match(text, amount.end)
    return size is not None and unit_of(text, size.end("size")) is not None
