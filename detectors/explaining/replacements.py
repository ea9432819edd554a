"""Takes words out of a text as the classifier sees it, and puts something in their place.

What stands there matters: a model was rarely trained on gaps or masks, so a drop in its confidence
may tell of the odd text and not of the word (Hooker et al. 2019, "A Benchmark for
Interpretability Methods in Deep Neural Networks"). So there is more than one way, and whoever
measures uses several.

Words are replaced token by token in the ids that the model reads: nothing is tokenized again, and
the other words stay as they were.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import cast

from transformers import PreTrainedTokenizerBase

from detectors.explaining.inputs import ModelInput


class Replacement(StrEnum):
    """What stands in the place of a word."""

    MASK = "mask"
    """The tokenizer's mask, one for each token; where it has none its unknown token, then its
    padding."""
    DELETE = "delete"
    """Nothing: the text is shorter."""
    NEIGHBOUR = "neighbour"
    """A word of another text, or its beginning where it has more tokens: still language, and none
    of this text's."""


class Replacer:
    """Takes words out of inputs of one classifier."""

    def __init__(
        self, tokenizer: PreTrainedTokenizerBase, neighbours: Sequence[ModelInput] = ()
    ) -> None:
        """`neighbours` are texts of the same kind, which words are drawn from."""
        self._mask = _mask(tokenizer)
        self._words = _distinct_words(neighbours)

    def replacements(self) -> tuple[Replacement, ...]:
        """Those that can be made: without neighbours none is drawn from them."""
        known = (Replacement.MASK, Replacement.DELETE)
        return (*known, Replacement.NEIGHBOUR) if len(self._words) > 1 else known

    def without(
        self, one: ModelInput, taken: Collection[int], replacement: Replacement
    ) -> list[int]:
        """(t',) ids of the input with these words taken out; the same each time."""
        ids: list[int] = []
        done: set[int] = set()
        for token, word in zip(one.ids, one.word_of, strict=True):
            if word is None or word not in taken:
                ids.append(token)
            elif replacement is Replacement.MASK:
                ids.append(self._mask)
            elif replacement is Replacement.NEIGHBOUR and word not in done:
                # no more tokens than the word had: the whole must not outgrow what the model reads
                drawn = self._drawn(one.text, one.words[word].text, word)
                ids.extend(drawn[: one.word_of.count(word)])
            if word is not None:
                done.add(word)
        return ids

    def _drawn(self, text: str, word: str, at: int) -> tuple[int, ...]:
        """Tokens of a word that is another than this one."""
        digest = sha256(f"{at}:{text}".encode("utf-8", "surrogatepass")).digest()
        start = int.from_bytes(digest[:8], "big") % len(self._words)
        chosen, ids = self._words[start]
        if chosen == word.lower():
            _, ids = self._words[(start + 1) % len(self._words)]
        return ids


def _mask(tokenizer: PreTrainedTokenizerBase) -> int:
    known = (tokenizer.mask_token_id, tokenizer.unk_token_id, tokenizer.pad_token_id)
    return cast(int, next(token for token in known if token is not None))


def _distinct_words(inputs: Sequence[ModelInput]) -> list[tuple[str, tuple[int, ...]]]:
    """Every word in lower case with its tokens, sorted."""
    found: dict[str, tuple[int, ...]] = {}
    for one in inputs:
        tokens: dict[int, list[int]] = {}
        for token, word in zip(one.ids, one.word_of, strict=True):
            if word is not None:
                tokens.setdefault(word, []).append(token)
        for word, ids in tokens.items():
            found.setdefault(one.words[word].text.lower(), tuple(ids))
    return sorted(found.items())
