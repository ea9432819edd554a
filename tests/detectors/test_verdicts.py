"""The calibration here is made up, so that a test can say which probability it means."""

from detectors.calibration import Calibration, ExpectedError, FittedOn, ModelId, uncalibrated
from detectors.entailment import PairScore
from detectors.packing import Pack
from detectors.records import Claim, Entailment, Evidence, Judgement
from detectors.verdicts import judge, not_asked
from detectors.weighing import SIGNS, Weighed

PLAIN = uncalibrated(ModelId(name="made up", sha256="0"))
ONE_SIGN = Calibration(
    name="made up",
    model=ModelId(name="made up", sha256="0"),
    features=tuple(SIGNS),
    coefficients=((0.0,) * len(SIGNS), *((-1.0, *(0.0,) * (len(SIGNS) - 1)),) * 2),
    intercepts=(0.0, 0.0, 0.0),
    threshold=0.6,
    review_low=0.4,
    review_high=0.8,
    fitted_on=FittedOn(sources=(), n=0, documents=0, sha256=""),
    ece=ExpectedError(),
)
"""Weighs nothing but support."""


def claim(text: str) -> Claim:
    return Claim(text=text, start=0, end=len(text))


def read(
    text: str, *, supported: float = 0.9, refuted: float = 0.0, document: str = "a"
) -> Weighed:
    """A pack with what a model says of it."""
    evidence = Evidence(document=document, start=0, end=len(text), text=text, score=0.8)
    rest = round(1 - supported - refuted, 5)
    scored = Entailment(supported=supported, refuted=refuted, not_enough_info=rest)
    return Weighed(Pack(text, (evidence,)), PairScore(scored))


def judged(text: str, *packs: Weighed, calibration: Calibration = PLAIN) -> Judgement:
    return judge(claim(text), text, packs, calibration)


def test_without_packs_there_is_no_evidence() -> None:
    judgement = judged("It is blue.")
    assert (judgement.verdict, judgement.rule) == ("not_enough_info", "no_evidence")


def test_a_claim_is_supported_by_its_best_pack_alone() -> None:
    judgement = judged(
        "It is blue.", read("It is red.", supported=0.1, document="b"), read("Blue.")
    )
    assert (judgement.verdict, judgement.rule) == ("supported", "entailment")
    assert [evidence.document for evidence in judgement.evidence] == ["a", "b"]


def test_the_likelier_of_the_other_two_verdicts_is_given() -> None:
    refuting = read("The sky is red.", supported=0.1, refuted=0.8)
    assert judged("The sky is blue.", refuting).verdict == "refuted"
    silent = read("The sky is wide.", supported=0.1, refuted=0.2)
    assert judged("The sky is blue.", silent).verdict == "not_enough_info"


def test_a_contradicted_number_is_refuted_whatever_the_model_says() -> None:
    judgement = judged("Adults take 6 mg of zorvan.", read("Adults take 4 mg of zorvan."))
    assert (judgement.verdict, judgement.rule) == ("refuted", "values.number")
    assert judgement.reason == "The passage says 4 mg where the answer says 6 mg."


def test_a_number_that_another_pack_states_is_fine() -> None:
    packs = read("Adults take 4 mg of zorvan."), read("Later adults take 6 mg of zorvan.")
    assert judged("Adults take 6 mg of zorvan.", *packs).verdict == "supported"


def test_a_number_of_another_subject_contradicts_nothing() -> None:
    other = read("Brick walls weigh 4 mg less in spring.", supported=0.9)
    assert judged("Adults take 6 mg of zorvan.", other).verdict == "supported"


def test_another_name_contradicts_where_the_rest_of_the_claim_stands() -> None:
    about = read("Dr Lisa Holm of the clinic reviewed these dosing tables in January.")
    judgement = judged("Anna Berg of the clinic reviewed these dosing tables.", about)
    assert (judgement.verdict, judgement.rule) == ("refuted", "values.name")
    elsewhere = read("Dr Lisa Holm leads the clinic.")
    assert (
        judged("Anna Berg reviewed dosing tables in the clinic.", elsewhere).rule != "values.name"
    )


def test_a_value_that_stands_nowhere_leaves_little_of_the_support() -> None:
    about = read("The dosing tables of the clinic were reviewed in spring.")
    judgement = judged("The dosing tables of the clinic weigh 6 mg in spring.", about)
    assert judgement.verdict != "supported"
    assert judgement.reason == "No passage about this says 6 mg."
    assert judgement.probability
    assert 0.1 < judgement.probability.supported < 0.3


def test_the_threshold_of_the_calibration_decides() -> None:
    def verdict(supported: float) -> str | None:
        pack = read("The sky is blue.", supported=supported)
        return judged("The sky is blue.", pack, calibration=ONE_SIGN).verdict

    assert verdict(0.9) == "supported"
    assert verdict(0.7) == "not_enough_info"  # weighed against two others, 0.7 is 0.54


def test_a_pack_that_is_added_never_takes_support_away() -> None:
    text, good = "Adults take 4 mg of zorvan.", read("Adults take 4 mg of zorvan.")
    other = read("Brick walls weigh 9 mg.", supported=0.0, refuted=0.9, document="b")
    for calibration in (PLAIN, ONE_SIGN):
        alone = judged(text, good, calibration=calibration).probability
        assert judged(text, good, *[other] * 9, calibration=calibration).probability == alone


def test_a_claim_that_is_not_checkworthy_gets_no_verdict() -> None:
    assert not_asked(claim("Hello!")).verdict is None


def test_where_exact_code_contradicts_the_probability_agrees_with_the_verdict() -> None:
    judgement = judged("It costs 3 pounds.", read("It costs 4 pounds.", supported=0.9))
    assert (judgement.verdict, judgement.rule) == ("refuted", "values.number")
    assert judgement.probability
    assert judgement.probability.supported == 0.045
    given = judgement.probability
    assert abs(given.supported + given.refuted + given.not_enough_info - 1) < 1e-4
