"""The pytest plugin of Assay: suites as test items, and the fixture `audited`; see docs/pytest.md.

It is loaded into every pytest session where Assay is installed, whoever's that is. So it imports
nothing of ours, writes nothing and prints nothing before a suite or fixture of ours is used; all
that takes more than a look is in `audit.pytest_items`. And since `audit`, `reports` and `detectors`
are names that others use too, it looks whose they are first: a test that needs ours and cannot have
them fails with a sentence, and no other test is disturbed.
"""

import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

if TYPE_CHECKING:
    from audit.pytest_items.live_answers import LiveAnswers
    from audit.pytest_items.session_end import SessionEnd
    from audit.testing.audited import Audited

PACKAGES = ("audit", "reports", "detectors")
HOME = Path(__file__).resolve().parent
"""Where our packages lie: beside this module, in a wheel and in a checkout."""
SUFFIX = ".assay.yaml"
MARKERS = (
    "assay: every item of an audit suite",
    "assay_gate: a gate of an audit suite, or its comparison with a baseline",
)
NAMED = pytest.StashKey[frozenset[Path]]()
"""Suites named by --assay."""
TEST_FOLDERS = pytest.StashKey[frozenset[Path]]()
"""Folders of tests that were not collected yet when a suite was."""
AUDITED = pytest.StashKey["Audited"]()
"""What the fixture `audited` of a test recorded."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("assay", "audits of language models")
    group.addoption(
        "--assay",
        action="append",
        default=[],
        metavar="SUITE",
        help="collect this suite too: a YAML file, or a folder with suite.yaml; may be repeated. "
        f"Files named *{SUFFIX} are collected anyway.",
    )
    group.addoption(
        "--assay-live",
        action="store_true",
        help="ask the LLMs of suites; without it they answer from their recordings, and nothing "
        "is called.",
    )
    group.addoption(
        "--assay-report",
        metavar="DIR",
        help="write record and reports of each suite to DIR/NAME; DIR must be new or empty.",
    )
    group.addoption(
        "--assay-baseline",
        action="append",
        default=[],
        metavar="RUN",
        help="compare with an earlier run of a suite, its folder or run.jsonl; may be repeated.",
    )
    parser.addini(
        "assay_gates_decide",
        "xfail a wrong answer that a gate counts, since the gate decides, as in `assay run`.",
        type="bool",
        default=False,
    )


def pytest_configure(config: pytest.Config) -> None:
    for line in MARKERS:
        config.addinivalue_line("markers", line)
    named = [_suite_path(name, config) for name in config.getoption("--assay")]
    config.stash[NAMED] = frozenset(named)
    config.args.extend(str(path) for path in named)
    if not hasattr(config, "workerinput"):  # no worker of xdist
        _check_report_folder(config)
        config.pluginmanager.register(_Controller(config), "assay-controller")


def _suite_path(name: str, config: pytest.Config) -> Path:
    path = (config.invocation_params.dir / name).resolve()
    path = path / "suite.yaml" if path.is_dir() else path
    if not path.is_file():
        raise pytest.UsageError(f"--assay {name}: there is no suite at {path}")
    return path


def _check_report_folder(config: pytest.Config) -> None:
    """Before the audit, not after it: no run overwrites another."""
    named = config.getoption("--assay-report")
    folder = config.invocation_params.dir / (named or "")
    if named and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise pytest.UsageError(f"--assay-report {named}: is not empty; name another folder")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    named = parent.config.stash.get(NAMED, frozenset())
    if not (file_path.name.endswith(SUFFIX) or (named and file_path.resolve() in named)):
        return None
    if sentence := shadowed(_places(parent.config, file_path)):
        return _RefusedFile.from_parent(parent, path=file_path, sentence=sentence)
    from audit.pytest_items.suite_file import SuiteFile

    return SuiteFile.from_parent(parent, path=file_path)


def pytest_collection_modifyitems(config: pytest.Config) -> None:
    if config.getoption("--assay-baseline") and not shadowed(()):
        from audit.pytest_items.suite_file import check_baselines

        check_baselines(config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module that imports ours and gets another fails by itself, and does not end the session."""
    report = yield
    ours = report.failed and isinstance(collector, pytest.Module) and _wants_ours(report)
    if ours and (sentence := shadowed(())):
        refused = _Refused.from_parent(collector, name="assay", sentence=sentence)
        report.outcome, report.longrepr, report.result = "passed", None, [refused]
    return report


