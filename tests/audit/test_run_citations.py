"""A suite that names the detector of citations, from its file to the report."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.cli import main

Written = Callable[..., Path]

ANSWERS = {
    "a": "An adult may take at most 4 g of novacillin in 24 hours [Novacillin].",
    "b": "Novacillin is kept below 25 °C [The Novacillin Handbook].",
    "c": "I do not know; the reference pages do not say.",
}


def test_an_invented_source_fails_a_run_whose_claims_are_all_supported(
    write_suite: Written, tmp_path: Path
) -> None:
    folder = write_suite(ANSWERS)
    suite = (folder / "suite.yaml").read_text(encoding="utf-8")
    suite = suite.replace("[grounding]", "[grounding, citations]")
    (folder / "suite.yaml").write_text(suite, encoding="utf-8")
    out = tmp_path / "run"
    arguments = ["run", str(folder), "--out", str(out), "--cache", str(tmp_path / "cache")]
    with pytest.raises(SystemExit) as end:
        main([*arguments, "--format", "md,html"])
    assert end.value.code == 1
    told = (out / "report.md").read_text(encoding="utf-8")
    assert "Findings at error level: 1." in told
    assert "0 not as expected, 0 not judged, 3 as expected" in told
    assert "error: \\[The Novacillin Handbook\\]" in told
    assert "no such source" in (out / "report.html").read_text(encoding="utf-8")
