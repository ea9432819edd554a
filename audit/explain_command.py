"""What `assay explain` does: says which words decided, text by text, and whether that is reliable.

A batch is written before the next is read, so nothing that was computed is lost; wrong lines are
told one by one and do not stop the others.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from audit.explanation_lines import Outcome, Tally, explanation_line, unexplained_line, window_part
from audit.explanation_terminal import show_explanations
from audit.json_lines import added_to
from audit.line_input import LineInput
from audit.progress import shown
from audit.text_lines import TextLine, read_texts
from detectors.classifier import Classifier
from detectors.errors import DetectorError, ModelError
from detectors.explaining.attribution import NEIGHBOURS, attributions
from detectors.explaining.faithfulness import faithfulness
from detectors.explaining.inputs import read_inputs
from detectors.explaining.replacements import Replacer
from detectors.explaining.windows import windows
from detectors.reading import dump_line
from detectors.records import Attribution, Faithfulness, Span

BATCH = 64


def explain(
    model: str, texts: Path, *, out: Path, method: str, baseline: str, resume: bool = False
) -> int:
    """The exit code of explaining the texts; a line for each is added to `out`."""
    console, tally = Console(stderr=True), Tally()
    lines = LineInput(texts, read_texts, console)
    with (
        shown(console) as progress,
        added_to(out, tally.add, what="explanation", resume=resume) as (stream, done),
    ):
        explainer = _Explainer(model, texts, method=method, baseline=baseline)
        for batch in _batches(lines.rest(done, progress, "explaining texts")):
            for line in explainer.explain(batch):
                tally.add(line)
                stream.write(dump_line(line).encode())
            stream.flush()
    lines.tell_the_rest()
    show_explanations(tally, out, Console(highlight=False))
    return _exit_code(tally, lines.wrong)


class _Explainer:
    """The classifier, and how it is explained."""

    def __init__(self, model: str, texts: Path, *, method: str, baseline: str) -> None:
        self._classifier = Classifier.load(model)
        self._method, self._baseline = method, baseline
        # from the file's beginning, so that they are the same when the job is taken up again
        read = (line for line in read_texts(texts) if isinstance(line, TextLine))
        first = [line.text for line in islice(read, NEIGHBOURS)]
        self._replacer = Replacer(self._classifier.tokenizer, read_inputs(self._classifier, first))

    def explain(self, batch: Sequence[TextLine]) -> list[dict[str, object]]:
        """What is written of each text."""
        texts = [line.text for line in batch]
        explained = self._explained(texts)
        measured = self._faithfulness(texts, explained)
        lines = [
            unexplained_line(line, one)
            if isinstance(one, str)
            else explanation_line(line, one.attribution, one.probability, faithful)
            for line, one, faithful in zip(batch, explained, measured, strict=True)
        ]
        cut = {at: texts[at] for at, line in enumerate(lines) if line.get("truncated")}
        for at, rest in zip(cut, self._windows(list(cut.values())), strict=True):
            lines[at]["windows"] = rest
        return lines

    def _explained(self, texts: Sequence[str]) -> "list[_Explained | str]":
        """The explanation of each text, or why there is none."""
        found = attributions(self._classifier, texts, method=self._method, baseline=self._baseline)
        shares = self._classifier.probabilities(texts)
        return [
            str(attribution)
            if isinstance(attribution, DetectorError)
            else str(probabilities)
            if isinstance(probabilities, ModelError)
            else _Explained(attribution, probabilities[attribution.target])
            for attribution, probabilities in zip(found, shares, strict=True)
        ]

    def _windows(self, texts: Sequence[str]) -> list[list[dict[str, object]]]:
        """What the model would make of the rest of texts that are longer than it reads."""
        rests = [windows(self._classifier, text)[1:] for text in texts]
        explained = iter(self._explained([window.text for rest in rests for window in rest]))
        return [[_window_line(window, next(explained)) for window in rest] for rest in rests]

    def _faithfulness(
        self, texts: Sequence[str], explained: "Sequence[_Explained | str]"
    ) -> list[Faithfulness | None]:
        """Of each text that has an explanation."""
        having = {at: one for at, one in enumerate(explained) if isinstance(one, _Explained)}
        measured = faithfulness(
            self._classifier,
            read_inputs(self._classifier, [texts[at] for at in having]),
            [one.attribution for one in having.values()],
            self._replacer,
        )
        of = dict(zip(having, measured, strict=True))
        return [of.get(at) for at in range(len(texts))]


class _Explained(NamedTuple):
    """Why a label was chosen, and how probable it is."""

    attribution: Attribution
    probability: float


def _window_line(window: Span, one: _Explained | str) -> dict[str, object]:
    if isinstance(one, str):
        return {"start": window.start, "end": window.end, "error": one}
    return window_part(window, one.attribution, one.probability)


def _batches(lines: Iterable[TextLine]) -> Iterator[list[TextLine]]:
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _exit_code(tally: Tally, wrong: int) -> int:
    if wrong:
        return 2
    return 3 if tally[Outcome.NOT_EXPLAINED] or not tally.explained else 0
