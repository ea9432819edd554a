from detectors.facts import Facts
from detectors.slots import in_place_of

EVIDENCE = Facts("The clinic in Oslo was opened in 1970, the school in Bergen in 1980.")


def years(claim: str) -> list[str]:
    ours = Facts(claim)
    return [d.text for d in in_place_of(ours, ours.dates[0], EVIDENCE, EVIDENCE.dates).exactly]


def test_the_value_in_the_same_place_is_found() -> None:
    assert years("The clinic in Oslo was opened in 1980, the school later.") == ["1970"]


def test_a_sentence_about_something_else_has_no_such_place() -> None:
    assert years("A harbour was opened in 1980 by the king of Sweden.") == []


def test_nothing_has_a_place_in_a_list() -> None:
    known = Facts("The clinics of Oslo and Bergen were opened in 1970.")
    ours = Facts("The clinics of Bergen and Oslo were opened in 1970.")
    assert in_place_of(ours, ours.names.names[0], known, known.names.names).exactly == []
