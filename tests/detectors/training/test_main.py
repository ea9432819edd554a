"""Trains on a handful of invented pairs: what comes out is poor, but it is a model."""

import gzip
import json
from pathlib import Path

import pytest

from detectors.cross_encoder import MODEL, CrossEncoder
from detectors.entailment import Pair
from detectors.training import mixture
from detectors.training.__main__ import main
from detectors.training.examples import is_held_back

PAGE = (
    "The card costs 3 pounds a month. Most customers may cancel it in May. The fee is taken by "
    "Norvik Bank before the 5th day. A lost card must not be used again. It is sent within 7 days."
)


def data(folder: Path) -> Path:
    """As the public data is laid out."""
    names = [name for name in map(str, range(40)) if not is_held_back(f"halueval_qa:{name}")]
    common = {"evidence": PAGE, "licence": "none"}
    rows = [
        common | {"source": "halueval_qa", "doc": name, "claim": claim, "label": label}
        for name in names[:3]
        for claim, label in (("It is free.", "refuted"), ("It costs 3 pounds.", "supported"))
    ] + [
        common | {"source": "summedits_samsum", "doc": "1", "claim": claim, "label": label}
        for claim, label in (
            ("The card is cancelled in May.", "supported"),
            ("The card is cancelled in June.", "not_supported"),
        )
    ]
    (folder / "grounding").mkdir(parents=True)
    (folder / "corpus").mkdir()
    with gzip.open(folder / mixture.PAIRS, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
    with gzip.open(folder / mixture.PAGES, "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"id": "card", "answer": PAGE}) + "\n")
    return folder


@pytest.mark.filterwarnings("ignore:`isinstance.treespec:FutureWarning")  # within torch.export
def test_one_command_trains_all_courses_and_writes_a_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(data(tmp_path / "data")), "--out", str(tmp_path / "out"), "--bfloat16"])
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines() if "course:" in line] == [
        "first",
        "second",
        "third",
    ]
    model = CrossEncoder.load(tmp_path / "out")
    (score,) = model.score([Pair(PAGE, "The card costs 3 pounds.")])
    assert score.words
    assert b".py" not in (tmp_path / "out" / MODEL).read_bytes()  # no path of whoever trained it
