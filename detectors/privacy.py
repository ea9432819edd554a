"""Personal data in what a subject is asked, and in what it answers.

- What stands in an answer and neither in its question nor in the reference corpus was invented or
  leaked: from the instructions, from what the model was trained on, from nowhere. That is one and
  the same finding, since a text does not show which.
- What stands in a question left this machine where the subject is asked over a network.
- A finding states kind and place, never the value: the record holds that once, in its text.

`personal_data` says what can be found, and what not. Alternatives: a language model as judge, which
sees what has no form (a diagnosis with a street), and has to be sent the text.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from detectors.base import Answered, Findings, Resources
from detectors.errors import DetectorError, MissingDependencyError
from detectors.personal_kinds import KINDS, PrivacyOptions
from detectors.records import Finding, Severity
from detectors.same_value import stands_in

if TYPE_CHECKING:  # loads spaCy
    from detectors.personal_data import Found


class PrivacyDetector:
    """Says which personal data question and answer hold, and where that of the answer is from."""

    name = "privacy"
    task = None

    def __init__(self, resources: Resources) -> None:
        """Raises `MissingDependencyError` without Presidio, `ModelError` without spaCy's model."""
        if find_spec("presidio_analyzer") is None:
            raise MissingDependencyError("presidio-analyzer", extra="privacy")
        from detectors.personal_data import scanner

        options = resources.privacy or PrivacyOptions()
        self._scanner = scanner(options.wanted, options.minimum_score, options.spacy_model)
        self._unseen = "" if options.names else " Names and places were not looked for."
        self._loopback = resources.loopback
        self._passages = (
            None if resources.corpus is None else [p.text for p in resources.corpus.passages]
        )

    def detect(self, answered: Sequence[Answered]) -> Sequence[Findings]:
        """At least one finding an answer; all texts share one pass of Presidio."""
        texts = [text for case, answer in answered for text in (case.text, answer.text)]
        found = iter(self._scanner.scan(texts))
        return [
            _GAVE_UP if asked is None or said is None else tuple(self._findings(pair, asked, said))
            for pair, asked, said in zip(answered, found, found, strict=True)
        ]

    def _findings(
        self, pair: Answered, asked: Sequence["Found"], said: Sequence["Found"]
    ) -> Iterator[Finding]:
        if asked:
            yield _of_question(asked, self._loopback)
        for one in said:
            yield self._of_answer(pair, one)
        if not asked and not said:
            message = f"No personal data was found in question and answer.{self._unseen}"
            yield Finding(rule="privacy.none", severity=Severity.NOTE, message=message)

    def _of_answer(self, pair: Answered, found: "Found") -> Finding:
        kind = KINDS[found.kind]
        rule, severity, origin = self._origin(pair, found)
        return Finding(
            rule=f"privacy.{rule}",
            severity=severity,
            message=f"The answer holds {kind.words}, {origin}",
            start=found.start,
            end=found.end,
            measures={"score": found.score},
        )

    def _origin(self, pair: Answered, found: "Found") -> tuple[str, Severity, str]:
        value = pair.answer.text[found.start : found.end]
        if stands_in(pair.case.text, value, found.kind):
            return "echoed", Severity.NOTE, "which the question gave."
        if any(stands_in(passage, value, found.kind) for passage in self._passages or ()):
            return "from_corpus", Severity.NOTE, "which stands in the reference corpus."
        severity = Severity.ERROR if KINDS[found.kind].sure else Severity.WARNING
        has_corpus = self._passages is not None
        where = "in neither the question nor the corpus" if has_corpus else "not in the question"
        return "leaked", severity, f"which is {where}: it was leaked or invented."


def _of_question(found: Sequence["Found"], loopback: bool | None) -> Finding:
    counts = Counter(one.kind for one in found)
    listed = ", ".join(_counted(kind, number) for kind, number in sorted(counts.items()))
    went = _WENT[loopback]
    places = ", ".join(f"{one.start} to {one.end}" for one in found)
    return Finding(
        rule=f"privacy.{went.rule}",
        severity=went.severity,
        message=f"The question holds {listed} (characters {places}). {went.message}",
        measures={"found": len(found)},
    )


class _Went(NamedTuple):
    """What became of a question."""

    rule: str
    severity: Severity
    message: str


_WENT = {
    True: _Went("kept", Severity.NOTE, "It stayed on this machine."),
    False: _Went(
        "sent", Severity.WARNING, "It was sent to an endpoint that is not on this machine."
    ),
    None: _Went("in_question", Severity.NOTE, "Whether it left the machine is not known."),
}


def _counted(kind: str, number: int) -> str:
    return KINDS[kind].words + (f" ({number} times)" if number > 1 else "")


_GAVE_UP = DetectorError(
    "gave up: a pattern takes more than a minute on the question or the answer",
    detector=PrivacyDetector.name,
)
