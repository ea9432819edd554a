"""What `assay demo` does: audits shipped suites, one after the other, and writes every format."""

from collections.abc import Sequence
from pathlib import Path

import click

from audit.run_command import audit_suite
from audit.shipped import shipped_suite

FORMATS = "html,pdf,md,json,junit,sarif"
CARRIED_OUT = (0, 1)
"""Exit codes of an audit that was decided."""


def audit_domains(domains: Sequence[str], *, replay: bool, out: Path | None, cache: Path) -> int:
    """0 where every audit was carried out, whatever it found; else the code of the first that was
    not. With several domains each has a folder of its own below `out`."""
    suites = {domain: shipped_suite(domain) for domain in domains}  # all known, or none is begun
    failed = []
    for domain, suite in suites.items():
        folder = out / domain if out and len(suites) > 1 else out
        code = audit_suite(
            suite, name=f"demo-{domain}", out=folder, cache=cache, replay=replay, formats=FORMATS
        )
        if code in CARRIED_OUT:
            click.echo(f"The {domain} demo is done. `assay run` on this suite exits with {code}.")
        else:
            failed.append(code)
    return failed[0] if failed else 0
