"""Renders a run as SARIF 2.1.0, for code hosts and viewers that show findings.

- Results are: every gate, every warning or error of a detector, every case that went otherwise than
  expected where no claim tells why, and every case that could not be judged. Notes are left out.
- `kind` tells what is not a failure apart (section 3.27.9): a gate that passed is `pass`, one that
  needs more cases `open`, one that was not run `notApplicable`; what could not be judged wants a
  `review` by a person.
- A result points to the line of the record `run.jsonl` that holds it; evidence passages are related
  locations, with their offsets in the document.
- `partialFingerprints` do not depend on numbers that vary from run to run, so that a finding keeps
  its identity.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias
from urllib.parse import quote

from detectors.records import Evidence, Finding, Severity
from reports.cases import CaseView, view
from reports.formats import Report
from reports.gate_text import bound_text, cases_judged, reach_text, value_text
from reports.gates import GateOutcome, GateResult
from reports.marking import visible
from reports.metrics import METRICS
from reports.plain_case import case_text
from reports.run import Run
from reports.summary import Summary
from reports.words import EXIT_MEANINGS

Json: TypeAlias = dict[str, object]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
RECORD = "run.jsonl"
NUMBER = re.compile(r"[0-9][0-9.,]*")
WRONG, NOT_JUDGED = "case.wrong", "case.not_judged"
GATE_KINDS = {
    GateOutcome.PASS: "pass",
    GateOutcome.FAIL: "fail",
    GateOutcome.UNDERPOWERED: "open",
    GateOutcome.ERROR: "review",
    GateOutcome.NOT_RUN: "notApplicable",
}
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def render(run: Run, summary: Summary) -> Report:
    """`report.sarif`, the same bytes for the same run."""
    results = [
        *(_gate(run, result) for result in summary.gates),
        *_of_cases(run),
        *_of_suites(run),
    ]
    value = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(run, results)},
                "automationDetails": {"id": f"assay/{visible(run.plan.suite)}/"},
                "invocations": [_invocation(run, summary)],
                "columnKind": "unicodeCodePoints",
                "results": results,
                "properties": {
                    "suite_sha256": run.plan.suite_sha256,
                    "record_sha256": summary.run_sha256,
                    "record_root": summary.root,
                    "outcome": summary.outcome.value,
                },
            }
        ],
    }
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    return Report("report.sarif", (text + "\n").encode("utf-8", "backslashreplace"))


def _driver(run: Run, results: Sequence[Json]) -> Json:
    rules = sorted({str(result["ruleId"]) for result in results})
    for result in results:
        result["ruleIndex"] = rules.index(str(result["ruleId"]))
    return {
        "name": "Assay",
        "semanticVersion": run.plan.assay,
        "rules": [{"id": rule, "shortDescription": {"text": _meaning(rule)}} for rule in rules],
    }


def _meaning(rule: str) -> str:
    """What a rule is about, in a sentence."""
    detector, _, name = rule.partition(".")
    if detector == "gate":
        return f"Gate on {METRICS[name].title.lower()}, fixed before the run."
    if rule == WRONG:
        return "The subject did not do what the case expects."
    if rule == NOT_JUDGED:
        return "The case could not be asked or judged."
    return f"Detector {detector}: {name.replace('_', ' ')}."


def _invocation(run: Run, summary: Summary) -> Json:
    """How the audit itself went; what it could not do is a notification."""
    found: Json = {
        "executionSuccessful": summary.exit_code in (0, 1),
        "exitCode": summary.exit_code,
        "exitCodeDescription": EXIT_MEANINGS[summary.exit_code],
        "toolExecutionNotifications": [
            {
                "level": "error" if row.open else "note",
                "message": {"text": visible(f"{row.what}: {row.why}")},
            }
            for row in summary.ledger
        ],
    }
    if run.plan.started:
        found["startTimeUtc"] = run.plan.started
    return found


def _gate(run: Run, result: GateResult) -> Json:
    gate, kind = result.gate, GATE_KINDS[result.outcome]
    where = f" on {gate.slice}" if gate.slice else ""
    said = (
        f"{gate.subject}: {gate.metric}{where} {bound_text(gate)}: {result.outcome}. Value "
        f"{value_text(result)}, interval {reach_text(result)}, n {cases_judged(result)}. "
        f"{result.reason}"
    )
    rule = f"gate.{gate.metric}"
    identity = (rule, gate.subject, gate.slice or "", bound_text(gate))
    return {
        "ruleId": rule,
        "kind": kind,
        "level": "error" if kind == "fail" else "none",
        "message": {"text": visible(said)},
        "locations": [_location(1, f"{gate.subject}/{gate.metric}")],
        "partialFingerprints": _fingerprint(run, identity),
    }


def _of_cases(run: Run) -> Iterator[Json]:
    for line, result in enumerate(run.results, start=2):  # the plan is line 1
        case = view(result)
        found = [finding for finding in result.findings if finding.severity in LEVELS]
        told = any(finding.judgement is not None for finding in found)
        place = _location(line, f"{result.subject}/{result.case.id}")
        identity = (result.subject, result.case.id)
        for finding in found:
            yield _finding(run, finding, place, identity)
        if case.right is None:
            yield _case(run, case, place, NOT_JUDGED, "review")
        elif not case.right and not told:
            yield _case(run, case, place, WRONG, "fail")


def _of_suites(run: Run) -> Iterator[Json]:
    for line, result in enumerate(run.suite_results, start=2 + len(run.results)):
        place = _location(line, f"{result.subject}/{result.detector}")
        for finding in result.findings:
            if finding.severity in LEVELS:
                identity = (result.subject, NUMBER.sub("#", finding.message))
                yield _finding(run, finding, place, identity)


def _case(run: Run, case: CaseView, place: Json, rule: str, kind: str) -> Json:
    result = case.result
    return {
        "ruleId": rule,
        "kind": kind,
        "level": "warning" if kind == "fail" else "none",
        "message": {"text": case_text(result)},
        "locations": [place],
        "partialFingerprints": _fingerprint(run, (rule, result.subject, result.case.id)),
    }


def _finding(run: Run, finding: Finding, place: Json, identity: Sequence[str]) -> Json:
    judgement = finding.judgement
    claim = judgement.claim.text if judgement else ""
    said = f"{finding.message} Claim: {claim}. {judgement.reason}" if judgement else finding.message
    span = "" if claim or finding.start is None else f"{finding.start}-{finding.end}"
    found: Json = {
        "ruleId": finding.rule,
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": visible(said)},
        "locations": [place],
        "partialFingerprints": _fingerprint(run, (finding.rule, *identity, claim, span)),
    }
    if judgement and judgement.evidence:
        found["relatedLocations"] = [
            _passage(number, evidence)
            for number, evidence in enumerate(judgement.evidence, start=1)
        ]
    if finding.measures:
        found["properties"] = dict(sorted(finding.measures.items()))
    return found


def _location(line: int, name: str) -> Json:
    return {
        "physicalLocation": {"artifactLocation": {"uri": RECORD}, "region": {"startLine": line}},
        "logicalLocations": [{"fullyQualifiedName": visible(name)}],
    }


def _passage(number: int, evidence: Evidence) -> Json:
    region = {
        "charOffset": evidence.start,
        "charLength": evidence.end - evidence.start,
        "snippet": {"text": visible(evidence.text)},
    }
    uri = {"uri": quote(evidence.document, safe="/", errors="replace"), "uriBaseId": "CORPUS"}
    return {
        "id": number,
        "message": {"text": f"evidence, cosine similarity {evidence.score:.2f}"},
        "physicalLocation": {"artifactLocation": uri, "region": region},
    }


def _fingerprint(run: Run, parts: Iterable[str]) -> Mapping[str, str]:
    text = json.dumps([run.plan.suite, *parts])
    return {"assay/v1": hashlib.sha256(text.encode()).hexdigest()[:32]}
