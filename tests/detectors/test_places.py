from detectors.places import same_as


def test_a_country_is_its_people_and_its_short_form() -> None:
    assert {"united kingdom", "british", "uk"} <= same_as("britain")


def test_an_unknown_name_is_only_itself() -> None:
    assert same_as("atlantis") == {"atlantis"}
