"""Draws learning curves as SVG: the share right against examples, with intervals and the crossing.

The drawing stands alone, with its colours in it, and says all that it shows in words as well: lines
differ in dashes and marks, not in colour only. The same curves give the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import log2
from typing import NamedTuple

from reports.numbers import percent
from reports.run import Measurement

WIDTH, HEIGHT = 640, 340
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 20, 76
COLOURS = ("#0b5394", "#a64d00", "#38761d", "#6a329f")
DASHES = ("none", "7 4", "2 3", "10 3 2 3")
INK, PALE = "#333333", "#dddddd"


class Curves(NamedTuple):
    """Learning curves of one suite."""

    lines: Mapping[str, Sequence[Measurement]]
    """The points of each subject by its name: `value` a share, `at` a number of examples."""
    small: str
    """The subject that the crossing is of."""
    crossing: Measurement | None = None
    """Where it matches a prompted model; `at` is the number of examples that this one is shown."""


def learning_curve_svg(curves: Curves) -> str:
    """The drawing, to stand in a page or in a file of its own."""
    words = escape(learning_curve_text(curves))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{words}" font-family="sans-serif" font-size="13" fill="{INK}">'
    )
    parts = [
        head,
        "<title>Learning curves</title>",
        f"<desc>{words}</desc>",
        *_axes(curves),
        *_crossing(curves),
    ]
    for at, (name, points) in enumerate(curves.lines.items()):
        parts += _line(at, name, points, _reach(curves))
    return "\n".join([*parts, "</svg>"]) + "\n"


def learning_curve_text(curves: Curves) -> str:
    """The same in sentences."""
    told = [
        f"{name}: " + "; ".join(map(_point, known)) + "."
        for name, points in curves.lines.items()
        if (known := _known(points))
    ]
    return " ".join([*told, crossing_text(curves)]).strip()


def crossing_text(curves: Curves) -> str:
    """What the crossing says, as a sentence; "" where none was looked for."""
    found = curves.crossing
    if found is None:
        return ""
    if found.value is None:
        return found.reason or "Where they cross was not measured."
    shown = f" with {found.at:g} examples in its prompt" if found.at is not None else ""
    low = f"{found.low:g}" if found.low is not None else "fewer than measured"
    high = f"{found.high:g}" if found.high is not None else "more than measured"
    return (
        f"About {found.value:.0f} labelled examples make {curves.small} match the prompted model"
        f"{shown} (95 % interval {low} to {high})."
    )


def _point(one: Measurement) -> str:
    share = f"{one.at or 0:g} examples, {percent(one.value or 0)} right"
    if one.low is None or one.high is None:
        return share
    return f"{share} ({percent(one.low)} to {percent(one.high)}, n {one.n})"


def _known(points: Sequence[Measurement]) -> list[Measurement]:
    return [one for one in points if one.value is not None and one.at is not None]


def _reach(curves: Curves) -> float:
    """The most examples on any line."""
    ats = [one.at for points in curves.lines.values() for one in _known(points)]
    return max((at for at in ats if at is not None), default=1.0) or 1.0


def _x(examples: float, most: float) -> float:
    """Logarithmic, with a place for no example at all."""
    return LEFT + (WIDTH - LEFT - RIGHT) * log2(examples + 1) / log2(most + 1)


def _y(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)


def _axes(curves: Curves) -> Iterator[str]:
    most = _reach(curves)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _y(share)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{PALE}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{share:.0%}</text>'
    for at in _ticks(curves, most):
        x = _x(at, most)
        yield f'<path d="M{x:.1f} {_y(0):.1f}v5" stroke="{INK}"/>'
        yield f'<text x="{x:.1f}" y="{_y(0) + 20:.1f}" text-anchor="middle">{at:g}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield (
        f'<text x="{middle:.1f}" y="{HEIGHT - 34}" text-anchor="middle">'
        "labelled examples (trained on, or in the prompt)</text>"
    )


def _ticks(curves: Curves, most: float) -> list[float]:
    """The numbers that were measured, but none so near another that they would overlap."""
    ats = {one.at for points in curves.lines.values() for one in _known(points)}
    kept: list[float] = []
    for at in sorted(at for at in ats if at is not None):
        if not kept or _x(at, most) - _x(kept[-1], most) >= 26:
            kept.append(at)
    return kept


def _crossing(curves: Curves) -> Iterator[str]:
    found = curves.crossing
    if found is None or found.value is None:
        return
    most = _reach(curves)
    x = _x(found.value, most)
    if found.low is not None and found.high is not None:
        low, high = _x(found.low, most), _x(found.high, most)
        yield (
            f'<rect x="{low:.1f}" y="{TOP}" width="{high - low:.1f}" '
            f'height="{HEIGHT - TOP - BOTTOM}" fill="{PALE}" fill-opacity="0.5"/>'
        )
    yield f'<path d="M{x:.1f} {TOP}V{_y(0):.1f}" stroke="{INK}" stroke-dasharray="3 3"/>'
    yield f'<text x="{x + 5:.1f}" y="{TOP + 12}">{found.value:.0f}</text>'


def _line(at: int, name: str, points: Sequence[Measurement], most: float) -> Iterator[str]:
    colour, dash = COLOURS[at % len(COLOURS)], DASHES[at % len(DASHES)]
    places = [(_x(one.at or 0, most), _y(one.value or 0), one) for one in _known(points)]
    for x, _, one in places:
        if one.low is not None and one.high is not None:
            yield f'<path d="M{x:.1f} {_y(one.low):.1f}V{_y(one.high):.1f}" stroke="{colour}"/>'
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    style = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
    yield f'<polyline points="{path}" {style}/>'
    for x, y, _ in places:
        yield _mark(at, x, y, colour)
    key = LEFT + 170 * at
    yield f'<path d="M{key} {HEIGHT - 12}h26" {style}/>'
    yield _mark(at, key + 13, HEIGHT - 12, colour)
    yield f'<text x="{key + 34}" y="{HEIGHT - 8}">{escape(name)}</text>'


def _mark(at: int, x: float, y: float, colour: str) -> str:
    """A dot on the first line, a square on the second, and so on in turn."""
    if at % 2 == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
