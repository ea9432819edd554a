"""What the templates of all report formats may say: filters and names, the same in each."""

from collections.abc import Callable

from reports import numbers
from reports.gate_text import bound_text, cases_judged, reach_text, value_text
from reports.metrics import METRICS
from reports.scorecard.words import reach_words, standing_words, value_words
from reports.words import (
    EXIT_MEANINGS,
    GATE_WORDS,
    OUTCOME_WORDS,
    SMALL,
    VERDICT_WORDS,
)

FILTERS: dict[str, Callable[..., object]] = {
    "percent": numbers.percent,
    "interval": numbers.interval_text,
    "points": numbers.points,
    "points_interval": numbers.points_interval,
    "p_value": numbers.p_value,
    "signed": numbers.signed,
    "seconds": numbers.seconds,
    "money": numbers.money,
    "value_words": value_words,
    "reach_words": reach_words,
    "standing_words": standing_words,
}
NAMES: dict[str, object] = {
    "bound_text": bound_text,
    "value_text": value_text,
    "reach_text": reach_text,
    "cases_judged": cases_judged,
    "metrics": METRICS,
    "outcome_words": OUTCOME_WORDS,
    "gate_words": GATE_WORDS,
    "verdict_words": VERDICT_WORDS,
    "exit_meanings": EXIT_MEANINGS,
    "small": SMALL,
}