def _wants_ours(report: pytest.CollectReport) -> bool:
    call = getattr(report, "call", None)
    cause = call.excinfo.value.__cause__ if call and call.excinfo else None
    return isinstance(cause, ImportError) and (cause.name or "").split(".")[0] in PACKAGES


def shadowed(places: tuple[Path, ...]) -> str | None:
    """Which file stands where one of our packages is wanted, in a sentence; `None` where none does.

    `places` are folders that tests may be imported from, beside those of `sys.path`: once ours is
    imported, a module of that name there could not be, and its tests would break.
    """
    for name in PACKAGES:
        found = [_origin(name), *(_module_in(place, name) for place in places)]
        for file in found:
            if file is not None and file != HOME / name / "__init__.py":
                return (
                    f"`{name}` is {file} here, and Assay has a package of that name in {HOME}: "
                    "only one of them can be imported, so nothing is audited; rename yours, or "
                    "audit from another project"
                )
    return None


def _origin(name: str) -> Path | None:
    """The file that an import of the package gives, or has given already."""
    if name in sys.modules:
        file = getattr(sys.modules[name], "__file__", None)
    else:
        spec = find_spec(name)
        file = spec.origin if spec else None
    return Path(file).resolve() if file else None


def _module_in(place: Path, name: str) -> Path | None:
    """The module of that name in a folder that is no package itself."""
    if (place / "__init__.py").exists():
        return None
    files = (place / f"{name}.py", place / name / "__init__.py")
    return next((file.resolve() for file in files if file.is_file()), None)


def _places(config: pytest.Config, file: Path) -> tuple[Path, ...]:
    """Folders that pytest puts on `sys.path` for tests that it has not come to yet."""
    above = [folder for folder in file.parents if folder.is_relative_to(config.rootpath)]
    given = (Path(argument.partition("::")[0]) for argument in config.args)
    named = [config.invocation_params.dir / path for path in given]
    folders = [path if path.is_dir() else path.parent for path in named]
    if TEST_FOLDERS not in config.stash:
        config.stash[TEST_FOLDERS] = frozenset(_test_folders(folders, config))
    deeper: frozenset[Path] = config.stash[TEST_FOLDERS]
    return tuple(dict.fromkeys([*above, *folders, *sorted(deeper)]))


def _test_folders(folders: Iterable[Path], config: pytest.Config) -> Iterator[Path]:
    """Those below, in which tests lie or packages of tests, that pytest does not pass by."""
    if config.getoption("importmode") == "importlib":
        return  # it puts none on `sys.path`
    passed_by, tests = config.getini("norecursedirs"), config.getini("python_files")
    for folder in folders:
        for path, below, files in os.walk(folder):
            below[:] = [name for name in below if not _matches(name, passed_by)]
            if "pyvenv.cfg" in files:
                below.clear()
            elif any(_matches(name, tests) for name in files):
                yield _above_packages(Path(path))


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _above_packages(folder: Path) -> Path:
    """The folder from which a module in this one is imported."""
    while (folder / "__init__.py").exists():
        folder = folder.parent
    return folder


