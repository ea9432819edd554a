"""The subcommands for the record of a run: verify, prove, redact and sign."""

from pathlib import Path

import click

anything = click.Path(path_type=Path)
a_file = click.Path(dir_okay=False, path_type=Path)
new_file = click.option("--out", type=a_file, required=True, help="File to write; must not exist.")


@click.command()
@click.argument("run", type=anything, required=False)
@click.option("--root", metavar="HEX", help="The root that the record must have.")
@click.option("--key", type=a_file, help="PEM file of the public key that must have signed it.")
@click.option("--proof", type=a_file, help="What `assay prove` wrote, to check against the root.")
def verify(run: Path | None, root: str | None, key: Path | None, proof: Path | None) -> int:
    """Is the record of RUN whole and untouched?

    Names the first line that is wrong, the byte at which it begins, and whether it was changed,
    moved, inserted, is missing, or the record was cut short. Where the run is signed, checks that
    too. A proof is checked against RUN, or against --root alone. Exits 0 for a whole record, 1 for
    one that is not, 2 where the call is wrong.
    """
    from audit.record_command import check_given_proof, verify_run

    if proof and not key:
        return check_given_proof(proof, run=run, root=root)
    if run is None or proof:
        raise click.UsageError("name a RUN, or a --proof with a RUN or a --root")
    return verify_run(run, root=root, key=key)


@click.command()
@click.argument("run", type=anything)
@click.option("--case", required=True, help="Id of the case.")
@new_file
def prove(run: Path, case: str, out: Path) -> None:
    """Prove that the results of a case stand in the record of RUN, without showing others.

    `assay verify --proof` checks the proof, and so does verify_record.py.
    """
    from audit.record_command import prove_case

    prove_case(run, case, out)


@click.command()
@click.argument("run", type=anything)
@click.option("--case", "cases", multiple=True, required=True, help="Id; may be repeated.")
@new_file
def redact(run: Path, cases: tuple[str, ...], out: Path) -> None:
    """Copy the record of RUN without some cases; the copy verifies to the same root.

    In place of each withheld line its digest stands. It hides a text that nobody can guess word for
    word.
    """
    from audit.record_command import redact_cases

    redact_cases(run, cases, out)


@click.command()
@click.argument("run", type=anything)
@click.option("--key", type=a_file, required=True, help="PEM file of an Ed25519 private key.")
def sign(run: Path, key: Path) -> None:
    """Sign the record of RUN and every file beside it. Needs the extra `sign`.

    Make a key with `openssl genpkey -algorithm ed25519 -out key.pem`, and hand out what
    `openssl pkey -in key.pem -pubout` prints.
    """
    from audit.record_command import sign_run

    sign_run(run, key)


RECORD_COMMANDS = (prove, redact, sign, verify)
