from detectors.opposites import poles


def test_opposites_share_a_pair_with_other_signs() -> None:
    (safe,), (unsafe,) = poles()["saf"], poles()["unsaf"]
    assert (safe.pair, safe.sign) == (unsafe.pair, -unsafe.sign)


def test_no_word_is_its_own_opposite() -> None:
    for each in poles().values():
        assert len({pole.pair for pole in each}) == len(each)
