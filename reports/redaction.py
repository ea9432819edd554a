"""Copies a record without some of its cases; the copy still verifies, to the same root."""

from collections.abc import Collection
from pathlib import Path

from detectors.errors import RecordError
from reports.proofs import RecordLine, sound_lines
from reports.verify_record import leaf_digest


def redact(file: Path, cases: Collection[str]) -> tuple[bytes, int]:
    """The copy, and how many lines are withheld in it.

    Withheld are the results of the cases, and each result of a detector of the whole suite that
    names one of them. Of a withheld line its digest stands, and that of the line before it.
    Raises `RecordError` where the record does not verify, or has no result of one of the cases.
    """
    lines = sound_lines(file)
    known = {line.case for line in lines}
    if missing := sorted(set(cases) - known):
        raise RecordError(f"holds no result of a case {missing[0]!r}", path=file)
    hidden = [line.case in cases or _names(line, cases) for line in lines]
    copied = [
        _withheld(line) if hide else line.content for line, hide in zip(lines, hidden, strict=True)
    ]
    seal = file.read_bytes().split(b"\n")[-2]
    return b"".join(line + b"\n" for line in (*copied, seal)), sum(hidden)


def _names(line: RecordLine, cases: Collection[str]) -> bool:
    findings = line.fields.get("findings")
    if line.case is not None or not isinstance(findings, list):
        return False
    return any(case in finding.get("cases", ()) for finding in findings for case in cases)


def _withheld(line: RecordLine) -> bytes:
    digest = leaf_digest(line.content).hex()
    return f'{{"prev":"{line.fields["prev"]}","withheld":"{digest}"}}'.encode()
