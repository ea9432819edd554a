import subprocess
import sys
from pathlib import Path

from audit.subjects import SUBJECTS, opened
from audit.suite import ReplaySpec
from detectors.registry import load, names


def test_every_kind_is_opened_by_a_function_that_is_there() -> None:
    for kind in names("assaykit.subjects", SUBJECTS):
        assert callable(load("subject kind", kind, group="assaykit.subjects", builtin=SUBJECTS))


def test_a_subject_is_opened_by_its_kind(tmp_path: Path) -> None:
    recording = tmp_path / "large.jsonl"
    recording.write_text(
        '{"schema":1,"kind":"llm","subject":"large","recorded":"2026-01-01T00:00:00+00:00",'
        '"tasks":["answer"],"components":[],"prompts":{}}\n',
        encoding="utf-8",
    )
    spec = ReplaySpec(kind="replay", name="large", recording=recording)
    with opened(spec, labels=(), cache=tmp_path) as subject:
        assert subject.plan().kind == "replay"


def test_importing_subjects_loads_nothing_heavy() -> None:
    code = (
        "import sys, audit.subjects, audit.recording;"
        "print(*{'openai', 'torch', 'transformers', 'xllamacpp', 'jinja2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
