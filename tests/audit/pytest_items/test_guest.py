"""In a session that uses nothing of ours the plugin does nothing, and no session breaks for it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

WrittenLabels = Callable[..., Path]
LOADED = """
import sys
def test_own():
    ours = [name for name in sys.modules if name.split(".")[0] in ("audit", "reports", "detectors")]
    assert "pytest_assaykit" in sys.modules
    assert ours == []
"""
SHADOW = "def entry(): return 'theirs'\n"
USES_THEIRS = "import {name}\ndef test_theirs(): assert {name}.entry() == 'theirs'\n"


def test_an_idle_plugin_imports_nothing_of_ours_and_leaves_no_file(
    project: pytest.Pytester,
) -> None:
    project.makepyfile(**{"tests/test_own": LOADED})
    before = _files(project)
    told = project.runpytest_subprocess("-p", "no:cacheprovider")
    told.assert_outcomes(passed=1)
    told.stdout.no_fnmatch_line("*udit*")
    assert _files(project) == before


def _files(project: pytest.Pytester) -> set[Path]:
    """Those of the project, and not what Python and pytester leave."""
    tests = project.path / "tests"
    return {path for path in tests.rglob("*") if "__pycache__" not in path.parts}


def test_the_plugin_itself_imports_little() -> None:
    code = "import pytest, sys; before = set(sys.modules); import pytest_assaykit; "
    code += "print(*sorted(set(sys.modules) - before))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) <= {"_pytest.terminal", "pytest_assaykit", "secrets", "hmac"}


def test_it_can_be_left_out(project: pytest.Pytester, labels: WrittenLabels) -> None:
    labels()
    project.makepyfile(**{"tests/test_own": "def test_own(): pass"})
    told = project.runpytest("-p", "no:assay")
    told.assert_outcomes(passed=1)


@pytest.mark.parametrize("name", ["audit", "detectors", "reports"])
def test_a_module_of_theirs_breaks_nothing_and_is_named_where_ours_is_wanted(
    project: pytest.Pytester, labels: WrittenLabels, name: str
) -> None:
    labels()
    project.makepyfile(
        **{
            f"tests/{name}": SHADOW,
            "tests/test_theirs": USES_THEIRS.format(name=name),
            "tests/test_fixture": "def test_fixture(audited): pass",
            "tests/test_ours": "from audit.testing import assert_grounded\ndef test(): pass",
        }
    )
    told = project.runpytest_subprocess("-v")
    stands = f"*`{name}` is {project.path / 'tests' / f'{name}.py'} here, and Assay has a package *"
    told.stdout.fnmatch_lines(["tests/labels.assay.yaml::suite FAILED*"])
    told.stdout.fnmatch_lines([stands] * 3)
    told.stdout.fnmatch_lines(
        [
            "tests/test_fixture.py::test_fixture ERROR*",
            "tests/test_ours.py::assay FAILED*",
            "tests/test_theirs.py::test_theirs PASSED*",
        ]
    )
    assert told.ret == pytest.ExitCode.TESTS_FAILED


def test_a_package_of_theirs_at_the_root_is_named_before_it_is_imported(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels()
    project.mkpydir("reports")
    told = project.runpytest_subprocess("--import-mode=importlib")
    told.assert_outcomes(failed=1)
    told.stdout.fnmatch_lines([f"`reports` is {project.path / 'reports' / '__init__.py'} here*"])


@pytest.mark.parametrize("inside", ["tests/unit", "tests/unit/audit"])
def test_a_module_of_theirs_beside_deeper_tests_is_seen_before_those_are_collected(
    project: pytest.Pytester, labels: WrittenLabels, inside: str
) -> None:
    labels()
    name = "tests/unit/audit" if inside == "tests/unit" else "tests/unit/audit/__init__"
    uses = USES_THEIRS.format(name="audit")
    (project.path / inside).mkdir(parents=True)
    project.makepyfile(**{name: SHADOW, f"{inside}/test_theirs": uses})
    told = project.runpytest_subprocess("-v")
    told.stdout.fnmatch_lines(["tests/labels.assay.yaml::suite FAILED*"])
    told.stdout.fnmatch_lines([f"{inside}/test_theirs.py::test_theirs PASSED*"])


def test_a_module_of_theirs_where_no_tests_lie_stands_in_no_ones_way(
    project: pytest.Pytester, labels: WrittenLabels
) -> None:
    labels()
    for folder in ("tests/tools", "tests/node_modules/tests"):
        (project.path / folder).mkdir(parents=True)
    project.makepyfile(
        **{
            "tests/tools/audit": SHADOW,
            "tests/node_modules/tests/audit": SHADOW,
            "tests/node_modules/tests/test_theirs": "def test_theirs(): pass",
        }
    )
    project.runpytest_subprocess("-m", "not assay_gate").assert_outcomes(passed=12, deselected=2)
