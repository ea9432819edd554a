import pytest

from detectors.references import is_stated, references, roman


@pytest.mark.parametrize(
    ("text", "kind", "path"),
    [
        ("Art. 6(1)(f)", "article", ("6", "1", "f")),
        ("Article 6 paragraph 1 letter f", "article", ("6", "1", "f")),
        ("§ 12", "section", ("12",)),
        ("s. 4(2)", "section", ("4", "2")),
        ("Section 4(2)", "section", ("4", "2")),
        ("Annex III", "annex", ("3",)),
        ("Regulation (EU) 2016/679", "act", ("2016/679",)),
        ("Directive 95/46/EC", "act", ("95/46",)),
        ("12 CFR 1026.13", "act", ("12", "cfr", "1026.13")),
        ("ISO 27001", "act", ("iso", "27001")),
    ],
)
def test_a_reference_is_normalised(text: str, kind: str, path: tuple[str, ...]) -> None:
    (found,) = references(text)
    assert (found.text, found.kind, found.path) == (text, kind, path)


def test_a_place_is_stated_by_any_of_its_parts_and_not_the_other_way() -> None:
    part, whole = references("Art. 6(1)")[0], references("Article 6")[0]
    assert is_stated(whole, [part])
    assert not is_stated(part, [whole])


@pytest.mark.parametrize(("said", "value"), [("IV", 4), ("XIV", 14), ("LXXXIX", 89)])
def test_roman_numerals_are_read(said: str, value: int) -> None:
    assert roman(said) == value
