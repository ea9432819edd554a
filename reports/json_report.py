"""The summary of a run as JSON, for programs.

Keys are sorted and always there: what was not measured is `null`.
"""

import json

from detectors.reading import adapter
from reports.formats import Report
from reports.run import Run
from reports.summary import Summary

SCHEMA = 1
"""Version of the layout; raised when a key changes its meaning or goes away."""


def render(run: Run, summary: Summary) -> Report:
    """`report.json`: the summary, and which run it is of."""
    plan = run.plan
    value = {
        "schema": SCHEMA,
        "run": {
            "assay": plan.assay,
            "suite": plan.suite,
            "suite_sha256": plan.suite_sha256,
            "title": plan.title,
            "domain": plan.domain,
            "purpose": plan.purpose,
            "started": plan.started,
            "seconds": run.end.seconds,
            "replayed": plan.replayed,
            "currency": plan.currency,
            "cases": plan.cases,
            "results": run.end.results,
            "record_sha256": summary.run_sha256,
            "record_root": summary.root,
        },
        "summary": adapter(Summary).dump_python(summary, mode="json"),
    }
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return Report("report.json", (text + "\n").encode("utf-8", "backslashreplace"))
