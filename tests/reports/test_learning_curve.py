"""The drawing of learning curves stands alone, shows what was measured, and says it in words."""

import xml.etree.ElementTree as ET
from dataclasses import replace

from reports.learning_curve import Curves, crossing_text, learning_curve_svg, learning_curve_text
from reports.run import Measurement


def point(at: int, value: float | None) -> Measurement:
    low, high = (None, None) if value is None else (value - 0.1, value + 0.1)
    return Measurement(name="accuracy", value=value, unit="share", at=at, low=low, high=high, n=90)


CROSSING = Measurement(
    name="crossing", value=40.3, unit="examples", at=8, low=20.0, high=None, n=90
)
CURVES = Curves(
    lines={
        "small": [point(8, 0.2), point(16, None), point(64, 0.8)],
        "l<rge": [point(0, 0.3), point(8, 0.6)],
    },
    small="small",
    crossing=CROSSING,
)
NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_it_says_in_words_what_it_shows() -> None:
    assert learning_curve_text(CURVES) == (
        "small: 8 examples, 20.0 % right (10.0 % to 30.0 %, n 90); 64 examples, 80.0 % right "
        "(70.0 % to 90.0 %, n 90). l<rge: 0 examples, 30.0 % right (20.0 % to 40.0 %, n 90); "
        "8 examples, 60.0 % right (50.0 % to 70.0 %, n 90). About 40 labelled examples make small "
        "match the prompted model with 8 examples in its prompt (95 % interval 20 to more than "
        "measured)."
    )


def test_where_nothing_crosses_it_gives_the_reason() -> None:
    none = replace(CROSSING, value=None, low=None, reason="No crossing within what was measured.")
    curves = CURVES._replace(crossing=none)
    assert crossing_text(curves) == "No crossing within what was measured."
    assert 'stroke-dasharray="3 3"' not in learning_curve_svg(curves)


def test_the_drawing_is_whole_and_says_its_words_to_a_screen_reader() -> None:
    root = ET.fromstring(learning_curve_svg(CURVES))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == learning_curve_text(CURVES)
    lines = root.findall(f"{NAMESPACE}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [2, 2]
    assert len({line.attrib["stroke-dasharray"] for line in lines}) == 2


def test_more_right_is_higher_and_more_examples_further_right() -> None:
    root = ET.fromstring(learning_curve_svg(CURVES))
    first, last = (
        tuple(map(float, place.split(",")))
        for place in root.findall(f"{NAMESPACE}polyline")[0].attrib["points"].split()
    )
    assert last[0] > first[0]
    assert last[1] < first[1]


def test_curves_without_a_point_draw_nothing_and_break_nothing() -> None:
    root = ET.fromstring(learning_curve_svg(Curves(lines={"a": [point(0, None)]}, small="a")))
    assert root.find(f"{NAMESPACE}polyline").attrib["points"] == ""  # type: ignore[union-attr]
