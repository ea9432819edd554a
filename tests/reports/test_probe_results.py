"""What probes measured is stored, read back, and missed loudly where it is missing."""

from dataclasses import replace
from pathlib import Path

from reports.ledger import LedgerRow
from reports.record_writer import write_run
from reports.run import End, Failure, Measurement, ProbeResult, Run, Stage, read_run
from reports.summary import RunOutcome, summarise

MEMORY = Measurement(name="peak_memory", value=2.0**30, unit="bytes", n=1)
UNKNOWN = Measurement(
    name="throughput", value=None, unit="texts/s", at=8, reason="A replayed run measures no time."
)
SILENT = Measurement(name="throughput", value=None, unit="texts/s")
CRASH = Failure(stage=Stage.PROBE, name="footprint", message="crashed: KeyError: 'x'")


def with_probe(run: Run, result: ProbeResult) -> Run:
    end = End(results=len(run.results) + 1)
    return replace(run, probe_results=(result,), end=end)


def rows(run: Run) -> list[LedgerRow]:
    before = summarise(replace(run, probe_results=())).ledger
    return [row for row in summarise(run).ledger if row not in before]


def test_measurements_are_read_back(sample: Run, tmp_path: Path) -> None:
    run = with_probe(
        sample, ProbeResult(subject="slm", probe="footprint", measurements=(MEMORY, UNKNOWN))
    )
    with (tmp_path / "run.jsonl").open("wb") as stream:
        write_run(stream.write, run)
    assert read_run(tmp_path) == run


def test_what_was_not_measured_is_listed_with_its_reason(sample: Run) -> None:
    run = with_probe(
        sample, ProbeResult(subject="slm", probe="footprint", measurements=(MEMORY, UNKNOWN))
    )
    (row,) = rows(run)
    assert (row.what, row.why, row.open) == ("slm: throughput", UNKNOWN.reason, False)


def test_a_failed_probe_and_a_silent_one_leave_the_run_undecided(sample: Run) -> None:
    failed = with_probe(sample, ProbeResult(subject="slm", probe="footprint", error=CRASH))
    silent = with_probe(
        sample, ProbeResult(subject="slm", probe="footprint", measurements=(SILENT,))
    )
    for run in (failed, silent):
        (row,) = rows(run)
        assert row.open
        assert summarise(run).outcome is not RunOutcome.PASSED
