"""Judges every claim of answers by the evidence that bears on it.

- Evidence comes from a `Source`: a corpus, or what was given with the answer. Where the question or
  the claim names documents of the source by their titles, only those bear on it: another medicine's
  dose supports nothing.
- All answers of a call share one search per source, one embedding of their claims and one scoring.
- An answer, or evidence, that is plainly not English is not judged: rule `language`.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from detectors.calibration import Calibration
from detectors.claims import claims
from detectors.corpus import Passage
from detectors.entailment import EntailmentModel, Pair, PairScore
from detectors.language import other_language
from detectors.packing import Beside, Pack, joint_pack, packs
from detectors.records import Claim, Evidence, Judgement
from detectors.rewording import in_the_amounts_of
from detectors.similarity import Similarity
from detectors.verdicts import judge, not_asked
from detectors.weighing import Weighed, Weight, weigh

CANDIDATES = 50
"""Passages found for each claim, before those that do not bear on it are left out."""


class Source(Protocol):
    """Where evidence is searched."""

    @property
    def gate(self) -> float:
        """A passage less like question and claim than this does not bear on the claim."""

    @property
    def read(self) -> int:
        """How many passages are read beside a claim."""

    def search(self, texts: Sequence[str], *, k: int) -> list[list[Evidence]]:
        """For each text the `k` passages that rank best, best first."""

    def passage(self, evidence: Evidence) -> Passage:
        """The passage that the evidence was made from."""

    def named_in(self, text: str) -> frozenset[str]:
        """Ids of the documents that the text names."""


class Asked(NamedTuple):
    """One answer to judge."""

    answer: str
    source: Source
    question: str = ""


class _Check(NamedTuple):
    """A claim that is checked."""

    claim: Claim
    source: Source
    query: str
    """What is searched for: the claim after its question."""
    hypothesis: str
    """The claim after what it needs to be understood."""


class _Weighing(NamedTuple):
    """What is scored of one claim."""

    beside: list[Beside]
    packs: list[Pack]
    """One for each passage, then the joint one where there is one."""


class Grounder:
    """Judges claims with one entailment model and one embedder."""

    def __init__(
        self, entailment: EntailmentModel, similarity: Similarity, calibration: Calibration
    ) -> None:
        self._entailment = entailment
        self._similarity = similarity
        self._calibration = calibration

    def judge(self, asked: Sequence[Asked]) -> list[tuple[Judgement, ...]]:
        """The judgements of every claim of each answer, in order."""
        every = [_claims(one) for one in asked]
        foreign = [other_language(one.answer) for one in asked]
        checks = [
            _check(claim, one)
            for one, found, language in zip(asked, every, foreign, strict=True)
            for claim in found
            if claim.checkworthy and not language
        ]
        judged = self._judged(checks)
        return [
            tuple(_unasked(c, language) or next(judged) for c in found)
            for found, language in zip(every, foreign, strict=True)
        ]

    def judge_claims(self, asked: Sequence[tuple[Claim, Asked]]) -> list[Judgement]:
        """The judgement of each claim by the source that it is paired with.

        All must be checkworthy; the question goes with the claim, the answer is not read.
        """
        return list(self._judged([_check(claim, one) for claim, one in asked]))

    def weigh(self, asked: Sequence[Asked]) -> list[list[Weight]]:
        """What is known of every checked claim of each answer; what calibration is fitted to.

        A claim without evidence has no weight and is left out.
        """
        every = [[_check(c, one) for c in _claims(one) if c.checkworthy] for one in asked]
        beside = iter(self._beside([check for checks in every for check in checks]))
        return [
            [
                weigh(check.claim.text, check.hypothesis, weighed)
                for check, (_, weighed) in zip(checks, islice(beside, len(checks)), strict=True)
                if weighed
            ]
            for checks in every
        ]

    def _judged(self, checks: Sequence[_Check]) -> Iterator[Judgement]:
        for check, (passages, weighed) in zip(checks, self._beside(checks), strict=True):
            if passages and not weighed:
                yield _in_other_language(check.claim, other_language(passages[0].text))
            else:
                yield judge(check.claim, check.hypothesis, weighed, self._calibration)

    def _beside(self, checks: Sequence[_Check]) -> list[tuple[list[Evidence], list[Weighed]]]:
        """The passages that bear on each claim, and what was read of them, scored."""
        found = self._found(checks)
        weighings = [
            _weighing(check, _readable(passages))
            for check, passages in zip(checks, found, strict=True)
        ]
        pairs = [
            Pair(pack.text, in_the_amounts_of(check.hypothesis, pack.text))
            for check, weighing in zip(checks, weighings, strict=True)
            for pack in weighing.packs
        ]
        scores = iter(self._entailment.score(pairs) if pairs else ())
        return [
            (passages, _weighed(weighing, [next(scores) for _ in weighing.packs]))
            for passages, weighing in zip(found, weighings, strict=True)
        ]

    def _found(self, checks: Sequence[_Check]) -> list[list[Evidence]]:
        """The passages that bear on each claim, from one search per source."""
        self._similarity.vectors([check.query for check in checks])
        sources = {id(check.source): check.source for check in checks}
        found: dict[tuple[int, str], list[Evidence]] = {}
        for key, source in sources.items():
            queries = list(dict.fromkeys(c.query for c in checks if c.source is source))
            results = source.search(queries, k=CANDIDATES)
            found |= {(key, q): each for q, each in zip(queries, results, strict=True)}
        return [_bearing(check, found[id(check.source), check.query]) for check in checks]


def _weighing(check: _Check, found: Sequence[Evidence]) -> _Weighing:
    beside = [Beside(evidence, check.source.passage(evidence)) for evidence in found]
    joint = joint_pack(check.hypothesis, beside)
    return _Weighing(beside, [*packs(check.hypothesis, beside), *([joint] if joint else [])])


def _weighed(weighing: _Weighing, scores: Sequence[PairScore]) -> list[Weighed]:
    """Each passage; and all together where they support the claim better than any alone."""
    every = [Weighed(pack, score) for pack, score in zip(weighing.packs, scores, strict=True)]
    alone, joint = every[: len(weighing.beside)], every[len(weighing.beside) :]
    best = max((each.score.entailment.supported for each in alone), default=0.0)
    return [*alone, *(each for each in joint if each.score.entailment.supported > best)]


def _claims(asked: Asked) -> tuple[Claim, ...]:
    return claims(asked.answer, asked.question)


def _check(claim: Claim, asked: Asked) -> _Check:
    hypothesis = f"{claim.context} {claim.text}".strip()
    carried = asked.question in claim.context
    query = hypothesis if carried else f"{asked.question} {hypothesis}"
    return _Check(claim, asked.source, query, hypothesis)


def _bearing(check: _Check, found: Sequence[Evidence]) -> list[Evidence]:
    """The first that are like enough, of the named documents where any is named."""
    like = [evidence for evidence in found if evidence.score >= check.source.gate]
    named = check.source.named_in(check.query)
    kept = [evidence for evidence in like if not named or evidence.document in named]
    return kept[: check.source.read]


def _readable(found: Sequence[Evidence]) -> list[Evidence]:
    return [evidence for evidence in found if not other_language(evidence.text)]


def _unasked(claim: Claim, language: str | None) -> Judgement | None:
    if not claim.checkworthy:
        return not_asked(claim)
    return _in_other_language(claim, language) if language else None


def _in_other_language(claim: Claim, language: str | None) -> Judgement:
    return Judgement(
        claim=claim,
        verdict=None,
        entailment=None,
        rule="language",
        reason=f"Answer or evidence is in another language ({language}); only English is judged.",
    )
