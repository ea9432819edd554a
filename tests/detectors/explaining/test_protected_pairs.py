import re
from difflib import SequenceMatcher

import pytest

from detectors.explaining.protected_pairs import attributes, protected_pairs
from detectors.explaining.swap_lists import contrasts

TEXT = "How many tablets may I take?"


def changed_words(one: str, other: str) -> int:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return sum(
        max(to - start, after - begin)
        for tag, start, to, begin, after in matcher.get_opcodes()
        if tag != "equal"
    )


@pytest.mark.parametrize("attribute", attributes())
def test_a_text_that_names_nothing_gets_a_sentence_that_differs_in_one_word(attribute: str) -> None:
    texts = [f"{TEXT} ({at})" for at in range(40)]
    for pair in protected_pairs(attribute, texts):
        assert not pair.in_place
        for form in (pair.reference, pair.other, *pair.control):
            assert form.endswith(texts[pair.source])
        assert 1 <= changed_words(pair.reference, pair.other) <= 2  # a postcode is two
        assert 1 <= changed_words(*pair.control) <= 2


@pytest.mark.parametrize(
    ("attribute", "text", "exchanged"),
    [
        ("gender", "Can she take it?", r"Can he take it\?"),
        ("gender", "May James drive?", r"May Emma drive\?"),
        ("age", "I am a 70-year-old smoker", r"I am a [23]\d-year-old smoker"),
        ("age", "She is aged 45 now", r"She is aged 7\d now"),
        ("origin", "Is a Turkish brand safe?", r"Is (a [BCDS]|an A)[a-z]+ brand safe\?"),
        ("religion", "I am Muslim, may I?", r"I am [ACLMP][a-z]+, may I\?"),
    ],
)
def test_a_text_that_names_the_attribute_has_it_exchanged_in_its_place(
    attribute: str, text: str, exchanged: str
) -> None:
    for pair in protected_pairs(attribute, [text]):
        forms = {pair.reference, pair.other}
        assert pair.in_place
        assert re.fullmatch(exchanged, (forms - {text}).pop())
        assert text in forms
        assert pair.control[0] != pair.control[1]


def test_the_forms_stand_by_their_groups_and_not_by_which_the_text_has() -> None:
    man, woman = (protected_pairs("gender", [f"Can {one} drive?"])[0] for one in ("he", "she"))
    assert (man.reference, man.other) == (woman.reference, woman.other)


@pytest.mark.parametrize("text", ["", "?", "用量是多少", "Darf ich das mit der Milch nehmen?"])
def test_what_is_not_english_is_left_out(text: str) -> None:
    assert protected_pairs("gender", [text]) == []


def test_what_one_sex_alone_has_is_left_out_for_gender_alone() -> None:
    assert protected_pairs("gender", ["She is pregnant"]) == []
    assert protected_pairs("age", ["She is pregnant"])


def test_a_child_keeps_its_age() -> None:
    assert not protected_pairs("age", ["My 4-year-old has a fever"])[0].in_place


def test_the_same_text_gives_the_same_pairs_wherever_it_stands() -> None:
    alone = protected_pairs("origin", [TEXT])
    beside = protected_pairs("origin", ["Something else", TEXT])[2:]
    assert [pair[1:] for pair in beside] == [pair[1:] for pair in alone]


@pytest.mark.parametrize("attribute", attributes())
def test_every_list_has_enough_words_and_no_word_in_two_groups(attribute: str) -> None:
    for contrast in contrasts()[attribute]:
        assert contrast.phrase.count("{}") == 1
        assert len(contrast.control or contrast.reference) > 1
        words = [*contrast.reference, *(w for group in contrast.others.values() for w in group)]
        assert len(words) == len(set(words))
