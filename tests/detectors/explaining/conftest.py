"""The tiny trained classifier of `tests/planted.py`, made once."""

from collections.abc import Callable

import pytest

from detectors.base import LabelledText
from tests.planted import Planted, examples, make_planted


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Right on nearly all texts, and deceived by the shortcut."""
    return make_planted(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="session")
def planted_texts() -> Callable[[int], list[LabelledText]]:
    """Texts that it was not trained on, without the shortcut."""
    return lambda count: list(examples(count, seed=2, shortcut=False))
