"""What an assertion raises where too little was given to tell: no pass, and no failure either."""


class Underpowered(AssertionError):  # noqa: N818 - the outcome, which is no error
    """Too few texts, or too short ones, to show what was to be shown; give more."""

    assay_outcome = "underpowered"
    """The pytest plugin shows it as an outcome of its own, which counts as a failure."""
