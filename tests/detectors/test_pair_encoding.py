from pathlib import Path

import pytest
from tokenizers import Tokenizer

from detectors.cross_encoder import read_tokenizer
from detectors.models import packaged
from detectors.pair_encoding import (
    CLAIM_ONLY,
    CLAIM_SHARED,
    PREMISE_ONLY,
    PREMISE_SHARED,
    WINDOW,
    EncodedPair,
    encode_pairs,
    word_keys,
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return read_tokenizer(Path(packaged().location))


def types(tokenizer: Tokenizer, pair: EncodedPair) -> list[tuple[str, int]]:
    tokens = [str(tokenizer.id_to_token(token)) for token in pair.input_ids]
    return list(zip(tokens, pair.token_types, strict=True))


def test_each_word_says_whether_the_other_side_has_it_too(tokenizer: Tokenizer) -> None:
    (pair,) = encode_pairs(tokenizer, [("Adults take 5 tablets.", "Adults took five.")])
    assert types(tokenizer, pair) == [
        ("[CLS]", CLAIM_SHARED),
        ("adults", CLAIM_SHARED),
        ("took", CLAIM_ONLY),
        ("five", CLAIM_SHARED),
        (".", CLAIM_SHARED),
        ("[SEP]", CLAIM_SHARED),
        ("adults", PREMISE_SHARED),
        ("take", PREMISE_ONLY),
        ("5", PREMISE_SHARED),
        ("tablets", PREMISE_ONLY),
        (".", PREMISE_SHARED),
        ("[SEP]", PREMISE_ONLY),
    ]


def test_the_pieces_of_a_long_number_are_of_one_type(tokenizer: Tokenizer) -> None:
    (pair,) = encode_pairs(tokenizer, [("It cost 67,250 pounds", "It cost 67250 pounds")])
    assert set(pair.token_types[1 : 1 + pair.claim_tokens]) == {CLAIM_SHARED}


def test_a_long_premise_is_cut_and_the_claim_is_not(tokenizer: Tokenizer) -> None:
    (pair,) = encode_pairs(tokenizer, [("many words " * 400, "A claim of few words.")])
    assert len(pair.input_ids) == WINDOW
    assert pair.claim_offsets[-1] == (20, 21)


def test_a_claim_longer_than_the_window_leaves_room_for_the_premise(tokenizer: Tokenizer) -> None:
    (pair,) = encode_pairs(tokenizer, [("A premise.", "many words " * 400)])
    assert len(pair.input_ids) <= WINDOW
    assert tokenizer.decode(pair.input_ids).endswith("a premise.")


def test_a_pair_is_encoded_alike_whatever_stands_beside_it(tokenizer: Tokenizer) -> None:
    pairs = [("One thing.", "Another."), ("", ""), ("\ud83d?", "Ünïcode — 5 %")]
    assert encode_pairs(tokenizer, pairs) == [encode_pairs(tokenizer, [p])[0] for p in pairs]


@pytest.mark.parametrize(
    ("one", "other"),
    [("1,000", "1000"), ("five", "5"), ("doses", "dose"), ("2.50", "2.5"), ("worked", "works")],
)
def test_words_that_differ_only_in_form_have_one_key(one: str, other: str) -> None:
    assert word_keys(one)[0][2] == word_keys(other)[0][2]
