"""Signs a run with Ed25519 (RFC 8032): the root of its record and the digests of its reports.

Three files lie beside the record: `signed.json` says what is signed, `signed.json.sig` holds the
64 bytes of the signature over just those bytes, `signed.json.pub` the public key in PEM. So
`openssl` and `sha256sum` can check all of it, as docs/record.md shows.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from detectors.errors import AuditError, RecordError
from detectors.models import sha256_file
from detectors.reading import parse, read_text, to_json
from reports.verify_record import Verified

STATEMENT = "signed.json"
SIGNATURE, PUBLIC = f"{STATEMENT}.sig", f"{STATEMENT}.pub"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is signed."""

    schema: Literal[1]
    record: str
    """Name of the record file."""
    root: str
    """Its Merkle root."""
    lines: int
    """Under the root."""
    files: dict[str, str]
    """sha256 of every other file of the folder, by name: the reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a signature turned out to be worth."""

    key: str
    """sha256 of the public key in DER, which tells keys apart."""
    given: bool
    """Whether the key was given by who checks; otherwise it only lay beside the run."""
    problems: tuple[str, ...]
    """A sentence for whatever does not fit; none where all does."""
    absent: tuple[str, ...]
    """Files that are signed and not here."""
    files: int
    """Files that are here as they were signed."""


def sign(file: Path, found: Verified, key: Path) -> str:
    """The digest of the public key with which the folder of the record `file` is now signed.

    Raises `AuditError` where the key is none.
    """
    private = _private(key)
    folder = file.parent
    statement = Statement(
        schema=1,
        record=file.name,
        root=found.root,
        lines=found.lines,
        files={path.name: sha256_file(path) for path in sorted(_others(file))},
    )
    content = json.dumps(to_json(statement), indent=2, ensure_ascii=False).encode() + b"\n"
    public = private.public_key()
    (folder / STATEMENT).write_bytes(content)
    (folder / SIGNATURE).write_bytes(private.sign(content))
    (folder / PUBLIC).write_bytes(
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    return _digest(public)


def check(file: Path, found: Verified, key: Path | None) -> Checked:
    """What the signature beside the record `file` is worth, by the key given or the one beside it.

    Raises `AuditError` where a part of it is missing, or is no key.
    """
    folder = file.parent
    text = read_text(folder / STATEMENT, error=RecordError)
    public = _public(key or folder / PUBLIC)
    problems = []
    try:
        public.verify(_bytes(folder / SIGNATURE), (folder / STATEMENT).read_bytes())
    except InvalidSignature:
        problems.append(f"{SIGNATURE} is no signature of {STATEMENT} by this key")
    try:
        value = json.loads(text)
    except ValueError:
        raise RecordError("is not JSON", path=folder / STATEMENT) from None
    statement = parse(Statement, value, path=folder / STATEMENT, error=RecordError)
    if (statement.root, statement.lines) != (found.root, found.lines):
        problems.append(f"signed is the record with the root {statement.root}, and not this one")
    here = {name: digest for name, digest in statement.files.items() if (folder / name).is_file()}
    changed = [name for name, digest in here.items() if sha256_file(folder / name) != digest]
    problems += [f"{name} is not as it was signed" for name in changed]
    return Checked(
        key=_digest(public),
        given=key is not None,
        problems=tuple(problems),
        absent=tuple(sorted(set(statement.files) - set(here))),
        files=len(here) - len(changed),
    )


def _others(file: Path) -> list[Path]:
    """The files beside the record, without the signature itself and what is hidden."""
    own = (file.name, STATEMENT, SIGNATURE, PUBLIC)
    return [
        path
        for path in file.parent.iterdir()
        if path.is_file() and path.name not in own and not path.name.startswith(".")
    ]


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(_bytes(path), password=None)
    except TypeError:
        raise AuditError(
            f"{path}: the key is encrypted; decrypt it with: openssl pkey -in {path} -out PLAIN"
        ) from None
    except ValueError:
        raise AuditError(f"{path}: is no private key in PEM") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise AuditError(
            f"{path}: is no Ed25519 key; make one with: openssl genpkey -algorithm ed25519"
        )
    return key


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(_bytes(path))
    except ValueError:
        raise AuditError(f"{path}: is no public key in PEM") from None
    if not isinstance(key, Ed25519PublicKey):
        raise AuditError(f"{path}: is no Ed25519 key")
    return key


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise AuditError(f"{path}: cannot be read: {problem.strerror}") from None


def _digest(key: Ed25519PublicKey) -> str:
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()
