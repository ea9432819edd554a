"""A gate's bound, value and interval as they stand in a table."""

from reports.gates import BASELINE, GateResult
from reports.metrics import find_metric
from reports.numbers import MINUS, interval_text, percent, points, points_interval
from reports.run import Gate


def bound_text(gate: Gate, *, least: str = "at least", most: str = "at most") -> str:
    """`at least 80.0 %`, or with `no_worse_than` `at least large − 5 points`."""  # noqa: RUF002
    if gate.no_worse_than is None:
        sign, bound = (least, gate.at_least) if gate.at_least is not None else (most, gate.at_most)
        return f"{sign} {percent(bound or 0.0)}"
    sign, turn = (least, MINUS) if find_metric(gate.metric).more_is_better else (most, "+")
    name = "the baseline" if gate.no_worse_than == BASELINE else gate.no_worse_than
    return f"{sign} {name} {turn} {gate.margin * 100:g} points"


def value_text(result: GateResult) -> str:
    """`93.4 %`, or the difference: `−1.3 points`; `none` without a judged case."""  # noqa: RUF002
    if result.gate.no_worse_than is not None:
        return f"{points(result.against.difference)} points" if result.against else "none"
    return percent(result.rate.value) if result.rate else "none"


def reach_text(result: GateResult) -> str:
    """The interval of the value; `none` without a judged case."""
    if result.gate.no_worse_than is not None:
        return points_interval(result.against.interval) if result.against else "none"
    return interval_text(result.rate.interval) if result.rate else "none"


def cases_judged(result: GateResult) -> int:
    """How many cases the value rests on."""
    if result.gate.no_worse_than is not None:
        return result.against.n if result.against else 0
    return result.rate.n if result.rate else 0
