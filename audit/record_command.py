"""What `assay verify`, `prove`, `redact` and `sign` do: ask about a record, and tell the person."""

from pathlib import Path
from types import ModuleType

import click

from detectors.errors import AuditError, MissingDependencyError, RecordError
from detectors.reading import read_text
from reports.proofs import prove
from reports.redaction import redact
from reports.run import record_file, unsound, verified
from reports.verify_record import Verified, check_proof

SIGNED = "signed.json"


def verify_run(run: Path, *, root: str | None, key: Path | None) -> int:
    """0 where the record is whole, has that root, and is signed as it stands; 1 where it is not."""
    file = record_file(run)
    found = verified(file)
    if found.problem:
        click.echo(f"{file}: {found.problem}")
        return 1
    hidden = f", {found.withheld} of them withheld" if found.withheld else ""
    click.echo(f"{file}: whole, {found.lines} lines{hidden}, root {found.root}")
    if root and root != found.root:
        click.echo(f"{file}: that is not the root {root}")
        return 1
    return _check_signature(file, found, key)


def check_given_proof(proof: Path, *, run: Path | None, root: str | None) -> int:
    """0 where the lines of the proof stand in the record of that root, 1 where they do not."""
    own = _whole(record_file(run)).root if run else None
    wanted = root or own
    if wanted is None or (own and own != wanted):
        raise AuditError("name the RUN or the --root to check the proof against, or two that agree")
    text = read_text(proof, error=RecordError)
    try:
        problem = check_proof(text, wanted)
    except ValueError as mistake:
        raise RecordError(str(mistake), path=proof) from None
    click.echo(f"{proof}: {problem or f'its lines stand in the record with the root {wanted}'}")
    return 1 if problem else 0


def prove_case(run: Path, case: str, out: Path) -> None:
    """Writes the proof for the results of a case."""
    _write(out, prove(record_file(run), case).encode())
    click.echo(f"Proof: {out}")


def redact_cases(run: Path, cases: tuple[str, ...], out: Path) -> None:
    """Writes the copy in which the cases are withheld."""
    copy, hidden = redact(record_file(run), cases)
    _write(out, copy)
    click.echo(f"Copy: {out}, {hidden} lines withheld")


def sign_run(run: Path, key: Path) -> None:
    """Signs the record and the files beside it."""
    file = record_file(run)
    found = _whole(file)
    digest = _signing().sign(file, found, key)
    click.echo(f"Signed: {file.parent / SIGNED}, root {found.root}")
    click.echo(f"Key: sha256 {digest}")


def _whole(file: Path) -> Verified:
    found = verified(file)
    if found.problem:
        raise unsound(found.problem, file)
    return found


def _check_signature(file: Path, found: Verified, key: Path | None) -> int:
    signed = file.parent / SIGNED
    if not signed.exists():
        click.echo(f"{signed}: not there; the run is not signed")
        return 1 if key else 0
    checked = _signing().check(file, found, key)
    whose = "given" if checked.given else "beside the run; give --key to check it against your own"
    for problem in checked.problems:
        click.echo(f"{signed}: {problem}")
    for name in checked.absent:
        click.echo(f"{signed}: {name} is signed and not here")
    if not checked.problems:
        click.echo(f"{signed}: signed, with {checked.files} files, by the key {checked.key}")
    click.echo(f"{signed}: checked with the key {whose}")
    return 1 if checked.problems else 0


def _signing() -> ModuleType:
    try:
        from reports import signing
    except ImportError:
        raise MissingDependencyError("cryptography", extra="sign") from None
    return signing


def _write(out: Path, content: bytes) -> None:
    try:
        with out.open("xb") as stream:
            stream.write(content)
    except FileExistsError:
        raise AuditError(f"{out} is there already; name another --out") from None
