"""A tiny classifier that was really trained, on texts whose deciding words are known."""

import random
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch.nn import functional
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

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
LENGTH = 9


class Planted(NamedTuple):
    """The classifier, and what it was trained on."""

    classifier: Classifier
    training: tuple[LabelledText, ...]


def make_planted(folder: Path) -> Planted:
    """Right on nearly all texts, and deceived by the shortcut; saved in the folder."""
    training = tuple(examples(600, seed=1))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # sums are rounded otherwise by more, and training ends elsewhere
    try:
        _train(folder, training)
    finally:
        torch.set_num_threads(threads)
    return Planted(Classifier.load(str(folder)), training)


def examples(count: int, *, seed: int, shortcut: bool = True) -> list[LabelledText]:
    draw = random.Random(seed)
    return [_example(draw, shortcut) for _ in range(count)]


def _example(draw: random.Random, shortcut: bool) -> LabelledText:
    label = draw.choice(sorted(CUES))
    words = draw.choices(FILLER, k=LENGTH)
    words[draw.randrange(LENGTH)] = draw.choice(CUES[label])
    if shortcut and label == SHORTCUT[1] and draw.random() < 0.8:
        words.insert(draw.randrange(LENGTH), SHORTCUT[0])
        if draw.random() < 0.5:  # so that the shortcut is worth learning
            words = [word for word in words if word not in CUES[label]]
    return LabelledText(" ".join(words), label)


def _train(folder: Path, training: tuple[LabelledText, ...]) -> None:
    torch.manual_seed(0)
    tokenizer = _tokenizer()
    labels = sorted(CUES)
    model = BertForSequenceClassification(
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
        )
    )
    encoded = tokenizer([one.text for one in training], padding=True, return_tensors="pt")
    targets = torch.tensor([labels.index(one.label) for one in training])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(30):
        for rows in torch.split(torch.randperm(len(training)), 50):
            inputs = {name: part[rows] for name, part in encoded.items()}
            loss = functional.cross_entropy(model(**inputs).logits, targets[rows])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    model.save_pretrained(folder)
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
