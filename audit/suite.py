"""What a domain test suite holds: the subjects, cases and gates of one audit.

Paths in a suite file are relative to it; a loaded `Suite` has them absolute.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from detectors.personal_kinds import MINIMUM_SCORE
from detectors.records import Case, Task
from reports.run import Gate, Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What an endpoint charges."""

    input_per_million: float
    """Per million prompt tokens, in the suite's currency."""
    output_per_million: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """How one task is put to an LLM."""

    template: Path
    """A Jinja2 text file; it sees `text`, `labels` and `examples`."""
    examples: Path | None = None
    """Few-shot examples, JSONL with `text` and `output`."""
    system: Path | None = None
    """System message; chat only."""
    max_tokens: int = 128
    stop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlmSpec:
    """A fine-tuned transformers sequence classifier."""

    kind: Literal["slm"]
    name: str
    model: str
    """A folder, a hub id, or `all-MiniLM-L6-v2`; the base to fine-tune where `train` is given."""
    train: Path | None = None
    """Training file: fine-tune `model` on it first (kept and used again)."""
    abstain_below: float = 0.0
    """Decline where the highest probability is below this."""
    batch_size: int = 32
    allow_pickle: bool = False
    """Load weights that can run code when opened."""
    allow_remote_code: bool = False
    """Run modelling code that the model folder brings along."""
    machine_price_per_hour: float | None = None
    """Of the machine that serves it, in the suite's currency; for the cost of 1,000 answers."""
    detectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmSpec:
    """A prompted model behind an OpenAI-compatible endpoint; `local` starts one on loopback."""

    kind: Literal["llm", "local"]
    name: str
    model: str
    """The endpoint's name of the model; for `local` a GGUF file, or `gemma-3-270m`."""
    prompts: Mapping[Task, Prompt]
    """The tasks that it is asked, and how."""
    base_url: str | None = None
    """The endpoint; wanted for `llm`, not allowed for `local`."""
    api_key_env: str = "OPENAI_API_KEY"
    """Environment variable that holds the key; not read for `local`."""
    api: Literal["chat", "completions"] = "chat"
    """`completions` for a base model, which follows text but no instructions."""
    temperature: float = 0.0
    seed: int = 0
    constrain: bool = True
    """Ask the endpoint to hold labels to a JSON schema; the strict parser reads either way."""
    logprobs: bool = False
    """Ask for the log-probability of each token."""
    timeout_s: float = 60.0
    """Of one try as a whole."""
    retries: int = 2
    """Further tries; `audit.retrying` says when, and how long each waits."""
    concurrency: int = 2
    """Calls in flight at once."""
    requests_per_minute: float | None = None
    """The endpoint's limit; tries, samples and epochs all count."""
    tokens_per_minute: float | None = None
    """The endpoint's limit, prompts and answers together."""
    price: Price | None = None
    machine_price_per_hour: float | None = None
    """Of the machine that serves it, in the suite's currency; for the cost of 1,000 answers."""
    epochs: int = 1
    """How often each case is asked, each time with the next seed."""
    detectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaySpec:
    """Answers from a recording; a case that it lacks is an error, never a call."""

    kind: Literal["replay"]
    name: str
    recording: Path
    epochs: int = 1
    """How many answers to each case are taken from it."""
    detectors: tuple[str, ...] = ()


