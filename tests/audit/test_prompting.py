from pathlib import Path

import pytest

from audit.prompting import Prompting, load_prompts
from audit.suite import Prompt
from detectors.errors import SuiteError
from detectors.records import Task

SHIPPED = Path(__file__).parents[2] / "fixtures" / "medical" / "prompts"
LABELS = ("dosage", "storage")
SHIPPED_LABELS = (
    *LABELS,
    "interaction",
    "contraindication",
    "side_effect",
    "pregnancy",
    "emergency",
    "missed_dose",
)


def loaded(
    folder: Path,
    template: str = "{{ text }}",
    *,
    examples: str | None = None,
    system: str | None = None,
    task: Task = Task.CLASSIFY,
    chat: bool = True,
) -> Prompting:
    """The prompt made of these files."""
    files = {"template": template, "examples": examples, "system": system}
    for name, content in files.items():
        if content is not None:
            (folder / name).write_text(content, encoding="utf-8")
    prompt = Prompt(
        template=folder / "template",
        examples=folder / "examples" if examples is not None else None,
        system=folder / "system" if system is not None else None,
    )
    return load_prompts({task: prompt}, labels=LABELS, chat=chat)[task]


def test_a_template_sees_text_labels_and_examples(tmp_path: Path) -> None:
    template = (
        "{{ labels|join('/') }}{% for e in examples %} {{ e.text }}={{ e.output }}{% endfor %}"
        " {{ text }}:\n"
    )
    prompt = loaded(tmp_path, template, examples='{"text": "How much?", "output": "dosage"}\n')
    assert prompt.render("<Why?>") == "dosage/storage How much?=dosage <Why?>:"


def test_text_that_looks_like_a_template_stays_text(tmp_path: Path) -> None:
    assert loaded(tmp_path).render("{{ labels }}") == "{{ labels }}"


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("one\n{{ text", ":2: not a Jinja2 template: "),
        ("one\n{{ text }} {{ question }}", ":2: nothing called 'question'; a template sees "),
        ("one", ": never uses `text`, so every case would be asked alike"),
        ("one\n{{ text.missing }}", ":2: cannot be filled in: 'str object' has no attribute"),
        ("one\n{{ 1 / (text|length - text|length) }}", ":2: cannot be filled in: division by zero"),
        ("{{ text }}\n{{ ''.__class__.__mro__ }}", ":2: cannot be filled in: access to attribute"),
    ],
)
def test_a_wrong_template_is_named_by_file_and_line(
    tmp_path: Path, template: str, problem: str
) -> None:
    with pytest.raises(SuiteError) as caught:
        loaded(tmp_path, template)
    assert str(caught.value).startswith(f"{tmp_path / 'template'}{problem}")


@pytest.mark.parametrize(
    ("examples", "problem"),
    [
        ("", "is empty; give at least one example, or leave the file out"),
        ('{"text": "a", "output": "dosage"}\n{"text"', ":2: not JSON: "),
        ('{"text": "a"}', ":1, field output: "),
        ('{"text": "a", "output": "weather"}', ":1, field output: 'weather' chooses no label"),
    ],
)
def test_a_wrong_example_is_named_by_file_and_line(
    tmp_path: Path, examples: str, problem: str
) -> None:
    with pytest.raises(SuiteError) as caught:
        loaded(tmp_path, examples=examples)
    assert problem in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "examples"))


def test_an_answer_example_may_say_anything(tmp_path: Path) -> None:
    example = '{"text": "a", "output": "I do not know."}'
    assert loaded(tmp_path, examples=example, task=Task.ANSWER).examples[0].text == "a"


def test_a_system_message_is_for_chat_alone(tmp_path: Path) -> None:
    assert loaded(tmp_path, system="Be brief.\n").system == "Be brief."
    with pytest.raises(SuiteError, match="a system message needs `api: chat`"):
        loaded(tmp_path, system="Be brief.", chat=False)


def test_the_digest_changes_with_every_file(tmp_path: Path) -> None:
    example = '{"text": "a", "output": "dosage"}'
    variants = [
        loaded(tmp_path),
        loaded(tmp_path, "{{ text }}!"),
        loaded(tmp_path, examples=example),
        loaded(tmp_path, system=example),
    ]
    assert len({prompt.sha256 for prompt in variants}) == len(variants)


@pytest.mark.parametrize("task", list(Task))
def test_the_shipped_prompts_end_where_a_base_model_goes_on(task: Task) -> None:
    name = task.value
    prompt = Prompt(template=SHIPPED / f"{name}.txt", examples=SHIPPED / f"{name}-examples.jsonl")
    shown = load_prompts({task: prompt}, labels=SHIPPED_LABELS, chat=False)[task].shown()
    assert shown.endswith("\n\nQuestion: {{ text }}\nAnswer:")
    assert "\n\n\n" not in shown
    assert shown.count("Question: ") == shown.count("\nAnswer:")
