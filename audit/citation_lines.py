"""Checks the citations of answers that already exist, and writes what was found of each."""

from collections.abc import Sequence

from audit.answer_lines import AnswerLine
from audit.verdict_lines import claim_line
from detectors.base import Answered, Findings, Resources
from detectors.calibration import Calibration
from detectors.citations import CitationDetector
from detectors.errors import DetectorError
from detectors.index import CorpusIndex
from detectors.records import Answer, Case, Finding, Task


class CitationChecker:
    """Follows the citations of answers into one corpus."""

    def __init__(self, index: CorpusIndex, calibration: Calibration | None) -> None:
        self._detector = CitationDetector(Resources(corpus=index, calibration=calibration))

    def check(self, batch: Sequence[AnswerLine]) -> list[list[dict[str, object]]]:
        """What is written of the citations of each answer, in the order in which they stand.

        Raises `DetectorError` where they could not be checked.
        """
        every = self._detector.detect([_answered(line) for line in batch])
        return [_lines(line, found) for line, found in zip(batch, every, strict=True)]


def _lines(line: AnswerLine, found: Findings) -> list[dict[str, object]]:
    if isinstance(found, DetectorError):
        raise found
    return [_citation(line.answer, finding) for finding in found]


def _answered(line: AnswerLine) -> Answered:
    case = Case(id=str(line.id), task=Task.ANSWER, text=line.question)
    return Answered(case, Answer(text=line.answer))


def _citation(answer: str, finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "text": answer[finding.start : finding.end] if finding.start is not None else None,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "claim": claim_line(finding.judgement) if finding.judgement else None,
    }
