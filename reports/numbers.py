"""Numbers as the reports print them.

Intervals are rounded outwards, so that no printed limit looks better than the computed one.
"""

from math import ceil, floor, log10

from reports.statistics import Interval

MINUS = "\N{MINUS SIGN}"


def percent(share: float) -> str:
    """`0.934` as `93.4 %`."""
    return f"{share * 100:.1f} %"


def interval_text(interval: Interval) -> str:
    """`88.2 to 96.5 %`."""
    low = floor(round(interval.low * 1000, 6)) / 10
    high = ceil(round(interval.high * 1000, 6)) / 10
    return f"{low:.1f} to {high:.1f} %"


def points(difference: float) -> str:
    """A difference of two shares in percentage points: `+12.5`."""
    return signed(difference * 100, digits=1)


def points_interval(interval: Interval) -> str:
    """`+2.1 to +9.8 points`."""
    low = floor(round(interval.low * 1000, 6)) / 1000
    high = ceil(round(interval.high * 1000, 6)) / 1000
    return f"{points(low)} to {points(high)} points"


def signed(value: float, *, digits: int = 2) -> str:
    """With its sign, also where colour is not seen: `+0.51`."""
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return ("+" if value > 0 else MINUS) + text


def money(amount: float) -> str:
    """Three digits that count, and never fewer than whole units: `0.0117`, `4.20`, `1280`."""
    if amount <= 0:
        return "0"
    digits = max(0, 2 - floor(log10(amount)))
    return f"{amount:.{digits}f}"


def seconds(value: float) -> str:
    """`4.2 ms`, `0.31 s`, `12.0 s`."""
    if value < 0.1:
        return f"{value * 1000:.1f} ms"
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def p_value(value: float) -> str:
    """`p = 0.031`, `p < 0.001`."""
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"
