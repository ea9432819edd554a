"""The words of an audit, one record each: what is asked, what came back, what was found.

Records are frozen and hold tuples, so they can be shared between threads and compared in tests.
Absent is `None`, failed is `CaseResult.error` in `reports.run`, unknown is a `Verdict`; never NaN.
All spans are half-open character offsets, `text[start:end]`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    """What a case asks for."""

    CLASSIFY = "classify"
    """Choose one label of the suite."""
    ANSWER = "answer"
    """Answer a question in free text."""


class Expect(StrEnum):
    """What a right response to a case does."""

    ANSWER = "answer"
    """Gives the label, or answers the question."""
    DECLINE = "decline"
    """Gives no label, or says that it does not know: out of domain, or not in the corpus."""
    CORRECT = "correct"
    """Contradicts the false premise of the question, or declines."""


class Relation(StrEnum):
    """What must become of a decision when a case is varied (CheckList, Ribeiro et al. 2020)."""

    SAME = "same"
    """Invariance: the label stays."""
    LOWER = "lower"
    """Directional: the label of the case that is varied does not become more probable."""
    HIGHER = "higher"
    """Directional: it does not become less probable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question of a suite, with what is expected."""

    id: str
    """Unique in the suite; names the case in every record and report."""
    task: Task
    text: str
    """What the subject is asked."""
    expect: Expect = Expect.ANSWER
    label: str | None = None
    """The right label; `None` unless a label is expected."""
    reference: str | None = None
    """A right answer, for the reader of the report and the `reference` detector."""
    documents: tuple[str, ...] = ()
    """Ids of the corpus documents that hold the answer, in the order in which numbers cite them."""
    group: str | None = None
    """Id of the case that this one varies; cases of a group are not independent."""
    relation: Relation | None = None
    """What must become of the decision on the case that this one varies, where it is tested."""
    tags: tuple[str, ...] = ()
    """The slices that the case belongs to."""
    injected: str | None = None
    """What an instruction planted in the text wants: a label or `decline`, or words of the answer;
    only on cases tagged `injection`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a subject returned for one case."""

    text: str
    """The returned text, unchanged; for a classifier the label's name, or "" where it declined."""
    label: str | None = None
    """The chosen label; `None` for free text, a declined case and an unusable choice."""
    declined: bool = False
    """The subject chose to give no label."""
    probabilities: Mapping[str, float] | None = None
    """Probability of every label, summing to 1, where the subject gives them."""
    latency_s: float | None = None
    """Seconds from request to answer, shared equally within a batch; `None` where not measured."""
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None
    """In the suite's currency; `None` where no price is stated."""
    token_logprobs: tuple[float, ...] | None = None
    """Natural-log probability of each completion token, where the endpoint offers them."""
    choice_probability: float | None = None
    """Of the tokens that spell the chosen label, or that none fits, given the text before them, 0
    to 1; where the endpoint offers log-probabilities."""
    model: str | None = None
    """The model's name as the endpoint returned it."""
    finish_reason: str | None = None
    """`stop`, `length`, ... as the endpoint returned it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of text with its half-open character offsets."""

    text: str
    start: int
    end: int


class Unchecked(StrEnum):
    """Why a claim is not checked."""

    REFUSAL = "refusal"
    QUESTION = "question"
    OPINION = "opinion"
    """The speaker's own view, or hedged advice."""
    HEADING = "heading"
    """A heading, the head of a table, or a line that leads in a list."""
    PHRASE = "phrase"
    """A greeting, a disclaimer, anything that any answer could say."""
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One checkable statement of an answer."""

    text: str
    start: int
    end: int
    """`answer.text[start:end] == text`."""
    context: str = ""
    """What must be read before the text to understand it: a lead-in, the subject of the clause
    before, the question, an earlier claim. The hypothesis judged is `f"{context} {text}"`."""
    checkworthy: bool = True
    """False for refusals, questions and empty phrases, which state nothing to check."""
    unchecked: Unchecked | None = None
    """Why it is not checkworthy, where it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage of the reference corpus bearing on a claim."""

    document: str
    """Id of the document: its path below the corpus folder, or its JSONL id."""
    start: int
    end: int
    """`document_text[start:end] == text`."""
    text: str
    score: float
    """Cosine similarity to the claim, -1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entailment:
    """How a premise (evidence) bears on a hypothesis (claim): three scores that sum to 1."""

    supported: float
    refuted: float
    not_enough_info: float


