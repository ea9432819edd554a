import pytest

from detectors.explaining.leakage import _same_name, leakage
from tests.planted import Planted

FILLED = "please tell me about my new medicine"


def test_a_name_that_gives_its_label_away_is_told_with_what_it_is_worth(planted: Planted) -> None:
    # `alcohol` would be the name of a label that the model learnt; here names say nothing to it
    texts = [f"{FILLED} storage fridge"] * 3 + [f"{FILLED} fridge"] * 3 + [f"{FILLED} alcohol"]
    found = leakage(planted.classifier, texts, ["storage"] * 6 + ["interaction"])
    assert [one.label for one in found] == ["interaction", "storage"]
    storage = found[1]
    assert storage.named is not None
    assert (storage.named.hits, storage.named.n, storage.texts) == (3, 6, (0, 1, 2))
    assert storage.elsewhere is not None
    assert storage.elsewhere.hits == 0
    assert storage.lost is not None
    assert abs(storage.lost.value) < 0.5
    assert found[0].lost is None


def test_the_loss_is_that_of_the_name(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    # the model's own labels are renamed after a word that it does decide by
    monkeypatch.setattr(planted.classifier, "labels", ("tablets", "interaction", "storage"))
    texts = [f"{FILLED} tablets {word}" for word in ("today", "please", "sea", "home", "want")]
    one = leakage(planted.classifier, texts, ["tablets"] * 5)[0]
    assert one.lost is not None
    assert one.lost.low > 0.3
    assert one.flips is not None
    assert one.flips.n == 5


@pytest.mark.parametrize("labels", [["storage"], [None]])
def test_an_empty_text_says_no_name(planted: Planted, labels: list[str | None]) -> None:
    assert all(not one.texts for one in leakage(planted.classifier, [""], labels))


@pytest.mark.parametrize(
    ("key", "name", "same"),
    [
        ("stor", "storag", True),
        ("pregnant", "pregnancy", True),
        ("dos", "dosag", True),
        ("fridge", "storag", False),
        ("", "storag", False),
        ("st", "storag", False),
    ],
)
def test_a_name_is_known_by_its_stem(key: str, name: str, same: bool) -> None:
    assert _same_name(key, name) is same
