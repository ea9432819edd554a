from detectors.identifiers import identifiers, plain


def test_addresses_and_codes_are_read() -> None:
    text = "Mail a.b@example.org, see www.example.org/x. The A380-800 and COVID-19 with CO2."
    assert [found.text for found in identifiers(text)] == [
        "a.b@example.org",
        "www.example.org/x",
        "A380-800",
        "COVID-19",
        "CO2",
    ]


def test_amounts_dates_and_quarters_are_no_codes() -> None:
    assert identifiers("5mg in Q3, July 4, ISO 9001, USD 500, ACL 2021") == ()


def test_codes_are_compared_without_case_hyphens_and_spaces() -> None:
    assert plain("Covid 19") == plain("COVID-19")
