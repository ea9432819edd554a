"""Measures whether the words that an explanation names carry the decision.

Comprehensiveness is what the probability of the explained class loses without the rationale,
sufficiency what it loses with nothing else (ERASER, DeYoung et al. 2020), each the mean over
rationales of several sizes. Both mean something only beside random words of the same text, since a
short text falls apart whatever is taken from it.

- The test is sequential (Besag & Clifford 1991): random orders of the words are drawn until one
  takes as much from the decision as the explanation's order does. If that is the k-th, p is 1 / k;
  if none of `draws` does, p is 1 / (draws + 1). Most orders of a poor explanation are never asked.
- The test takes words out by deletion alone. On a fine-tuned MiniLM it found as many explanations
  better than random as the mean over mask, deletion and neighbour did, 49 and 44 of 100 short
  texts and 35 and 34 of 50 longer ones, for less than a third of the tokens; masks found 30 and
  27, neighbours 24 and 22. That the explanation is better with the others too is asked on top.
- The random values of the record come from the first orders alone, which are asked of every text,
  and each replacement has its own: where the test stops depends on the orders that it saw.
- Limits: the replacements are odd texts, each in its way, and a rationale that the model shares
  with a spurious cue is as faithful as any. Faithful means true to the model, not plausible.

Soft variants (Zhao & Aletras 2023) are left out: they drop parts of embeddings in proportion to
scores, which needs scores of one sign and range, and asks the model about inputs that are no text.
"""

from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput
from detectors.explaining.rationales import Order, distinct, random_orders, ranking, sizes
from detectors.explaining.replacements import Replacement, Replacer
from detectors.explaining.variants import Variant, Variants
from detectors.records import Attribution, Faithfulness, ReplacementScores

DRAWS = 19
"""Random orders; the fewest that can show an explanation to be better at 95 %."""

LEVEL = 0.05
"""p at which an explanation is reliable."""

FOR_MEANS = 2
"""Random orders of each replacement that are asked both ways, whatever the test says.

More hardly narrow the interval of a suite: texts differ more than orders of one text."""

TESTED = Replacement.DELETE
"""How the test takes words out."""

ROUND = 6
"""Random orders that are asked at once, before the test looks whether it may stop."""

TIE = 1e-6
"""Differences below it are none: the company in a batch moves a probability by as much."""


class _Explained(NamedTuple):
    """An input and the orders of its words: that of the explanation, and random ones."""

    at: int
    order: Order
    random: list[Order]


class _Turn(NamedTuple):
    """An order of the words and how they are taken out in it."""

    order: Order
    replacement: Replacement


def faithfulness(
    classifier: Classifier,
    inputs: Sequence[ModelInput],
    attributions: Sequence[Attribution],
    replacer: Replacer,
    *,
    draws: int = DRAWS,
) -> list[Faithfulness | None]:
    """How faithful each attribution is to the decision on its input, in the order given.

    `attributions[i].words` are those of `inputs[i].words`. `None` where the input has fewer than
    two words, so that no rationale is random, or where the model returned a logit that is no
    number. Raises `ValueError` where an attribution is of other words than its input.
    """
    test = _Test(
        Variants(classifier, inputs, [one.target for one in attributions], replacer),
        replacer.replacements(),
        draws,
    )
    explained = [
        _explained(at, one, attribution, max(draws, FOR_MEANS * len(replacer.replacements())))
        for at, (one, attribution) in enumerate(zip(inputs, attributions, strict=True))
        if len(one.words) > 1
    ]
    found = test.judge(explained)
    return [found.get(at) for at in range(len(inputs))]


def _explained(at: int, one: ModelInput, attribution: Attribution, draws: int) -> _Explained:
    spans = [(word.start, word.end) for word in one.words]
    if spans != [(word.start, word.end) for word in attribution.words]:
        raise ValueError(f"attribution {at} is of other words than its input")
    return _Explained(at, ranking(attribution), random_orders(one.text, len(spans), draws))