SubjectSpec: TypeAlias = Annotated[SlmSpec | LlmSpec | ReplaySpec, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSpec:
    """The reference corpus that claims are checked against."""

    path: Path
    """A folder, or a text, Markdown or JSONL file."""
    embedder: str = "all-MiniLM-L6-v2"
    """A sentence-transformers folder or hub id, or `all-MiniLM-L6-v2`."""
    text_field: str = "text"
    """Field of a JSONL row that holds the text."""
    index: Path | None = None
    """What `assay index` built from this corpus; without it one is built and kept in the cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundingSpec:
    """What the grounding detector decides by."""

    error_budget: float | None = None
    """Share of unsupported claims that may pass as supported; without it the calibration's own
    threshold decides."""
    calibration: Path | None = None
    """What `assay calibrate` wrote; without it the one that ships."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertaintySpec:
    """What the uncertainty detector decides by."""

    low_confidence: float | None = None
    """Mean token probability below which an answer is uncertain; without it the detector's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelianceSpec:
    """What the reliance detector takes for granted."""

    legitimate: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each label the words, in any of their forms, that are right signs of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencySpec:
    """How the consistency detector asks again."""

    samples: int = 5
    """Further answers to each case: as many calls."""
    temperature: float = 1.0
    """That they are drawn at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSpec:
    """The model that the judge detector asks, behind an OpenAI-compatible chat endpoint."""

    base_url: str
    model: str
    """The endpoint's name of it."""
    api_key_env: str = "OPENAI_API_KEY"
    """Environment variable that holds the key."""
    constrain: bool = True
    """Ask the endpoint to hold replies to a JSON schema; the strict reading is the same."""
    max_tokens: int = 512
    timeout_s: float = 60.0
    retries: int = 2
    concurrency: int = 2
    """Calls in flight at once."""
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    price: Price | None = None
    labelled: Path | None = None
    """Labelled answers that its own error is measured on, as `assay calibrate` takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySpec:
    """Which personal data the privacy detector looks for."""

    spacy_model: str | None = None
    """An installed spaCy model or its folder, which finds names and places; without it none is
    looked for."""
    entities: tuple[str, ...] = ()
    """Kinds by Presidio's names; without them the usual ones."""
    minimum_score: float = MINIMUM_SCORE
    """Presidio's score from which on something is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FluencySpec:
    """What the fluency detector measures by."""

    model: str = "gemma-3-270m"
    """A folder of a transformers causal language model, a GGUF file, or `gemma-3-270m`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningCurveSpec:
    """What quality is measured with: ever more training examples, ever more in the prompt."""

    examples: tuple[int, ...]
    """Numbers of training examples, all labels together, that an slm is trained on; rising."""
    shots: tuple[int, ...] = ()
    """Numbers of labelled examples in the prompt of an llm; rising, 0 for none."""
    repeats: int = 3
    """Draws of the examples from the training file; each point is measured on all of them."""
    cases: str = "in-domain"
    """Tag of the cases that are asked; only those with a label are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteFile:
    """What a suite file holds, field by field."""

    schema: Literal[1]
    name: str
    title: str
    domain: str
    purpose: str
    """What the audited system is meant for."""
    cases: tuple[Path, ...]
    """JSONL files of cases."""
    subjects: tuple[SubjectSpec, ...]
    gates: tuple[Gate, ...] = ()
    labels: tuple[str, ...] = ()
    """The labels that a classification case may have."""
    corpus: CorpusSpec | None = None
    grounding: GroundingSpec | None = None
    uncertainty: UncertaintySpec = UncertaintySpec()
    consistency: ConsistencySpec = ConsistencySpec()
    reliance: RelianceSpec = RelianceSpec()
    judge: JudgeSpec | None = None
    privacy: PrivacySpec = PrivacySpec()
    fluency: FluencySpec = FluencySpec()
    learning_curve: LearningCurveSpec | None = None
    """Measured where it is given: it trains models, and asks the llms anew for every point."""
    currency: str | None = None
    weights: Weights = field(default_factory=Weights)
    """What counts how much when the advice weighs one model against another."""
    max_cost: float | None = None
    """Spent by LLM calls, in the suite's currency, from which on no further call is made."""
    baseline: Path | None = None
    """The record of an earlier run, or its folder, for gates with `no_worse_than: baseline`."""
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A suite file with its cases, checked, all paths absolute."""

    path: Path
    file: SuiteFile
    cases: tuple[Case, ...]
    sha256: str
    """Over the suite file, its case files in order, and the calibration that it names."""
    left_out: tuple[str, ...] = ()
    """Subjects of the file that this audit does not ask."""

    @property
    def recordings(self) -> Path:
        """Folder of the recorded answers, one `NAME.jsonl` a subject."""
        return self.path.parent / "recordings"