class _Refused(pytest.Item):
    """Stands for tests that need ours where it cannot be had."""

    def __init__(self, *, sentence: str, **arguments: object) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]
        self._sentence = sentence

    @classmethod
    def from_parent(cls, parent: pytest.Collector, *, name: str, sentence: str) -> Self:  # type: ignore[override]
        return super().from_parent(parent, name=name, sentence=sentence)

    def runtest(self) -> None:
        pytest.fail(self._sentence, pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class _RefusedFile(pytest.File):
    """A suite where ours cannot be had."""

    def __init__(self, *, sentence: str, **arguments: object) -> None:
        super().__init__(**arguments)  # type: ignore[arg-type]
        self._sentence = sentence

    @classmethod
    def from_parent(cls, parent: pytest.Collector, *, path: Path, sentence: str) -> Self:  # type: ignore[override]
        return super().from_parent(parent, path=path, sentence=sentence)

    def collect(self) -> Iterator[pytest.Item]:
        yield _Refused.from_parent(self, name="suite", sentence=self._sentence)


@pytest.fixture
def audited(request: pytest.FixtureRequest) -> "Iterator[Audited]":
    """Records what an `openai` client under test is answered, and audits it when the test ends.

    `client = audited.watch(OpenAI(), corpus="docs/corpus")` gives the same client back. The test
    fails where an answer holds a claim that the corpus refutes or does not support, and where
    nothing was recorded or nothing could be judged.
    """
    if sentence := shadowed(()):
        pytest.fail(sentence, pytrace=False)
    from audit.testing.audited import Audited

    made = Audited(cwd=request.config.rootpath)
    request.node.stash[AUDITED] = made
    yield made
    made.release()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """The audit is part of the test: it fails, rather than what is torn down after it."""
    yield
    if AUDITED in item.stash:
        found = item.stash[AUDITED].audit()
        item.user_properties.extend(found.properties)
        if found.problem:
            from audit.pytest_items.outcomes import told

            raise told(found.problem)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Takes along what items and failures of ours have to say; it crosses xdist with the report."""
    report = yield
    failure = call.excinfo.value if call.excinfo else None
    if outcome := getattr(failure, "assay_outcome", None):
        vars(report)["assay_outcome"] = outcome
        if crash := getattr(report.longrepr, "reprcrash", None):
            crash.message = str(failure).partition("\n")[0]  # CI would list all of it again
    take_along = getattr(item, "assay_payloads", None)
    if take_along and call.when == "setup":
        vars(report)["assay_payloads"] = take_along()
    return report


def pytest_report_teststatus(
    report: pytest.TestReport | pytest.CollectReport,
) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
    if report.failed and getattr(report, "assay_outcome", None) == "underpowered":
        return "underpowered", "U", ("UNDERPOWERED", {"yellow": True})
    return None


class _Controller:
    """Gathers what items of ours report, in the process that the person sees."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._payloads: list[str] = []
        self._end: SessionEnd | None = None
        self._shared = Path(tempfile.gettempdir()) / f"assay-{secrets.token_hex(16)}"
        """Where the workers of xdist leave for one another what they found, if they do."""
        self._live: LiveAnswers | None = None
        cache = getattr(config, "cache", None)
        if cache and config.getoption("--assay-live") and not shadowed(()):
            self._keep_live(cache.mkdir("assay-live"))

    def _keep_live(self, folder: Path) -> None:
        from audit.pytest_items.live_answers import LIVE, LiveAnswers

        answers = LiveAnswers(folder)
        if answers.take():
            self._live = answers
            self._config.stash[LIVE] = folder

    def pytest_report_header(self) -> str | None:
        if self._live and self._live.has_some():
            return (
                f"assay: answers that an earlier session paid for lie in {self._live.folder}, and "
                "are used where their suite is asked again; --cache-clear forgets them"
            )
        return None

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: object) -> None:
        """Called by xdist for each worker."""
        live = self._live.folder if self._live else ""
        folders = {"assay_shared": self._shared, "assay_live": live}
        for name, folder in folders.items():
            node.workerinput[name] = str(folder)  # type: ignore[attr-defined]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._payloads.extend(getattr(report, "assay_payloads", ()))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._live:
            cut_short = (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR)
            self._live.give_back(ended=session.exitstatus not in cut_short)
        if not self._payloads:
            return
        from audit.pytest_items.session_end import SessionEnd

        named = self._config.getoption("--assay-report")
        folder = self._config.invocation_params.dir / named if named else None
        self._end = SessionEnd(self._payloads, folder)
        if self._end.problems and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for report in terminalreporter.getreports("underpowered"):
            terminalreporter.write_sep("_", f"UNDERPOWERED: {report.head_line}", yellow=True)
            terminalreporter.write_line(report.longreprtext)
        if self._end:
            self._end.show(terminalreporter)

    def pytest_unconfigure(self) -> None:
        shutil.rmtree(self._shared, ignore_errors=True)
