"""Pairs of words of which one denies the other, by their stems.

Only pairs that leave no middle for what is said of one subject, so that one word against the other
is a contradiction and a denied word is its opposite: "not safe" is "unsafe".
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from detectors.stems import key


class Pole(NamedTuple):
    """One side of a pair."""

    pair: str
    sign: int
    is_loose: bool
    """Said of so much that it is compared only in the very same place: before and after."""


_PAIRS = """
safe harmless | unsafe dangerous hazardous
increase rise rose grow grew climb raise surge | decrease fall fell decline drop shrink reduce lower
higher | lower
high | low
above | below
= before | after
allow allowed permit permitted | prohibit prohibited forbid forbidden ban banned disallow
legal lawful | illegal unlawful
include included including | exclude excluded excluding
accept accepted agree approve | refuse refused reject rejected decline deny
= with | without
start started begin began begun | stop stopped cease ceased end ended
present | absent
true | false
possible | impossible
likely | unlikely
able | unable
necessary required mandatory compulsory obligatory | unnecessary optional voluntary
effective | ineffective
suitable | unsuitable
common frequent | rare uncommon infrequent
often frequently usually commonly | rarely seldom
always | never
positive | negative
success successful succeed succeeded | failure unsuccessful fail failed
open opened | closed shut
win won | lose lost
gain gained | lose lost
buy bought purchase | sell sold
strong | weak
= early earlier | late later
= first | last
best | worst
better | worse
larger bigger greater | smaller
= more | less fewer
= many | few
= long | short
= same | different
= men boy man | women girl woman
= father brother son husband uncle king | mother sister daughter wife aunt queen
= young | old elderly
= top | bottom
strength | weakness
= day | night
maximum | minimum
= oldest | youngest
= older | younger
largest biggest | smallest
highest | lowest
longer | shorter
faster | slower
fast quick | slow
easy | difficult hard
cheap inexpensive | expensive costly
benign | malignant
acute | chronic
mild | severe
temporary | permanent
public | private
internal | external
= inside | outside
= upper | lower
= north | south
= northern | southern
= east | west
= eastern | western
= male | female
support supported | oppose opposed
confirm confirmed | deny denied
improve improved | worsen worsened deteriorate
cause | prevent
active | inactive
known | unknown
healthy | unhealthy
normal | abnormal
available | unavailable
reliable | unreliable
married | unmarried
employed | unemployed
paid | unpaid
sweet | bitter
majority | minority
major | minor
profit | loss
directly | indirectly
alive | dead
= hot | cold
guilty | innocent
= free | paid
agree agreed | disagree disagreed
appear | disappear
connect connected | disconnect disconnected
advantage | disadvantage
valid | invalid
complete | incomplete
correct | incorrect
visible | invisible
stable | unstable
clear | unclear
certain | uncertain
significant | insignificant
sufficient | insufficient
dependent | independent
direct | indirect
formal | informal
perfect | imperfect
voluntary | involuntary
happy glad | sad unhappy
love loved like | hate hated dislike
remember remembered | forget forgot
arrive arrived | leave left
entry | exit
ascending | descending
= front | back
left-handed | right-handed
unanimous | split
encourage encouraged | discourage discouraged
enable enabled | disable disabled
encrypt encrypted | unencrypted
taxable | exempt
deductible | nondeductible
liable | exempt
binding | nonbinding
debit | credit
import | export
hire hired | fire fired
borrow | lend
push | pull
full | empty
contract | expand
widen widened | narrow narrowed
strengthen strengthened | weaken weakened
accelerate accelerated | slow slowed
"""


@cache
def poles() -> Mapping[str, tuple[Pole, ...]]:
    """The pairs that each stem is of."""
    found: dict[str, list[Pole]] = {}
    for number, line in enumerate(_PAIRS.strip().splitlines()):
        is_loose = line.startswith("= ")
        for sign, side in zip((1, -1), line.removeprefix("= ").split(" | "), strict=True):
            for stem in dict.fromkeys(key(word) for word in side.split()):
                found.setdefault(stem, []).append(Pole(f"~{number}", sign, is_loose))
    return {stem: tuple(each) for stem, each in found.items()}
