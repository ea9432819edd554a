from detectors.facts import Facts
from detectors.unstated import unstated


def found(claim: str, evidence: str) -> list[tuple[str, str | None]]:
    findings = unstated(Facts(claim), Facts(evidence))
    return [(f.claim.text, f.evidence.text if f.evidence else None) for f in findings]


def test_what_stands_instead_is_from_the_sentence_most_like_the_claim() -> None:
    evidence = "The bridge opened in 1990. The tunnel opened in 2004."
    assert found("The tunnel opened in 2014.", evidence) == [("2014", "2004")]


def test_a_name_in_an_unlike_sentence_stands_in_no_ones_place() -> None:
    assert found("The tunnel was dug by Anna Berg.", "Bread is sold by Lisa Holm.") == [
        ("Anna Berg", None)
    ]


def test_the_subject_of_evidence_that_opens_with_a_pronoun_is_not_asked_for() -> None:
    assert found("Anna Berg dug the tunnel.", "She dug the tunnel.") == []


def test_a_unit_without_a_number_is_compared_in_its_place() -> None:
    assert found(
        "The risk doubles each year after the birth.",
        "The risk doubles each decade after the birth.",
    ) == [("year", "decade")]
