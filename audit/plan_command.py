"""What `assay plan` does: read a suite, tell what its audit would ask, cost and need."""

import json
from pathlib import Path

from rich.console import Console

from audit.forecast import Forecast, forecast
from audit.plan_terminal import show_forecast
from audit.suite_reading import load_suite
from detectors.reading import adapter

SCHEMA = 1
"""Version of the JSON layout; raised when a key changes its meaning or goes away."""


def plan(path: Path, *, as_json: bool) -> None:
    """Print the forecast of the suite at `path`; nothing is asked, and no model is loaded."""
    made = forecast(load_suite(path))
    if as_json:
        value = {"schema": SCHEMA, "plan": adapter(Forecast).dump_python(made, mode="json")}
        text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
        Console(soft_wrap=True, markup=False, highlight=False).print(text, emoji=False)
    else:
        show_forecast(made, Console(highlight=False))
