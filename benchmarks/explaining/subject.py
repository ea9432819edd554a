"""The classifier that is explained, and the texts: those of the medical suite."""

from typing import NamedTuple

from platformdirs import user_cache_path

from audit.finetune import cached_finetune
from audit.shipped import shipped_suite
from audit.suite_reading import load_suite
from detectors.classifier import Classifier
from detectors.models import PACKAGED
from detectors.records import Task


class Subject(NamedTuple):
    """A fine-tuned all-MiniLM-L6-v2 and questions that it was not trained on."""

    classifier: Classifier
    texts: tuple[str, ...]


def medical() -> Subject:
    """The model that `assay demo` audits, taken from its cache where it is there."""
    path = shipped_suite("medical")
    suite = load_suite(path)
    train = path.parent / "training.jsonl"
    made = cached_finetune(PACKAGED, train, user_cache_path("assay"), labels=suite.file.labels)
    texts = tuple(case.text for case in suite.cases if case.task is Task.CLASSIFY)
    return Subject(Classifier.load(str(made.folder)), texts)