class _Test:
    """Compares orders by what their rationales do to the probability of the explained class."""

    def __init__(self, variants: Variants, replacements: Sequence[Replacement], draws: int) -> None:
        self._variants = variants
        self._replacements = replacements
        self._draws = draws

    def judge(self, explained: Sequence[_Explained]) -> dict[int, Faithfulness]:
        """What was found for each input whose logits are numbers."""
        self._variants.ask(variant for one in explained for variant in self._needed(one))
        first = self._first_as_good(explained)
        return {
            one.at: self._record(one, first.get(one.at))
            for one in explained
            if one.at not in self._variants.broken
        }

    def _for_means(self, one: _Explained) -> list[_Turn]:
        count = len(self._replacements)
        return [
            _Turn(order, self._replacements[turn % count])
            for turn, order in enumerate(one.random[: FOR_MEANS * count])
        ]

    def _needed(self, one: _Explained) -> Iterator[Variant]:
        """What is asked of every input, whatever the test says."""
        yield self._whole(one)
        own = [_Turn(one.order, replacement) for replacement in self._replacements]
        for turn in (*own, *self._for_means(one)):
            yield from _without(one, turn)
            yield from _only(one, turn)

    def _first_as_good(self, explained: Sequence[_Explained]) -> dict[int, int]:
        """The number, from 1, of the first random order that does as well; by input, if any."""
        found: dict[int, int] = {}
        left = list(explained)
        for start in range(0, self._draws, ROUND):
            turns = range(start, min(start + ROUND, self._draws))
            self._variants.ask(
                variant
                for one in left
                for turn in turns
                for variant in _without(one, _Turn(one.random[turn], TESTED))
            )
            for one in left:
                hits = (turn + 1 for turn in turns if self._as_good(one, one.random[turn]))
                if first := next(hits, None):
                    found[one.at] = first
            left = [one for one in left if one.at not in found]
        return found

    def _as_good(self, one: _Explained, order: Order) -> bool:
        own = self._lost(one, _without(one, _Turn(one.order, TESTED)))
        return self._lost(one, _without(one, _Turn(order, TESTED))) >= own - TIE

    def _record(self, one: _Explained, first: int | None) -> Faithfulness:
        scores = tuple(self._scores(one, replacement) for replacement in self._replacements)
        gains = [score.comprehensiveness - score.random_comprehensiveness for score in scores]
        p_value = 1 / (first or self._draws + 1)
        reason = self._reason(len(one.order))
        return Faithfulness(
            replacements=scores,
            sizes=sizes(len(one.order)),
            draws=first or self._draws,
            lift=fmean(gains),
            p_value=p_value,
            reliable=reason is None and p_value <= LEVEL and min(gains) > 0,
            reason=reason,
        )

    def _scores(self, one: _Explained, replacement: Replacement) -> ReplacementScores:
        own = _Turn(one.order, replacement)
        random = [turn for turn in self._for_means(one) if turn.replacement is replacement]
        return ReplacementScores(
            replacement=replacement,
            comprehensiveness=self._lost(one, _without(one, own)),
            sufficiency=self._lost(one, _only(one, own)),
            random_comprehensiveness=fmean(self._lost(one, _without(one, t)) for t in random),
            random_sufficiency=fmean(self._lost(one, _only(one, turn)) for turn in random),
        )

    def _reason(self, words: int) -> str | None:
        """Why not even the best explanation could be told from chance, where it could not."""
        if self._draws + 1 < 1 / LEVEL:
            return f"{self._draws} random orders cannot show p <= {LEVEL}"
        if distinct(words) <= self._draws + 1:  # its own order is likely to be drawn again
            return f"{words} words have {distinct(words)} orders, too few to tell from chance"
        return None

    def _lost(self, one: _Explained, variants: Iterator[Variant]) -> float:
        """What the class loses on average."""
        whole = self._variants.probability(self._whole(one))
        return fmean(whole - self._variants.probability(variant) for variant in variants)

    def _whole(self, one: _Explained) -> Variant:
        return Variant(one.at, frozenset(), self._replacements[0])


def _without(one: _Explained, turn: _Turn) -> Iterator[Variant]:
    """The input without the rationale, in each size."""
    for size in sizes(len(turn.order)):
        yield Variant(one.at, frozenset(turn.order[:size]), turn.replacement)


def _only(one: _Explained, turn: _Turn) -> Iterator[Variant]:
    """The input with nothing but the rationale, in each size."""
    for size in sizes(len(turn.order)):
        yield Variant(one.at, frozenset(turn.order[size:]), turn.replacement)
