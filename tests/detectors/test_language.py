import pytest

from detectors.language import other_language


@pytest.mark.parametrize(
    "text",
    [
        "Zorvan inhibits meldin absorption.",
        "Amoxicillin 500 mg capsules",
        "5 mg",
        "Twice daily",
        "",
        "Lyon, Le Havre, La Rochelle",
        "Rio de Janeiro and La Paz",
        "Wu et al. (2010) use a new method for El Niño years.",
        "The café owner drinks crème de menthe.",
        "β-blockers",
        "\ud800 \udfff",
    ],
)
def test_english_and_terms_are_read_on(text: str) -> None:
    assert other_language(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Dosis beträgt 5 mg.", "German"),
        ("La dose est de 5 mg par jour.", "French"),
        ("La dosis máxima es de 4 g al día.", "Spanish"),
        ("Il farmaco non deve essere assunto.", "Italian"),
        ("O medicamento não deve ser tomado.", "Portuguese"),
        ("De dosis is 5 mg per dag en niet meer.", "Dutch"),
        ("Lægemidlet må ikke tages med mælk.", "Danish or Norwegian"),
        ("Läkemedlet ska inte tas med mjölk.", "Swedish"),
        ("Lääkettä ei saa ottaa maidon kanssa.", "Finnish"),
        ("Účinná látka se nesmí podávat dětem.", "Czech"),
        ("İlaç bir gün içinde ve süt ile verilir.", "Turkish"),
        ("Лекарство безопасно", "Cyrillic"),
        ("用于成人", "Cjk"),
    ],
)
def test_another_language_is_named(text: str, language: str) -> None:
    assert other_language(text) == language
