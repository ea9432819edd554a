import pytest

from detectors.modality import contradicts, modals
from detectors.stems import stems


def test_a_modal_verb_is_said_of_the_next_verb() -> None:
    words = stems("You must always file the form and may add to it")
    assert [(m.force, words[m.verb].key) for m in modals(words)] == [
        ("must", "fil"),
        ("may", "add"),
    ]


@pytest.mark.parametrize(
    ("claimed", "known"), [("must", "may"), ("should", "must"), ("will", "may")]
)
def test_binding_otherwise_contradicts(claimed: str, known: str) -> None:
    assert contradicts(claimed, known)


def test_what_must_be_done_may_be_done() -> None:
    assert not contradicts("may", "must")
