"""Finds words that a classifier reads much like a given one.

Near is the cosine of input embeddings, which a classifier has whatever it was trained for. It has
no masked-language head, so no word is predicted from its sentence: a neighbour may fit its place
badly, and is often another form of the word.
"""

from collections.abc import Sequence
from typing import TypeAlias, cast

from torch import Tensor
from torch.nn.functional import normalize

from detectors.classifier import Classifier

Neighbours: TypeAlias = dict[str, tuple[str, ...]]

_SPACE = "\u0120\u2581"  # how byte-level and SentencePiece tokens write the space before them


class Vocabulary:
    """The words that the classifier knows as one token each."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._weights = cast(Tensor, classifier.model.get_input_embeddings().weight)  # (V, D)
        known = classifier.tokenizer.convert_ids_to_tokens(list(range(len(classifier.tokenizer))))
        named = {at: token.lstrip(_SPACE) for at, token in enumerate(cast(list[str], known))}
        letters = {at: word for at, word in named.items() if len(word) > 1 and word.isalpha()}
        encoded = self._encoded(list(letters.values()))
        # a token that does not come back alone is no word but a part of one
        whole = [at for at, ids in zip(letters, encoded, strict=True) if ids == [at]]
        self._ids = frozenset(whole)
        self._words = [letters[at] for at in whole]
        self._vectors = normalize(self._weights[whole].detach(), dim=-1)  # (W, D)

    def neighbours(self, words: Sequence[str], *, most: int) -> Neighbours:
        """The nearest other words of each word, nearest first.

        None for a word of several tokens: the mean of its parts lies near words of other meaning
        ("codeine" near "code").
        """
        asked = sorted(set(words))
        single = {
            word: ids[0]
            for word, ids in zip(asked, self._encoded(asked), strict=True)
            if len(ids) == 1 and ids[0] in self._ids
        }
        if not single:
            return {}
        vectors = normalize(self._weights[list(single.values())].detach(), dim=-1)  # (n, D)
        ranked = (vectors @ self._vectors.T).topk(min(most + 2, len(self._words))).indices
        return {
            word: self._others(word, near, most)
            for word, near in zip(single, ranked.tolist(), strict=True)
        }

    def _others(self, word: str, near: Sequence[int], most: int) -> tuple[str, ...]:
        found = (self._words[at] for at in near)
        return tuple(other for other in found if other.casefold() != word.casefold())[:most]

    def _encoded(self, words: Sequence[str]) -> list[list[int]]:
        """Token ids of each word as it stands within a text."""
        if not words:
            return []
        spaced = [f" {word}" for word in words]
        encoded = self._classifier.tokenizer(spaced, add_special_tokens=False)
        return cast(list[list[int]], encoded["input_ids"])
