"""The comparison of a suite with an earlier run of it, as a test item."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from audit.pytest_items.item import AuditItem
from audit.pytest_items.outcomes import UNDERPOWERED, told
from audit.subject_run import Wanted, joined
from detectors.errors import AuditError
from reports.change_verdict import Verdict
from reports.compare import compare_runs
from reports.compare_words import VERDICT_WORDS, headline, lists, named, not_compared
from reports.comparison import RunComparison
from reports.numbers import percent, points, points_interval
from reports.plain_text import Fact, laid_out
from reports.run import Run

SHOWN = (Verdict.REGRESSED, Verdict.SUSPECT, Verdict.IMPROVED)


class BaselineItem(AuditItem):
    """Fails where anything regressed, and is underpowered where nothing could be decided."""

    def __init__(self, *, base: Run, base_path: Path, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.base, self.base_path = base, base_path
        self.add_marker("assay_gate")
        self.compared: RunComparison | None = None

    def needs(self) -> Mapping[str, Wanted]:
        return {name: self.audit.everything(name, examined=False) for name in self.audit.cases}

    def setup(self) -> None:
        run = joined([self.run_of(name) for name in self.needs()])
        try:
            self.compared = compare_runs(self.base, run)
        except AuditError as problem:
            failure = told(f"cannot be compared with {self.base_path}: {problem}")
            raise failure from None
        counts = {verdict.value: count for verdict, count in self.compared.counts.items()}
        self.tell(baseline=str(self.base_path), **counts)

    def runtest(self) -> None:
        if self.compared is None or self.compared.exit_code == 0:
            return
        outcome = "failed" if self.compared.exit_code == 1 else UNDERPOWERED
        raise told(
            laid_out(headline(self.compared), _facts(self.compared, self.base_path)), outcome
        )


def _facts(compared: RunComparison, path: Path) -> Iterator[Fact]:
    yield Fact("baseline", str(path))
    for subject in compared.subjects:
        for each in subject.changes:
            change = each.change
            if each.verdict not in SHOWN or change.interval is None or change.run is None:
                continue
            what = f"{subject.run} {each.metric}" + (f" on {each.slice}" if each.slice else "")
            values = f"{percent(change.base or 0.0)} before, {percent(change.run)} now"
            difference = f"{points(change.difference or 0.0)} ({points_interval(change.interval)})"
            word = VERDICT_WORDS[each.verdict][1].lower()
            text = f"{what}: {values}, {difference}, n {change.n}. {each.reason}"
            yield Fact(word, text)
        for title, ids in lists(subject):
            if ids:
                yield Fact("cases", f"{title.lower()}: {len(ids)} ({named(ids)})", depth=2)
    for sentence in not_compared(compared):
        yield Fact("besides", sentence)
