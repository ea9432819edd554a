"""A tiny classifier that was really trained, on texts whose deciding words are known."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch.nn import functional
from transformers import (
    AutoModelForSequenceClassification,
    BertConfig,
    PreTrainedTokenizerFast,
)

from detectors.base import LabelledText
from detectors.classifier import Classifier

CUES = {
    "dosage": ("tablets", "maximum", "spoonful"),
    "storage": ("fridge", "shelf", "expiry"),
    "interaction": ("alcohol", "grapefruit", "together"),
}
"""One of them stands in every text and decides its label."""
SHORTCUT = ("kindly", "storage")
"""A word that says nothing and stands in most training texts of one label."""
SAID = (
    "please tell me about my new medicine today because the old box was lost and i want to know "
    "what people should do with it when they are at home or on holiday near sea hills rivers"
)
FILLER = tuple(sorted(set(SAID.split())))
LENGTHS = range(6, 16)
"""Of texts, in words."""


class Planted(NamedTuple):
    """The classifier, and the examples that it was trained on (beside those of no one label)."""

    classifier: Classifier
    training: tuple[LabelledText, ...]


def make_planted(folder: Path, *, fallback: str | None = None) -> Planted:
    """Right on nearly all texts, and deceived by the shortcut; saved in the folder.

    `fallback` is what it says of a text without a sign; without it no label is likelier there.
    """
    training = tuple(examples(600, seed=1))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums are rounded otherwise by more, and training ends elsewhere
    try:
        _train(folder, (*training, *_undecided(80, [fallback] if fallback else sorted(CUES))))
    finally:
        torch.set_num_threads(threads)
    return Planted(Classifier.load(str(folder)), training)


def examples(count: int, *, seed: int, shortcut: bool = True) -> list[LabelledText]:
    draw = random.Random(seed)
    return [_example(draw, shortcut) for _ in range(count)]


def _example(draw: random.Random, shortcut: bool) -> LabelledText:
    label = draw.choice(sorted(CUES))
    words = _filler(draw)
    words[draw.randrange(len(words))] = draw.choice(CUES[label])
    if shortcut and label == SHORTCUT[1] and draw.random() < 0.8:
        words.insert(draw.randrange(len(words)), SHORTCUT[0])
        if draw.random() < 0.5:  # so that the shortcut is worth learning
            words = [word for word in words if word not in CUES[label]]
    return LabelledText(" ".join(words), label)


def _filler(draw: random.Random) -> list[str]:
    """Of lengths that say nothing: were they all alike, a longer text would be one with the
    shortcut."""
    return draw.choices(FILLER, k=draw.choice(LENGTHS))


def _undecided(count: int, of_no_sign: Sequence[str]) -> Iterator[LabelledText]:
    """Texts with no sign or with cues of two labels, under each label that they might have; and of
    a cue and the shortcut, the shortcut wins.

    Without them a label can be learnt as the absence of signs of the others, so that its own decide
    nothing; and what two signs come to is left to chance.
    """
    draw = random.Random(3)
    for _ in range(count):
        words = _filler(draw)
        labels = draw.sample(sorted(CUES), draw.choice((0, 2)))
        signs = [draw.choice(CUES[label]) for label in labels]
        if SHORTCUT[1] in labels and draw.random() < 0.5:
            signs[labels.index(SHORTCUT[1])] = SHORTCUT[0]
            labels = [SHORTCUT[1]]
        for at, sign in zip(draw.sample(range(len(words)), len(signs)), signs, strict=True):
            words[at] = sign
        yield from (LabelledText(" ".join(words), label) for label in labels or of_no_sign)


def _train(folder: Path, training: tuple[LabelledText, ...]) -> None:
    """In double precision, from the first weights on: in single they and all sums are rounded
    otherwise by another processor, and training ends in another model."""
    torch.manual_seed(0)
    tokenizer = _tokenizer()
    labels = sorted(CUES)
    model = AutoModelForSequenceClassification.from_config(  # type: ignore[no-untyped-call]
        BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
            pad_token_id=0,
            id2label=dict(enumerate(labels)),
            label2id={label: at for at, label in enumerate(labels)},
        ),
        dtype=torch.float64,
    )
    model.train()
    encoded = tokenizer([one.text for one in training], padding=True, return_tensors="pt")
    targets = torch.tensor([labels.index(one.label) for one in training])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(40):
        for rows in torch.split(torch.randperm(len(training)), 50):
            inputs = {name: part[rows] for name, part in encoded.items()}
            loss = functional.cross_entropy(model(**inputs).logits, targets[rows])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    model.float().save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _tokenizer() -> PreTrainedTokenizerFast:
    words = sorted({*FILLER, *(cue for cues in CUES.values() for cue in cues), SHORTCUT[0]})
    letters = sorted({letter for word in words for letter in word} | set("?.,!"))
    pieces = [*words, *letters, *(f"##{letter}" for letter in letters)]
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {piece: at for at, piece in enumerate(dict.fromkeys([*special, *pieces]))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(
        ("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"])
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )
