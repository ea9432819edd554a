"""A prompt takes exactly the examples that it is given, written as it writes its own."""

from pathlib import Path

import pytest

from audit.few_shot import with_shots
from audit.prompting import Prompting, load_prompts
from audit.suite import Prompt
from audit.training_data import Example
from detectors.records import Task

EXAMPLES = [Example(text="Where?", label="place"), Example(text="When?", label="time")]
TEMPLATE = "{% for e in examples %}{{ e.text }} > {{ e.output }}\n{% endfor %}{{ text }} >"


def prompting(tmp_path: Path, own: str | None) -> Prompting:
    (tmp_path / "t.txt").write_text(TEMPLATE, encoding="utf-8")
    examples = None
    if own:
        examples = tmp_path / "e.jsonl"
        examples.write_text(own + "\n", encoding="utf-8")
    prompt = Prompt(template=tmp_path / "t.txt", examples=examples)
    return load_prompts({Task.CLASSIFY: prompt}, labels=("place", "time"), chat=False)[
        Task.CLASSIFY
    ]


@pytest.mark.parametrize(
    ("own", "output"),
    [
        (None, '{"label": "place"}'),
        ('{"text": "So?", "output": "{\\"label\\": \\"time\\"}"}', '{"label": "place"}'),
        ('{"text": "So?", "output": "time"}', "place"),
    ],
)
def test_examples_are_written_as_the_prompt_writes_its_own(
    own: str | None, output: str, tmp_path: Path
) -> None:
    shown = with_shots(prompting(tmp_path, own), EXAMPLES[:1])
    assert shown.render("Who?") == f"Where? > {output}\nWho? >"


def test_no_example_leaves_none_of_its_own_and_another_digest(tmp_path: Path) -> None:
    own = prompting(tmp_path, '{"text": "So?", "output": "time"}')
    digests = {
        one.sha256 for one in (own, with_shots(own, EXAMPLES), with_shots(own, EXAMPLES[:1]))
    }
    assert with_shots(own, []).render("Who?") == "Who? >"
    assert len(digests) == 3
