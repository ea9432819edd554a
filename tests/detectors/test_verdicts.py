from detectors.records import Claim, Entailment, Evidence
from detectors.similarity import Nearness, NearSentence
from detectors.verdicts import Weighed, judge, not_asked


def claim(text: str) -> Claim:
    return Claim(text=text, start=0, end=len(text))


def weighed(*sentences: tuple[str, float], supported: float = 0.9) -> Weighed:
    """A passage of sentences, each with its similarity to the claim."""
    text = " ".join(sentence for sentence, _ in sentences)
    near = (NearSentence(s, text.index(s), text.index(s) + len(s), score) for s, score in sentences)
    ordered = tuple(sorted(near, key=lambda sentence: -sentence.score))
    return Weighed(
        Evidence(document="a.md", start=0, end=len(text), text=text, score=0.8),
        Nearness(ordered[0].score, ordered),
        Entailment(supported=supported, refuted=0.0, not_enough_info=1 - supported),
        "model",
    )


def test_without_passages_there_is_no_evidence() -> None:
    judgement = judge(claim("It is blue."), [])
    assert (judgement.verdict, judgement.rule) == ("not_enough_info", "no_evidence")


def test_the_model_names_the_rule_where_it_decides() -> None:
    passages = [weighed(("It is blue.", 0.9)), weighed(("It is red.", 0.8), supported=0.2)]
    judgement = judge(claim("It is blue."), passages)
    assert (judgement.verdict, judgement.rule) == ("supported", "model")
    assert [evidence.text for evidence in judgement.evidence] == ["It is blue.", "It is red."]


def test_a_value_of_another_subject_contradicts_nothing() -> None:
    far = weighed(("Take 5 mg of it.", 0.9), ("Children take 2 mg of it.", 0.4))
    assert judge(claim("Take 5 mg."), [far]).verdict == "supported"
    assert judge(claim("Take 2 mg."), [far]).rule == "values.missing"
    assert judge(claim("Take 3 mg."), [far]).rule == "values.number"


def test_a_value_that_is_stated_by_another_near_sentence_is_fine() -> None:
    both = weighed(("Adults take 5 mg of it.", 0.9), ("Later they take 10 mg.", 0.8))
    assert judge(claim("Take 10 mg."), [both]).verdict == "supported"


def test_a_claim_that_turns_the_nearest_sentence_round_is_not_supported() -> None:
    judgement = judge(claim("It may be chewed."), [weighed(("It must not be chewed.", 0.9))])
    assert judgement.rule == "values.negation"
    assert judgement.reason == "The passage has a negation where the answer has none."


def test_a_claim_that_is_not_checkworthy_gets_no_verdict() -> None:
    assert not_asked(claim("Hello!")).verdict is None
