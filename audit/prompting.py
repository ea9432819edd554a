"""Puts a case to a prompted model: templates and few-shot examples, checked before the first call.

A template is Jinja2 text that sees `text`, `labels` and `examples`. It runs sandboxed, and a name
that it does not know is an error: a prompt with a silent gap would be paid for a thousand times.
"""

import hashlib
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from audit.choice import Choice, choice_schema, read_choice
from audit.suite import Prompt
from detectors.errors import SuiteError
from detectors.reading import parse, read_jsonl, read_text
from detectors.records import Task

KNOWN = ("examples", "labels", "text")
"""The names that a template sees."""

PLACE = "{{ text }}"
"""Stands for the case where a prompt is shown without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question with the output that is wanted, shown to the model before the case."""

    text: str
    output: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompting:
    """How one task is put to a model, checked and ready."""

    template: Template
    labels: tuple[str, ...]
    examples: tuple[Example, ...]
    system: str | None
    """Sent before the prompt, in a chat."""
    max_tokens: int
    stop: tuple[str, ...]
    sha256: str
    """Over template, examples and system message."""
    schema: Mapping[str, object] | None = None
    """The JSON schema that what the model writes is held to, where the suite lets it be."""

    def render(self, text: str) -> str:
        """The prompt for a case with this text."""
        return self.template.render(text=text, labels=self.labels, examples=self.examples)

    def shown(self) -> str:
        """The whole prompt with a mark where the case goes, to be read or stored."""
        prompt = self.render(PLACE)
        return f"{self.system}\n\n{prompt}" if self.system else prompt


def load_prompts(
    prompts: Mapping[Task, Prompt], *, labels: tuple[str, ...], chat: bool
) -> dict[Task, Prompting]:
    """Every task's prompt, checked; raises `SuiteError` at the file and line that is wrong."""
    return {
        task: _load(prompt, task=task, labels=labels, chat=chat) for task, prompt in prompts.items()
    }


def _load(prompt: Prompt, *, task: Task, labels: tuple[str, ...], chat: bool) -> Prompting:
    if prompt.system and not chat:
        raise SuiteError(
            "a system message needs `api: chat`; for completions write it into the template",
            path=prompt.system,
        )
    if task is Task.CLASSIFY and not labels:
        raise SuiteError("asks for a label, but the suite states no labels", path=prompt.template)
    examples = tuple(_examples(prompt.examples, task, labels)) if prompt.examples else ()
    loaded = Prompting(
        template=_template(prompt.template),
        labels=labels,
        examples=examples,
        system=read_text(prompt.system, error=SuiteError).strip() if prompt.system else None,
        max_tokens=prompt.max_tokens,
        stop=prompt.stop,
        sha256=_sha256([prompt.template, prompt.examples, prompt.system]),
        schema=choice_schema(labels) if task is Task.CLASSIFY else None,
    )
    _try(loaded, prompt.template)
    return loaded


def _template(path: Path) -> Template:
    """The template; raises `SuiteError` where it is no Jinja2 or uses a name that is not known."""
    source = read_text(path, error=SuiteError)
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as problem:
        raise SuiteError(
            f"not a Jinja2 template: {problem.message}", path=path, line=problem.lineno
        ) from None
    used = meta.find_undeclared_variables(tree)
    for name in sorted(used - {*KNOWN, *environment.globals}):
        raise SuiteError(
            f"nothing called {name!r}; a template sees {', '.join(KNOWN)}",
            path=path,
            line=_line(tree, name),
        )
    if "text" not in used:
        raise SuiteError("never uses `text`, so every case would be asked alike", path=path)
    return environment.from_string(source)


def _line(tree: nodes.Template, name: str) -> int:
    return next(node.lineno for node in tree.find_all(nodes.Name) if node.name == name)


def _try(prompting: Prompting, path: Path) -> None:
    """Raise `SuiteError` where the template cannot be filled in."""
    try:
        prompting.shown()
    except Exception as problem:  # a template is the user's program: it may raise anything
        frames = traceback.extract_tb(problem.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
        raise SuiteError(
            f"cannot be filled in: {problem}", path=path, line=lines[-1] if lines else None
        ) from problem


def _examples(path: Path, task: Task, labels: Sequence[str]) -> Iterator[Example]:
    rows = list(read_jsonl(path, error=SuiteError))
    if not rows:
        raise SuiteError("is empty; give at least one example, or leave the file out", path=path)
    for row in rows:
        example = parse(Example, row.value, path=path, line=row.line, error=SuiteError)
        if task is Task.CLASSIFY and read_choice(example.output, labels) == Choice():
            raise SuiteError(
                f"{example.output!r} chooses no label of the suite; known: {', '.join(labels)}",
                path=path,
                line=row.line,
                field="output",
            )
        yield example


def _sha256(paths: Sequence[Path | None]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes() if path else b"").digest())
    return digest.hexdigest()
