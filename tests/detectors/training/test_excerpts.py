from detectors.training.excerpts import EXCERPT, WHOLE, excerpt

FILLER = [f"Paragraph {n} speaks of gardens and of the weather in spring." for n in range(40)]
LONG = " ".join(
    [*FILLER[:10], "The fee is 3 pounds.", *FILLER[10:], "Norvik Bank takes the fee in May."]
)


def test_a_short_document_is_taken_whole() -> None:
    short = "The fee is 3 pounds. It is taken in May."
    assert excerpt(short, "Anything.") == short


def test_an_excerpt_is_the_nearest_sentence_with_its_neighbours() -> None:
    assert len(LONG.split()) > WHOLE
    found = excerpt(LONG, "The fee is 4 pounds.")
    assert "Paragraph 9 speaks" in found
    assert "The fee is 3 pounds." in found
    assert "Paragraph 10 speaks" in found
    assert len(found.split()) <= EXCERPT


def test_a_joint_excerpt_brings_together_what_stands_apart_in_its_order() -> None:
    found = excerpt(LONG, "Norvik Bank takes a fee of 3 pounds.", joint=True)
    assert 0 <= found.index("The fee is 3 pounds.") < found.index("Norvik Bank takes the fee")


def test_a_document_without_words_gives_an_empty_excerpt() -> None:
    assert excerpt("", "Anything.") == ""
