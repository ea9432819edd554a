import pytest

from benchmarks.grounding.contrast import Scored, faithful, pairs, recall_at, table
from detectors.records import Verdict
from detectors.training.notation import Kind


def test_there_are_enough_pairs_of_every_kind_in_four_domains() -> None:
    every = pairs()
    assert len(every) > 3000
    assert len(faithful(every)) > 1000
    assert {pair.base.split("/")[0] for pair in every} == {"finance", "legal", "medical", "support"}
    assert min(sum(pair.kind is kind for pair in every) for kind in {p.kind for p in every}) > 100


def test_an_edit_changes_the_claim_within_its_span_alone() -> None:
    for pair in pairs():
        start, end = pair.span
        assert pair.edited != pair.faithful
        assert pair.edited[:start] == pair.faithful[:start] or start == 0
        assert pair.faithful.endswith(pair.edited[end:])


def test_what_the_document_does_not_say_is_not_called_refuted() -> None:
    labels = {pair.label for pair in pairs() if pair.kind is Kind.ADDITION}
    assert labels == {Verdict.NOT_ENOUGH_INFO}


def test_two_slots_that_name_each_other_change_places_in_one_edit() -> None:
    swaps = [p for p in pairs() if p.kind is Kind.ROLE and len(p.edited[slice(*p.span)]) > 60]
    assert swaps
    for pair in swaps:
        assert sorted(pair.edited.casefold().split()) == sorted(pair.faithful.casefold().split())


def calm() -> list[Scored]:
    return [Scored(0.5 + at / 200, True, f"d{at % 10}") for at in range(100)]


def test_recall_is_taken_where_so_many_faithful_claims_are_flagged() -> None:
    edited = [Scored(score, True, "d1") for score in (0.1, 0.5, 0.514, 0.516, 0.9)]
    found = recall_at(calm(), edited, false_alarms=0.03)
    assert found.value == pytest.approx(3 / 5)
    assert found.low <= found.value <= found.high


def test_the_table_has_a_row_for_each_kind_that_occurs_and_one_for_all() -> None:
    edited = [(Kind.NUMBER, Scored(0.1, False, "d1")), (Kind.NAME, Scored(0.9, True, "d2"))]
    rows = {row.kind: row for row in table(calm(), edited)}
    assert list(rows) == ["number", "name", "all"]
    assert (rows["number"].recall.value, rows["name"].shipped.value) == (1.0, 0.0)
    assert rows["all"].shipped.n == 2


def test_nothing_to_measure_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing to measure"):
        table(calm(), [])
