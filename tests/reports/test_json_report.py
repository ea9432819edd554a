import json
from collections.abc import Callable

from reports.json_report import render
from reports.run import Run
from reports.summary import Summary, summarise


def test_the_whole_summary_is_there_with_its_run(sample: Run, summary: Summary) -> None:
    value = json.loads(render(sample, summary).content)

    assert value["schema"] == 1
    assert value["run"]["record_sha256"] == summary.run_sha256
    assert value["summary"]["exit_code"] == 1
    assert value["summary"]["gates"][0]["rate"]["interval"].keys() == {"low", "high"}
    assert len(value["summary"]["cases"]) == len(sample.results)


def test_what_was_not_measured_is_null(make_run: Callable[..., Run]) -> None:
    run = make_run([], subjects=())
    value = json.loads(render(run, summarise(run)).content)

    assert value["run"]["seconds"] is None
    assert value["summary"]["cases"] == []


def test_the_same_run_gives_the_same_bytes(sample: Run, summary: Summary) -> None:
    assert render(sample, summary) == render(sample, summarise(sample))
