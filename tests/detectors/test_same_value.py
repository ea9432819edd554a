import pytest

from detectors.same_value import stands_in


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("Ring 020 7946 0958.", "+44 (0)20 7946-0958", "PHONE_NUMBER"),
        ("Ring +442079460958.", "020 7946 0958", "PHONE_NUMBER"),
        ("I am JANE@example.com.", "jane@example.com", "EMAIL_ADDRESS"),
        ("gb29nwbk60161331926819", "GB29 NWBK 6016 1331 9268 19", "IBAN_CODE"),
        ("4111-1111-1111-1111", "4111 1111 1111 1111", "CREDIT_CARD"),
        ("Smith, Jane asked.", "Jane Smith", "PERSON"),
        ("Anna schrieb aus MÜNCHEN", "München", "LOCATION"),
    ],
)
def test_the_same_value_is_known_however_it_is_written(text: str, value: str, kind: str) -> None:
    assert stands_in(text, value, kind)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("", "020 7946 0958", "PHONE_NUMBER"),
        ("Ring 020 7946 0959.", "020 7946 0958", "PHONE_NUMBER"),
        ("Ring 020 7946 09581.", "020 7946 0958", "PHONE_NUMBER"),
        ("mary.jane@example.com", "jane@example.com", "EMAIL_ADDRESS"),
        ("jane@example.community", "jane@example.com", "EMAIL_ADDRESS"),
        ("1943 476 5919", "943 476 5919", "UK_NHS"),
        ("Jane asked.", "Jane Smith", "PERSON"),
        ("Anna asked.", "Ann", "PERSON"),
    ],
)
def test_another_value_is_another(text: str, value: str, kind: str) -> None:
    assert not stands_in(text, value, kind)
