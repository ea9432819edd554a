"""Searches the fewest word changes that give a text another label.

- A change takes a word out or puts another in its place. All single changes are tried. Then come
  two and more, on top of the `BEAM` trials that came nearest: one further word at a time, taken
  out or replaced as it went best alone. What flips is pruned at the end: a change that it does not
  need is taken back.
- All texts are searched together, round after round.
- Limits: no proof of absence. From two changes on not all sets are tried, so a smaller one than
  three or more found changes, or one where none was found, may exist.

Counterfactuals: Wachter, Mittelstadt & Russell 2017, "Counterfactual Explanations without Opening
the Black Box". The beam over word changes: Ebrahimi et al. 2018, "HotFlip", where gradients guess
what is asked here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput
from detectors.explaining.trials import Trial, Trials, Tried
from detectors.records import Counterfactual

MOST_CHANGES = 5
"""Words that may change; more would be another text."""

BEAM = 3
"""Trials that are gone on from; 1 would be a greedy search."""

_By = dict[int, list[Tried]]
"""Tried changes by the position of their text."""


class Searched(NamedTuple):
    """What came of one text."""

    label: str
    """What the classifier gives the text as it stands."""
    probability: float
    found: Counterfactual | None
    """Of the fewest changes that were found; among these taking out comes before replacing, then
    the label of the highest probability."""
    alone: tuple[Counterfactual, ...]
    """Every flip by taking out one word, in the order of the text."""


def search(
    classifier: Classifier, inputs: Sequence[ModelInput], replacements: Mapping[str, Sequence[str]]
) -> list[Searched | str]:
    """What flips each decision, in the order given, or why it cannot be searched.

    `replacements` has the words that may stand in the place of a word, as that is written.
    """
    trials = Trials(classifier, inputs)
    singles = trials.ask(
        trial
        for at, one in enumerate(inputs)
        if trials.decisions[at]
        for trial in _single_changes(at, one, replacements)
    )
    flips = _flips(singles)
    flips |= _deeper(trials, {at: tried for at, tried in singles.items() if at not in flips})
    return [
        _searched(classifier, trials, at, flips.get(at), singles.get(at, ()))
        if one.words
        else "the text has no words that the model sees"
        for at, one in enumerate(inputs)
    ]


def _single_changes(
    at: int, one: ModelInput, replacements: Mapping[str, Sequence[str]]
) -> Iterator[Trial]:
    for place, word in enumerate(one.words):
        for new in ("", *replacements.get(word.text, ())):
            yield Trial(at, {place: new})


def _deeper(trials: Trials, singles: _By) -> dict[int, Tried]:
    """Flips by two changes and more, where no single one flips."""
    moves = {at: _moves(tried) for at, tried in singles.items()}
    tried, found = singles, dict[int, Tried]()
    for _ in range(MOST_CHANGES - 1):
        tried = trials.ask(
            trial
            for at, before in tried.items()
            if at not in found
            for trial in _further(at, _nearest(before), moves[at])
        )
        found |= _flips(tried)
    return _pruned(trials, found)


def _pruned(trials: Trials, found: Mapping[int, Tried]) -> dict[int, Tried]:
    """The same flips without the changes that they do not need."""
    pruned = dict(found)
    # no single change flips these, so of two changes both are needed
    large = {at for at, flip in pruned.items() if len(flip.trial.changes) > 2}
    while large:
        fewer = _flips(trials.ask(trial for at in sorted(large) for trial in _fewer(pruned[at])))
        pruned |= fewer
        large = {at for at, flip in fewer.items() if len(flip.trial.changes) > 2}
    return pruned


def _flips(tried: _By) -> dict[int, Tried]:
    """The flip to show of each text that has one."""
    best = {
        at: min((one for one in each if one.flips), key=lambda one: one.rank, default=None)
        for at, each in tried.items()
    }
    return {at: flip for at, flip in best.items() if flip}


def _nearest(tried: Sequence[Tried]) -> list[Trial]:
    """The trials that came nearest to a flip."""
    ranked = sorted(tried, key=lambda one: (-one.margin, one.rank))
    return [one.trial for one in ranked[:BEAM]]


def _moves(singles: Sequence[Tried]) -> list[tuple[int, str]]:
    """For each word its removal and its best replacement, by what they did alone."""
    best: dict[tuple[int, bool], Tried] = {}
    for one in singles:
        ((place, new),) = one.trial.changes.items()
        kind = (place, bool(new))
        if kind not in best or one.margin > best[kind].margin:
            best[kind] = one
    return [change for kind in sorted(best) for change in best[kind].trial.changes.items()]


def _further(at: int, beam: Sequence[Trial], moves: Sequence[tuple[int, str]]) -> Iterator[Trial]:
    """Each trial of the beam with one more word changed, no set of changes twice."""
    seen: set[frozenset[tuple[int, str]]] = set()
    for trial in beam:
        for place, new in moves:
            changes = {**trial.changes, place: new}
            if place not in trial.changes and frozenset(changes.items()) not in seen:
                seen.add(frozenset(changes.items()))
                yield Trial(at, changes)


def _fewer(flip: Tried) -> Iterator[Trial]:
    """The flip without each of its changes in turn."""
    at, changes = flip.trial
    for left_out in changes:
        yield Trial(at, {place: new for place, new in changes.items() if place != left_out})


def _searched(
    classifier: Classifier, trials: Trials, at: int, flip: Tried | None, singles: Sequence[Tried]
) -> Searched | str:
    own = trials.decisions[at]
    if own is None:
        return "the model returned a logit that is no number"
    alone = [one for one in singles if one.flips and not any(one.trial.changes.values())]
    # a flip of two changes was only looked for where every single one had been tried
    minimal = flip is not None and len(flip.trial.changes) <= 2
    return Searched(
        label=classifier.labels[own.label],
        probability=own.probability,
        found=flip and trials.counterfactual(flip, minimal=minimal),
        alone=tuple(trials.counterfactual(one, minimal=True) for one in alone),
    )