class Verdict(StrEnum):
    """What the evidence says of a claim (the labels of FEVER, Thorne et al. 2018)."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_INFO = "not_enough_info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on one claim, and why."""

    claim: Claim
    verdict: Verdict | None
    """`None` where the claim is not checkworthy: not asked, so not judged."""
    entailment: Entailment | None
    probability: Entailment | None = None
    """The calibrated probabilities of the three verdicts."""
    rule: str
    """Which rule decided: `values.number`, `similarity`, `no_evidence`, `not_checkworthy`, ..."""
    reason: str
    """One sentence for the reader of the report."""
    evidence: tuple[Evidence, ...] = ()
    """Best first; the first is the one that decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordScore:
    """One word of an input and its signed share of the decision."""

    text: str
    start: int
    end: int
    score: float
    """In logits of the target class: positive speaks for it, negative against it."""
    other: float | None = None
    """The score against the attribution's other baseline, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementScores:
    """How much of the decision hangs on some words, by one way to take words out.

    Differences in the probability of the explained class, -1 to 1, each the mean over rationales
    of several sizes (ERASER, DeYoung et al. 2020).
    """

    replacement: str
    """`mask`, `delete` or `neighbour`."""
    comprehensiveness: float
    """Lost without the rationale; more is better."""
    sufficiency: float
    """Lost with nothing but the rationale; less is better."""
    random_comprehensiveness: float
    """The mean of some random rationales of the same sizes in the same text."""
    random_sufficiency: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Faithfulness:
    """Whether the words that an attribution names carry the decision more than any others."""

    replacements: tuple[ReplacementScores, ...]
    sizes: tuple[int, ...]
    """Words in the rationales."""
    draws: int
    """Random orders of the words that it was compared with: the test stops at the first that takes
    as much from the decision."""
    lift: float
    """Comprehensiveness less that of random rationales, the mean over the replacements, -1 to 1."""
    p_value: float
    """1 / k where the k-th random order was the first whose deleted words took as much from the
    decision, else 1 / (draws + 1) (a sequential permutation test, Besag & Clifford 1991);
    0 < p <= 1."""
    reliable: bool
    """Better than random at 95 %, with every replacement on the right side."""
    reason: str | None = None
    """Why no order of these words could be told from chance; `None` where one could, so that an
    explanation that is not reliable lost against random words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Why a classifier chose a class: a signed score for every word of its input."""

    target: str
    """The label whose logit is explained."""
    words: tuple[WordScore, ...]
    method: str
    baseline: str
    """What a word is compared with when it is absent: `pad`, ..."""
    residual: float
    """Logits that fell to special tokens, so to no word."""
    convergence_delta: float
    """Sum of all scores less the logit difference between input and baseline; 0 is exact."""
    relative_delta: float
    """|convergence_delta| as a share of the logit difference."""
    truncated: bool = False
    """The model saw only the beginning of the text."""
    certified: bool = True
    """The method's scores add up, or are measured by taking words out; no mere heuristic."""
    other_baseline: str | None = None
    """A second baseline: `WordScore.other` has the scores against it."""
    faithfulness: Faithfulness | None = None
    """`None` where it was not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A word of a text that is taken out, or has another in its place."""

    word: Span
    """In the text before any change."""
    replacement: str
    """What stands there instead; "" where the word is taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """A few changed words that give a text another label (Wachter et al. 2017)."""

    text: str
    """The whole changed text; the classifier was asked it as it stands here."""
    changes: tuple[Change, ...]
    """In the order of the text; at least one."""
    from_label: str
    """The label of the text before any change."""
    from_probability: float
    label: str
    """The label of the changed text."""
    probability: float
    """Of `label`, for the changed text."""
    minimal: bool
    """No fewer of the changes that were to choose from flip the decision. Proven for one change,
    and for two where each single one was tried; where it is false each change is still needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """A training example that speaks for a decision, or against it."""

    row: int
    """Row of the training file, from 1."""
    text: str
    label: str
    """The label that the training file gives it."""
    score: float
    """Cosine similarity, -1 to 1: of loss gradients or of representations, by the method."""
    supports: bool
    """It speaks for the label that was given."""
    method: str
    """`gradient`: TracIn on word embeddings. `neighbour`: likeness alone, which shows no cause."""


class Severity(StrEnum):
    """How much a finding matters (the levels of SARIF 2.1.0, section 3.27.10)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a detector reports about one answer."""

    rule: str
    """Stable id, `detector.rule`: `grounding.refuted`."""
    severity: Severity
    message: str
    start: int | None = None
    end: int | None = None
    """Span in the answer's text, where the finding has one."""
    judgement: Judgement | None = None
    """What was found of one claim; present on every finding of grounding, or of citations, that
    compares a claim with evidence."""
    attribution: Attribution | None = None
    counterfactual: Counterfactual | None = None
    """The changed text that the finding tells of."""
    influences: tuple[Influence, ...] = ()
    """Training examples, those that speak for the decision first, strongest first."""
    measures: Mapping[str, float] | None = None
    """The numbers that it rests on, by name: `perplexity`, `samples`, ...; never NaN."""
    cases: tuple[str, ...] = ()
    """Ids of the cases that show it, where it is of a whole suite and not of one answer."""
