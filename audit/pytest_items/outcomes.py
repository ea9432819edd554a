"""Failures of items, told in words of ours and without a traceback."""

import pytest

UNDERPOWERED = "underpowered"
"""Shown as an outcome of its own; it counts as a failure, since only a pass is one."""


def told(text: str, outcome: str = "failed") -> BaseException:
    """The failure to raise; the first line of the text stands in summaries."""
    failure = pytest.fail.Exception(text, pytrace=False)
    vars(failure)["assay_outcome"] = outcome
    return failure
