"""Assertions for tests of language models, and what the pytest fixture `audited` records with.

    from audit.testing import assert_grounded

    def test_the_dose():
        assert_grounded(bot("How much may I take?"), "docs/corpus")

Each raises `AssertionError` with a message that is made for reading, and never passes where nothing
could be judged. Importing them loads no model; the first call does. docs/pytest.md has examples.
"""

from audit.testing.faithful import assert_faithful
from audit.testing.grounded import assert_grounded
from audit.testing.robust import assert_robust
from audit.testing.shortcut import assert_no_shortcut
from audit.testing.underpowered import Underpowered

__all__ = [
    "Underpowered",
    "assert_faithful",
    "assert_grounded",
    "assert_no_shortcut",
    "assert_robust",
]
