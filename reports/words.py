"""Outcomes and verdicts as the reports show them: a symbol and words, never colour alone."""

from detectors.records import Verdict
from reports.gates import GateOutcome
from reports.summary import RunOutcome

VERDICT_WORDS = {
    Verdict.SUPPORTED: ("✓", "supported"),
    Verdict.REFUTED: ("✗", "refuted"),
    Verdict.NOT_ENOUGH_INFO: ("?", "not enough info"),
}
CITATION_WORDS = {
    "citations.supported": ("✓", "supported", "supported"),
    "citations.refuted": ("✗", "refuted", "refuted"),
    "citations.missing": ("✗", "no such source", "refuted"),
    "citations.unsupported": ("?", "not said there", "not_enough_info"),
    "citations.misplaced": ("?", "said elsewhere", "not_enough_info"),
    "citations.unresolved": ("?", "leads nowhere", "not_enough_info"),
    "citations.not_checked": ("–", "not compared", "neutral"),  # noqa: RUF001
    "citations.uncited": ("–", "no citation", "neutral"),  # noqa: RUF001
    "citations.none": ("–", "no citation", "neutral"),  # noqa: RUF001
}
"""Symbol, words and the colour of the verdict that it is like."""
OUTCOME_WORDS = {
    RunOutcome.PASSED: ("✓", "Passed"),
    RunOutcome.FAILED: ("✗", "Failed"),
    RunOutcome.UNDECIDED: ("?", "Not decided"),
}
GATE_WORDS = {
    GateOutcome.PASS: ("✓", "pass"),
    GateOutcome.FAIL: ("✗", "fail"),
    GateOutcome.ERROR: ("!", "error"),
    GateOutcome.NOT_RUN: ("–", "not run"),  # noqa: RUF001
    GateOutcome.UNDERPOWERED: ("?", "underpowered"),
}
EXIT_MEANINGS = {
    0: "every gate passed",
    1: "a gate failed, or a finding is at error level",
    3: "something could not be judged",
}
SMALL = 30
"""Values over fewer cases are marked."""
