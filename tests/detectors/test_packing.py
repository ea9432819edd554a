"""All medicines here are invented, and so is everything said of them."""

import pytest

from detectors.corpus import Document, Passage, passages
from detectors.embedding import Embedder
from detectors.models import PACKAGED
from detectors.packing import WINDOW, Beside, joint_pack, packs
from detectors.records import Evidence
from detectors.similarity import Similarity

CLAIM = "Zorvan is made in Leeds by a firm that was founded in 1931."
MADE = "Zorvan is made in Leeds by Meldin Ltd. It is sold in green bottles of two sizes."
FOUNDED = "Meldin Ltd is a firm in Leeds. The firm was founded in 1931 by two brothers."
DOGS = "A dog barks at strangers. Cats sleep for most of the day. Birds sing at dawn."


@pytest.fixture(scope="module")
def similarity() -> Similarity:
    return Similarity(Embedder(PACKAGED))


def beside(similarity: Similarity, *cut: Passage) -> list[Beside]:
    vectors = similarity.vectors([CLAIM, *(passage.text_in_context for passage in cut)])
    return [
        Beside(
            Evidence(
                document=passage.document,
                start=passage.start,
                end=passage.end,
                text=passage.text,
                score=round(float(cosine), 5),
            ),
            passage,
        )
        for passage, cosine in zip(cut, vectors[1:] @ vectors[0], strict=True)
    ]


def passage(name: str, text: str, title: str = "", words: int = 1000) -> Passage:
    return passages([Document(name, text, title)], words=words)[0]


def test_a_passage_that_fits_is_read_whole_after_its_title(similarity: Similarity) -> None:
    (found,) = beside(similarity, passage("made", MADE, "Zorvan"))
    (pack,) = packs(CLAIM, [found])
    assert pack.text == f"Zorvan. {MADE}"
    assert pack.evidence == (found.evidence,)


def test_of_a_long_passage_the_nearest_sentences_are_read_in_order(similarity: Similarity) -> None:
    long = f"{DOGS} {'Rain falls in spring. ' * 40}{MADE} {DOGS}"
    (pack,) = packs(CLAIM, beside(similarity, passage("long", long, "Animals")))
    assert pack.text.startswith("Animals. ")
    assert "dawn. Zorvan is made in Leeds" not in pack.text
    assert MADE in pack.text
    assert len(pack.text.split()) <= WINDOW


def test_a_sentence_longer_than_the_window_is_cut(similarity: Similarity) -> None:
    (pack,) = packs(CLAIM, beside(similarity, passage("endless", "word " * 500, "Title")))
    assert len(pack.text.split()) == WINDOW


def test_what_two_passages_say_together_is_read_together(similarity: Similarity) -> None:
    cut = (passage("made", MADE, "Zorvan"), passage("founded", FOUNDED), passage("dogs", DOGS))
    joint = joint_pack(CLAIM, beside(similarity, *cut))
    assert joint is not None
    assert "made in Leeds" in joint.text
    assert "founded in 1931" in joint.text
    assert joint.text.startswith("Zorvan. ")
    assert {evidence.document for evidence in joint.evidence} == {"made", "founded"}


def test_one_passage_makes_no_joint_pack(similarity: Similarity) -> None:
    assert joint_pack(CLAIM, beside(similarity, passage("made", MADE))) is None
    assert joint_pack(CLAIM, []) is None


def test_the_joint_pack_fits_the_window(similarity: Similarity) -> None:
    cut = [
        passage(str(n), f"Zorvan batch {n} is made in Leeds, where the firm was founded. {MADE}")
        for n in range(30)
    ]
    joint = joint_pack(CLAIM, beside(similarity, *cut))
    assert joint is not None
    assert len(joint.text.split()) <= WINDOW
    assert joint.text.count("It is sold in green bottles of two sizes.") <= 1


def test_irrelevant_passages_change_no_pack(similarity: Similarity) -> None:
    cut = (passage("made", MADE, "Zorvan"), passage("founded", FOUNDED))
    noise = tuple(passage(f"noise{n}", f"{DOGS} Number {n} is a cat.") for n in range(50))
    few, many = beside(similarity, *cut), beside(similarity, *cut, *noise)
    assert packs(CLAIM, many)[:2] == packs(CLAIM, few)
    assert joint_pack(CLAIM, many) == joint_pack(CLAIM, few)
