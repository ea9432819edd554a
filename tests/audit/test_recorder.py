"""What a crash left of a subject's answers is not paid for a second time, over real HTTP."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import pytest

from audit.draws import Draw
from audit.recorder import Announcing, Recorder
from audit.subjects import Outcome, Subject, opened
from audit.suite import LlmSpec, Prompt
from detectors.errors import RecordError
from detectors.records import Answer, Case, Task

Body: TypeAlias = dict[str, object]
Serve: TypeAlias = Callable[[Callable[[Body], str | int]], tuple[str, list[Body]]]

CASES = [Case(id=f"c{n}", task=Task.ANSWER, text=f"How much {n}?") for n in range(1, 4)]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "run" / "answers-large.jsonl"


@contextmanager
def recording(journal: Path, url: str, *, model: str = "m-1") -> Iterator[Recorder]:
    """The subject behind the endpoint, its answers written to the journal."""
    template = journal.parent.parent / "prompt.txt"
    template.write_text("{{ text }}", encoding="utf-8")
    spec = LlmSpec(
        kind="llm",
        name="large",
        model=model,
        prompts={Task.ANSWER: Prompt(template=template)},
        base_url=url,
        retries=0,
        concurrency=1,
        seed=40,
    )
    with (
        opened(spec, labels=(), cache=journal.parent) as subject,
        Recorder(announcing(subject), journal, resume=True) as recorder,
    ):
        yield recorder


def announcing(subject: Subject) -> Announcing:
    assert isinstance(subject, Announcing)
    return subject


def sampled(cases: list[Case], *, n: int, temperature: float) -> list[Draw]:
    numbers = range(1, n + 1)
    return [
        Draw(case, sample=number, temperature=temperature) for case in cases for number in numbers
    ]


def echo(body: Body) -> str:
    messages = body["messages"]
    assert isinstance(messages, list)
    return f"{messages[-1]['content']} {body['seed']}"


class KilledError(Exception):
    """Ends a run between two answers."""


@contextmanager
def killed(journal: Path, url: str) -> Iterator[Recorder]:
    """The subject of a run that ends in disorder after this block."""
    with suppress(KilledError), recording(journal, url) as recorder:
        yield recorder
        raise KilledError


def texts(outcomes: Iterator[Outcome]) -> list[str]:
    return [one.text if isinstance(one, Answer) else one.message for one in outcomes]


@pytest.mark.parametrize("answered", range(4))
def test_answers_at_hand_are_not_asked_for(serve: Serve, journal: Path, answered: int) -> None:
    url, bodies = serve(echo)
    with killed(journal, url) as subject:
        list(subject.answers(CASES[:answered]))
    with recording(journal, url) as subject:
        assert texts(subject.answers(CASES)) == [f"How much {n}? 40" for n in (1, 2, 3)]
    assert len(bodies) == 3


@pytest.mark.parametrize("drawn", range(10))
def test_samples_at_hand_are_not_asked_for(serve: Serve, journal: Path, drawn: int) -> None:
    url, bodies = serve(echo)
    expected = [f"How much {n}? {40 + sample}" for n in (1, 2, 3) for sample in (1, 2, 3)]
    with killed(journal, url) as subject:
        list(islice(subject.draws(sampled(CASES, n=3, temperature=0.5)), drawn))
    with recording(journal, url) as subject:
        assert texts(subject.draws(sampled(CASES, n=3, temperature=0.5))) == expected
    asked = Counter(map(echo, bodies))  # one may have been asked ahead and never been read
    assert {asked[text] for text in expected[:drawn]} <= {1}
    assert set(asked) == set(expected)


def test_samples_of_another_temperature_are_others(serve: Serve, journal: Path) -> None:
    url, bodies = serve(echo)
    with killed(journal, url) as subject:
        list(subject.draws(sampled(CASES[:1], n=2, temperature=0.5)))
    with recording(journal, url) as subject:
        list(subject.draws(sampled(CASES[:1], n=2, temperature=0.6)))
    assert [body["temperature"] for body in bodies] == [0.5, 0.5, 0.6, 0.6]


def test_an_error_is_no_answer_and_is_asked_again(serve: Serve, journal: Path) -> None:
    gone = [True]
    url, bodies = serve(lambda body: 500 if gone[0] and "2" in echo(body) else echo(body))
    with killed(journal, url) as subject:
        first = texts(subject.answers(CASES))
    assert "500 Internal Server Error" in first[1]
    gone[0] = False
    with recording(journal, url) as subject:
        assert texts(subject.answers(CASES)) == [f"How much {n}? 40" for n in (1, 2, 3)]
    assert len(bodies) == 3 + 1


@pytest.mark.parametrize("left", [1, 20, -1])
def test_a_line_that_was_cut_short_is_dropped(serve: Serve, journal: Path, left: int) -> None:
    url, bodies = serve(echo)
    with killed(journal, url) as subject:
        list(subject.answers(CASES))
    content = journal.read_bytes()
    last = content.rindex(b"\n", 0, -1) + 1
    journal.write_bytes(content[: last + left] if left > 0 else content[:left])
    with recording(journal, url) as subject:
        assert texts(subject.answers(CASES)) == [f"How much {n}? 40" for n in (1, 2, 3)]
    assert len(bodies) == 3 + 1


def test_a_journal_without_a_whole_line_is_begun_again(serve: Serve, journal: Path) -> None:
    url, bodies = serve(echo)
    journal.parent.mkdir()
    journal.write_bytes(b'{"schema":1,"ki')
    with recording(journal, url) as subject:
        assert len(texts(subject.answers(CASES))) == 3
    assert len(bodies) == 3


def test_answers_of_another_model_are_refused(serve: Serve, journal: Path) -> None:
    url, bodies = serve(echo)
    with killed(journal, url) as subject:
        list(subject.answers(CASES))
    with (
        pytest.raises(RecordError, match="answered by another model, or with other prompts"),
        recording(journal, url, model="m-2") as other,
    ):
        next(other.answers(CASES))
    assert len(bodies) == 3
