from detectors.refusals import declines, plain


def test_emphasis_and_curly_quotes_hide_no_refusal() -> None:
    assert plain("**I don\u2019t**  know") == "i don't know"
    assert declines("**I don\u2019t know.**")


def test_a_turn_to_an_answer_takes_the_refusal_back() -> None:
    assert not declines("I do not know for sure; the usual dose is 5 mg.")
    assert declines("I do not know; please ask a pharmacist.")
