"""What a detector is.

A detector judges answers and never keeps what it judged. It is built once for a subject from the
`Resources` of the run, then judges all answers of that subject in one call, so that it can batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from detectors.asking import Asker
from detectors.calibration import Calibration
from detectors.errors import DetectorError
from detectors.personal_kinds import PrivacyOptions
from detectors.records import Answer, Case, Finding, Task
from detectors.sampling import Sampler

if TYPE_CHECKING:  # both load torch
    from detectors.classifier import Classifier
    from detectors.index import CorpusIndex

Findings: TypeAlias = tuple[Finding, ...] | DetectorError
"""What a detector makes of one answer; the error where it could not judge that one."""


class Answered(NamedTuple):
    """A case with the answer that a subject gave."""

    case: Case
    answer: Answer


class ScorerFiles(NamedTuple):
    """A causal language model on this disk."""

    name: str
    """What a report calls it."""
    path: Path
    """A transformers folder, or a GGUF file."""
    sha256: str
    """Of its weights."""


class LabelledText(NamedTuple):
    """A training example."""

    text: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What a run offers to the detectors of one subject; `None` where it has none."""

    corpus: "CorpusIndex | None" = None
    classifier: "Classifier | None" = None
    """The classifier behind the subject."""
    calibration: Calibration | None = None
    """What grounding turns evidence to probabilities by, where the suite names one."""
    error_budget: float | None = None
    """Share of unsupported claims that grounding may pass, where the suite states one."""
    low_confidence: float | None = None
    """Mean token probability below which an answer is uncertain, where the suite states one."""
    sampler: Sampler | None = None
    """Asks the subject again, where it can be."""
    samples: int | None = None
    """Further answers that a case is compared with, where the suite states a number."""
    asker: Asker | None = None
    """Asks the model that judges, where the suite names one."""
    judge_error: str | None = None
    """How often that model errs, in a sentence, where it was measured."""
    texts: Sequence[str] = ()
    """Texts that the suite asks to be classified: what others can be compared with."""
    legitimate: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For each label the words that the suite lists as right signs of it."""
    training: Sequence[LabelledText] | None = None
    """What the classifier was trained on, in the order of the file, where it is at hand."""
    privacy: PrivacyOptions | None = None
    """Which personal data is looked for, where the suite says so."""
    loopback: bool | None = None
    """Whether the subject is asked on this machine, so that no text leaves it; `None` where that
    is not known."""
    models: frozenset[str] = frozenset()
    """Names and digests of the models behind the subject."""
    scorer: ScorerFiles | None = None
    """The language model that fluency is measured by."""


class Detector(Protocol):
    """Judges answers to one kind of task, or to any."""

    name: str

    @property
    def task(self) -> Task | None:
        """The runner passes only cases of this task; of every one where it is `None`."""

    def __init__(self, resources: Resources) -> None:
        """Raise `DetectorError` where the resources lack what the detector needs."""

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """What was found for each answer, in the order given; as many as were given."""


class SuiteDetector(Protocol):
    """Looks at all answers of a subject together: what shows over a suite and in no one answer."""

    name: str
    task: Task

    def __init__(self, resources: Resources) -> None:
        """Raise `DetectorError` where the resources lack what the detector needs."""

    def examine(self, answered: Sequence[Answered]) -> Sequence[Finding]:
        """What was found, each with the cases that show it; never nothing: a finding says so.

        Raises `DetectorError` where it could not look.
        """
