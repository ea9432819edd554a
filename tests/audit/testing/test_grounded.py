"""`assert_grounded`, and what `audited` records, by a page of a corpus and by given texts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import openai
import pytest

from audit.testing import assert_grounded
from audit.testing.audited import Audited
from detectors.errors import CorpusError
from detectors.records import Verdict

PAGE = "# Novacillin\n\nAn adult may take at most 4 g of novacillin in 24 hours.\n"
QUESTION = "How much novacillin may an adult take in 24 hours?"
GOOD = "An adult may take at most 4 g of novacillin in 24 hours."
BAD = "An adult may take at most 8 g of novacillin in 24 hours."
Serve: TypeAlias = Callable[..., object]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "novacillin.md").write_text(PAGE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSAY_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield folder


def test_supported_claims_pass_and_come_back(corpus: Path) -> None:
    (judgement,) = assert_grounded(GOOD, corpus, question=QUESTION)
    assert judgement.verdict is Verdict.SUPPORTED


def test_a_refuted_claim_is_told_with_its_evidence_and_why(corpus: Path) -> None:
    with pytest.raises(AssertionError) as told:
        assert_grounded(BAD, str(corpus), question=QUESTION)
    lines = str(told.value).splitlines()
    assert lines[:6] == [
        "claims: 1 refuted",
        f'  asked      "{QUESTION}"',
        f'  answered   "{BAD}"',
        f'  claim      "{BAD}"',
        "    verdict    ✗ refuted",
        "    why        The passage says 4 g where the answer says 8 g.",
    ]
    assert lines[6].startswith('    evidence   novacillin.md, characters 14 to 70: "An adult may ')


def test_texts_can_be_given_in_place_of_a_corpus() -> None:
    assert_grounded(GOOD, [PAGE], question=QUESTION)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "nothing was judged: the answer is empty"),
        (
            "What would you like to know?",
            "nothing was judged: the answer states nothing that can be checked",
        ),
        ("I do not know.", "the answer declines"),
    ],
)
def test_nothing_judged_is_no_pass(corpus: Path, answer: str, why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        assert_grounded(answer, corpus)


def test_an_answer_may_be_allowed_to_decline(corpus: Path) -> None:
    assert_grounded("I do not know.", corpus, may_decline=True)


def test_a_text_in_the_place_of_a_path_is_an_error_that_says_so() -> None:
    with pytest.raises(CorpusError, match="no such file or folder"):
        assert_grounded(GOOD, "An adult may take at most 4 g.")


def ask(client: openai.OpenAI, question: str = QUESTION, **options: object) -> object:
    messages = [{"role": "user", "content": question}]
    return client.chat.completions.create(model="m", messages=messages, **options)  # type: ignore[call-overload]


@pytest.fixture
def client(serve: Callable[..., object]) -> Callable[[str], openai.OpenAI]:
    """Makes a client whose endpoint answers with a text."""

    def make(answer: str) -> openai.OpenAI:
        chat = serve(lambda body: answer)  # noqa: ARG005
        return openai.OpenAI(base_url=chat.url, api_key="none", max_retries=0)  # type: ignore[attr-defined]

    return make


def test_what_a_watched_client_is_answered_is_audited(
    corpus: Path, client: Callable[[str], openai.OpenAI]
) -> None:
    audited = Audited(cwd=corpus.parent)
    bad = audited.watch(client(BAD), corpus=corpus.name)
    good = audited.watch(client(GOOD), corpus=corpus)
    ask(bad)
    ask(good)
    found = audited.audit()
    assert found.problem is not None
    assert found.problem.startswith("1 of 2 answers do not pass\nclaims: 1 refuted\n")
    assert found.properties == (("assay.answers", 2), ("assay.failed", 1), ("assay.claims", 2))
    ask(bad)
    assert dict(audited.audit().properties)["assay.answers"] == 2


def test_nothing_recorded_is_no_pass(corpus: Path, client: Callable[[str], openai.OpenAI]) -> None:
    audited = Audited(cwd=corpus)
    audited.watch(client(GOOD), corpus=corpus)
    assert "recorded no answer" in (audited.audit().problem or "")


def test_answers_that_all_decline_are_no_pass(
    corpus: Path, client: Callable[[str], openai.OpenAI]
) -> None:
    audited = Audited(cwd=corpus)
    ask(audited.watch(client("I do not know."), corpus=corpus))
    problem = audited.audit().problem or ""
    assert "every answer declines, so no claim was judged" in problem
