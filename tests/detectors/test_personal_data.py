from pathlib import Path

import pytest
import spacy

from detectors.errors import ModelError
from detectors.personal_data import Scanner, scanner
from detectors.personal_kinds import KINDS, OF_MODEL, PrivacyOptions

USUAL = PrivacyOptions().wanted


def found(text: str, *, kinds: tuple[str, ...] = USUAL, at: float = 0.5) -> list[tuple[str, str]]:
    (each,) = scanner(kinds, at, None).scan([text])
    assert each is not None
    return [(one.kind, text[one.start : one.end]) for one in each]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Write to jane.doe@example.com.", "EMAIL_ADDRESS", "jane.doe@example.com"),
        ("Ring 020 7946 0958 today.", "PHONE_NUMBER", "020 7946 0958"),
        ("From abroad +44 20 7946 0958.", "PHONE_NUMBER", "+44 20 7946 0958"),
        ("(212) 736-5000 is open.", "PHONE_NUMBER", "(212) 736-5000"),
        ("Pay to DE89 3704 0044 0532 0130 00.", "IBAN_CODE", "DE89 3704 0044 0532 0130 00"),
        ("Card 4111 1111 1111 1111.", "CREDIT_CARD", "4111 1111 1111 1111"),
        ("Patient 943 476 5919.", "UK_NHS", "943 476 5919"),
        ("NINO AB123456C.", "UK_NINO", "AB123456C"),
        ("SSN 219-09-9999.", "US_SSN", "219-09-9999"),
        ("It came from 10.0.0.1.", "IP_ADDRESS", "10.0.0.1"),
        ("Die Adresse: jörg@müller.de", "EMAIL_ADDRESS", "jörg@müller.de"),
    ],
)
def test_what_has_the_form_of_personal_data_is_found(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "An adult may take at most 4 g in 24 hours.",
        "Order 2127365000 has shipped.",
        "The passport has 123456789 pages.",
        "Card 4111 1111 1111 1112.",
        "IBAN DE89 3704 0044 0532 0130 01.",
        "Not a mail: jane@nowhere.invalidtld",
        "Dr Jane Smith lives at 4 Mill Lane, Leeds.",
        "From 2019 to 2024, s. 12(3), Art. 6, page 100-120.",
    ],
)
def test_weak_numbers_false_checksums_and_names_are_not(text: str) -> None:
    assert found(text) == []


def test_a_kind_that_is_not_usual_is_found_where_it_is_named() -> None:
    text = "PESEL 44051401359"
    assert found(text) == []
    assert found(text, kinds=("PL_PESEL",)) == [("PL_PESEL", "44051401359")]


def test_weak_patterns_are_told_from_the_score_on_that_is_stated() -> None:
    text = "My passport is 123456789."
    assert found(text, kinds=("US_PASSPORT",)) == []
    assert found(text, kinds=("US_PASSPORT",), at=0.3) == [("US_PASSPORT", "123456789")]


def test_of_two_kinds_for_one_stretch_the_surest_is_told() -> None:
    assert found("Tel 943 476 5919.") == [("UK_NHS", "943 476 5919")]


def test_every_kind_of_the_table_has_a_recognizer_of_that_name() -> None:
    kinds = tuple(KINDS)
    with_a_form = [name for name in kinds if name not in OF_MODEL]
    supported = {
        name
        for recognizer in Scanner(kinds, minimum_score=0.5).recognizers
        for name in recognizer.supported_entities
    }
    assert supported == set(with_a_form)


def test_long_texts_and_halves_of_characters_are_read() -> None:
    assert found(" " * 1_000_001 + "a@example.com") == [("EMAIL_ADDRESS", "a@example.com")]
    assert found("\ud800 a@example.com") == [("EMAIL_ADDRESS", "a@example.com")]


def test_signs_in_a_row_take_no_longer_than_words() -> None:
    assert found(":" * 200_000) == []


def test_many_texts_come_back_in_their_order() -> None:
    texts = [f"{at}@example.com" if at % 2 else "nothing" for at in range(150)]
    every = scanner(USUAL, 0.5, None).scan(texts)
    assert [len(each or ()) for each in every] == [at % 2 for at in range(150)]


def named_pipeline(folder: Path) -> str:
    """A spaCy pipeline that knows one name, saved in the folder."""
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    patterns = [
        {"label": "PERSON", "pattern": "Jane Smith"},
        {"label": "GPE", "pattern": "Leeds"},
        {"label": "CARDINAL", "pattern": "four"},
    ]
    ruler.add_patterns(patterns)  # type: ignore[attr-defined]
    pipeline.to_disk(folder)
    return str(folder)


def test_a_spacy_model_finds_names_and_places(tmp_path: Path) -> None:
    model = named_pipeline(tmp_path / "names")
    options = PrivacyOptions(spacy_model=model)
    (each,) = scanner(options.wanted, 0.5, model).scan(["Jane Smith of Leeds has four cats."])
    assert [(one.kind, one.start, one.end) for one in each or ()] == [
        ("PERSON", 0, 10),
        ("LOCATION", 14, 19),
    ]


def test_a_model_that_is_not_here_is_never_fetched() -> None:
    with pytest.raises(ModelError, match="spaCy has no model 'en_core_web_xxl'; install it"):
        Scanner(USUAL, minimum_score=0.5, spacy_model="en_core_web_xxl")


def test_a_model_that_finds_no_names_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="finds no names"):
        Scanner(USUAL, minimum_score=0.5, spacy_model=str(tmp_path / "blank"))


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="spaCy cannot load"):
        Scanner(USUAL, minimum_score=0.5, spacy_model=str(tmp_path))


def test_a_pattern_that_is_given_up_is_told_and_not_taken_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("presidio_analyzer.pattern_recognizer.REGEX_TIMEOUT_SECONDS", 1e-6)
    assert scanner(USUAL, 0.5, None).scan(["a." * 10_000]) == [None]
