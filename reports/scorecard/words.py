"""Cells and standings of a scorecard as the reports print them."""

from collections.abc import Callable, Mapping

from reports.numbers import interval_text, money, percent, seconds
from reports.scorecard.records import Cell, Row, Scorecard, Standing, Unit
from reports.statistics import Interval

_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"))


def value_words(cell: Cell) -> str:
    """`84.3 %`, `90.9 MB`, `22.7 M`; what was found in words; "" for an empty cell."""
    if cell.value is None:
        return cell.text or ""
    said = _UNITS[cell.unit](cell.value)
    return f"{said} ({cell.text})" if cell.text else said


def reach_words(cell: Cell) -> str:
    """`76.2 to 90.0 %, n 172`; what of it is known."""
    parts = []
    if cell.interval is not None:
        parts.append(_reach(cell.unit, cell.interval))
    if cell.n is not None:
        parts.append(f"n {cell.n}")
    return ", ".join(parts)


def standing_words(row: Row, card: Scorecard) -> tuple[str, str, str]:
    """A symbol, words, and the kind of chip."""
    match row.standing:
        case Standing.FIRST:
            return ("◀", f"{card.first} ahead", "pass")
        case Standing.SECOND:
            return ("▶", f"{card.second} ahead", "pass")
        case Standing.NOT_SHOWN:
            return ("=", "no difference shown", "neutral")
        case Standing.UNDERPOWERED:
            return ("?", "underpowered", "open")
        case Standing.NOT_COMPARABLE:
            return ("–", "not compared", "neutral")  # noqa: RUF001


def _reach(unit: Unit, interval: Interval) -> str:
    if unit is Unit.SHARE:
        return interval_text(interval)
    low, high = (_UNITS[unit](limit) for limit in (interval.low, interval.high))
    return f"{low} to {high}"


def _scaled(value: float) -> str:
    for size, prefix in _PREFIXES:
        if value >= size:
            return f"{value / size:.3g} {prefix}"
    return f"{value:.3g} "


_UNITS: Mapping[Unit, Callable[[float], str]] = {
    Unit.SHARE: percent,
    Unit.SECONDS: seconds,
    Unit.BYTES: lambda value: f"{_scaled(value)}B",
    Unit.COUNT: lambda value: _scaled(value).strip(),
    Unit.PER_SECOND: lambda value: f"{value:.3g} a second",
    Unit.MONEY: money,
    Unit.NUMBER: lambda value: f"{value:.3f}",
}
