"""Tries word changes: each is written out as a text and asked of the classifier as it stands."""

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from torch import Tensor

from detectors.classifier import Classifier
from detectors.explaining.inputs import ModelInput
from detectors.explaining.word_changes import Changes, changed
from detectors.records import Change, Counterfactual


class Decision(NamedTuple):
    """What the classifier gives a text as it stands."""

    label: int
    probability: float


class Trial(NamedTuple):
    """Changes to the words of one of the texts."""

    of: int
    """Position of the text."""
    changes: Changes


class Tried(NamedTuple):
    """A trial, and what the classifier makes of it."""

    trial: Trial
    text: str
    decision: Decision
    margin: float
    """Logit of the best other label less that of the text's own: above 0 the decision is flipped.
    Minus infinity where a logit is no number."""

    @property
    def flips(self) -> bool:
        return self.margin > 0

    @property
    def rank(self) -> tuple[int, float, tuple[tuple[int, str], ...]]:
        """Lowest for the flip to show: the fewest replacements, then the surest label."""
        changes = self.trial.changes
        replaced = sum(bool(new) for new in changes.values())
        return replaced, -self.decision.probability, tuple(sorted(changes.items()))


class Trials:
    """Tries changes on texts that are decided first."""

    def __init__(self, classifier: Classifier, inputs: Sequence[ModelInput]) -> None:
        self._classifier, self._inputs = classifier, inputs
        logits = classifier.logits([one.ids for one in inputs]).double()  # (n, L)
        self.decisions = [_decision(row) for row in logits]
        """Of each text; `None` where a logit is no number."""

    def ask(self, trials: Iterable[Trial]) -> dict[int, list[Tried]]:
        """All trials by text, asked together; one that leaves no word of a text is passed over."""
        kept = [trial for trial in trials if self._leaves_words(trial)]
        texts = [self._text(trial) for trial in kept]
        logits = self._classifier.logits(self._classifier.encode(texts)).double()  # (n, L)
        found: dict[int, list[Tried]] = {}
        for trial, text, row in zip(kept, texts, logits, strict=True):
            own = self.decisions[trial.of]
            if own is not None:
                found.setdefault(trial.of, []).append(_tried(trial, text, row, own))
        return found

    def counterfactual(self, flip: Tried, *, minimal: bool) -> Counterfactual:
        """The record of a flip."""
        words, own = self._inputs[flip.trial.of].words, self.decisions[flip.trial.of]
        assert own is not None  # what is not decided is never flipped
        return Counterfactual(
            text=flip.text,
            changes=tuple(
                Change(word=words[place], replacement=new)
                for place, new in sorted(flip.trial.changes.items())
            ),
            from_label=self._classifier.labels[own.label],
            from_probability=own.probability,
            label=self._classifier.labels[flip.decision.label],
            probability=flip.decision.probability,
            minimal=minimal,
        )

    def _text(self, trial: Trial) -> str:
        one = self._inputs[trial.of]
        return changed(one.text, one.words, trial.changes)

    def _leaves_words(self, trial: Trial) -> bool:
        taken = sum(not new for new in trial.changes.values())
        return taken < len(self._inputs[trial.of].words)


def _decision(logits: Tensor) -> Decision | None:
    if not bool(logits.isfinite().all()):
        return None
    probability, label = logits.softmax(-1).max(-1)
    return Decision(int(label), float(probability))


def _tried(trial: Trial, text: str, logits: Tensor, own: Decision) -> Tried:
    decision = _decision(logits)
    if decision is None:
        return Tried(trial, text, own, -inf)
    others = logits.clone()
    others[own.label] = -inf
    return Tried(trial, text, decision, float(others.max() - logits[own.label]))
