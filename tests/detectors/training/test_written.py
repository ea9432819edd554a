from pathlib import Path

from detectors.training.examples import Example
from detectors.training.notation import read_noted
from detectors.training.written import FOLDER, found, whole, written_examples

SENTENCES = "\n".join(
    f"    {n} Paragraph {n} speaks of gardens in the spring." for n in range(1, 40)
)
TEXT = f"""
- id: ferry
  text: |
{SENTENCES}
    40 The ferry was withdrawn on Tuesday.
  claims: |
    [The boat = The ferry] has [ended = ceased] [sailing | negation: leaking | scope: ever]. <- 40
"""


def made(folder: Path, *, seed: int = 0, draws: int = 1) -> list[Example]:
    (folder / "news.yaml").write_text(TEXT, encoding="utf-8")
    return [
        example
        for more in range(draws)
        for example in written_examples(seed=seed + more, read=found, folder=folder)
    ]


def test_the_same_seed_makes_the_same_examples(tmp_path: Path) -> None:
    assert made(tmp_path) == made(tmp_path)
    assert made(tmp_path) != made(tmp_path, seed=1)


def test_a_label_follows_from_the_wording_and_from_what_is_read(tmp_path: Path) -> None:
    examples = made(tmp_path, draws=40)
    assert {example.label for example in examples} == {"supported", "refuted", "not_enough_info"}
    for example in examples:
        if "ferry was withdrawn" not in example.premise:
            assert (example.label, example.unsupported) == ("not_enough_info", None)
        elif "sailing" in example.claim:
            assert (example.label, example.unsupported) == ("supported", ())
        else:
            ((start, end),) = example.unsupported or ()
            wanted = {"leaking": "refuted", "ever": "not_enough_info"}
            assert example.label == wanted[example.claim[start:end]]


def test_the_whole_document_can_be_read(tmp_path: Path) -> None:
    made(tmp_path)
    examples = written_examples(seed=0, read=whole, folder=tmp_path)
    assert all(len(example.premise.split(" Paragraph ")) == 39 for example in examples)


def test_what_was_written_can_be_read_and_no_document_stands_twice() -> None:
    documents = [d for path in sorted(FOLDER.glob("*.yaml")) for d in read_noted(path)]
    assert len({document.id for document in documents}) == len(documents) > 100
