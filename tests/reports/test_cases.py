from collections.abc import Callable

from detectors.records import Expect, Task
from reports.cases import anchor, case_groups, view
from reports.run import CaseResult, Run

Build = Callable[..., CaseResult]


def test_what_went_wrong_stands_apart_from_what_is_right(sample: Run) -> None:
    (group,) = case_groups(sample, Task.ANSWER)

    assert [case.result.case.id for case in group.wrong] == ["q2", "q3", "q4", "q6", "q8"]
    assert [case.result.case.id for case in group.failed] == ["q9"]
    assert [case.result.case.id for case in group.right] == ["q1", "q5", "q7"]


def test_claims_are_marked_in_the_answer_by_their_verdict(answered: Build) -> None:
    found = view(answered("q", "supported", "refuted"))

    assert [part.mark.kind for part in found.answer if part.mark] == ["supported", "refuted"]
    assert found.tally == "1 refuted, 1 supported"


def test_words_are_marked_by_sign_and_share(classified: Build) -> None:
    found = view(classified("c", text="aa bb cc dd", explained=True))

    kinds = [part.mark.kind if part.mark else None for part in found.text if part.text.strip()]
    assert kinds == ["for level-5", "against level-2", None, "for level-3"]
    assert [word.text for word in found.words_for] == ["aa", "dd", "cc"]
    assert [word.text for word in found.words_against] == ["bb"]


def test_what_was_chosen_and_expected_is_said_in_words(classified: Build) -> None:
    declined = view(classified("c", said=None, declined=True, expect=Expect.DECLINE))
    unusable = view(classified("c", said=None))

    assert (declined.chosen, declined.expected) == ("declined", "to decline")
    assert (unusable.chosen, unusable.expected) == ("no usable label", "dosage")


def test_an_anchor_holds_only_characters_that_a_fragment_may() -> None:
    assert anchor("slm", "c017") == "case-slm-c017"
    assert anchor("my slm", 'q"1') == "case-my_20slm-q_221"


def test_a_citation_is_neither_a_claim_nor_a_note(answered: Build, with_citations: Build) -> None:
    found = view(with_citations(answered("q", "supported"), "refuted", "supported"))

    assert [finding.rule for finding in found.claims] == ["grounding.supported"]
    assert [finding.rule for finding in found.citations] == [
        "citations.refuted",
        "citations.supported",
    ]
    assert [finding.rule for finding in found.bad_citations] == ["citations.refuted"]
    assert (found.tally, found.notes) == ("1 supported", ())
