from detectors.fusion import fused


def test_what_stands_high_in_both_rankings_comes_first() -> None:
    assert fused([[1, 2, 3, 4], [4, 2, 9]])[0] == 2


def test_what_stands_in_one_ranking_only_is_kept() -> None:
    assert set(fused([[1, 2], [3]])) == {1, 2, 3}


def test_of_equals_the_first_ranking_decides() -> None:
    assert fused([[5], [3]]) == [5, 3]
    assert fused([[1, 2], [2, 1]]) == [1, 2]


def test_nothing_ranked_is_nothing() -> None:
    assert fused([[], []]) == []
