"""The client against real HTTP on loopback: each way an endpoint fails is one clear sentence."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from audit.subjects import Outcome, opened
from audit.suite import LlmSpec, Price, Prompt
from detectors.errors import SubjectError, SuiteError
from detectors.records import Answer, Case, Task
from tests.scripted_endpoint import Endpoint, Reply, Request, as_json, chat, completion, serving

LABELS = ("dosage", "storage")
KEY = "sk-very-secret-key"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving() as server:
        yield server


@pytest.fixture
def spec(tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> LlmSpec:
    monkeypatch.setenv("ASSAY_TEST_KEY", KEY)
    template = tmp_path / "prompt.txt"
    template.write_text("Q: {{ text }}\nA:", encoding="utf-8")
    prompt = Prompt(template=template, max_tokens=9, stop=("\n",))
    return LlmSpec(
        kind="llm",
        name="large",
        model="m-1",
        prompts={Task.CLASSIFY: prompt, Task.ANSWER: prompt},
        base_url=endpoint.url,
        api_key_env="ASSAY_TEST_KEY",
        retries=0,
        timeout_s=5.0,
    )


def case(name: str, task: Task = Task.ANSWER) -> Case:
    return Case(id=name, task=task, text=f"text of {name}", label="dosage")


def cases(count: int) -> list[Case]:
    return [case(f"c{number}") for number in range(count)]


def outcomes(
    spec: LlmSpec, asked: list[Case], *, labels: tuple[str, ...] = LABELS
) -> list[Outcome]:
    with opened(spec, labels=labels, cache=Path("unused")) as subject:
        return list(subject.answers(asked))


def answer(spec: LlmSpec, asked: Case) -> Answer:
    (found,) = outcomes(spec, [asked])
    assert isinstance(found, Answer)
    return found


def sentence(spec: LlmSpec) -> str:
    """What is said where every case fails."""
    with pytest.raises(SubjectError) as caught:
        outcomes(spec, [case("c1")])
    assert caught.value.case_id is None
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_chat_answer_comes_back_with_all_that_the_endpoint_says(
    spec: LlmSpec, endpoint: Endpoint
) -> None:
    endpoint.answer = lambda _: chat(" Twice a day. ")
    price = Price(input_per_million=2.0, output_per_million=50.0)
    found = answer(replace(spec, price=price, logprobs=True), case("c1"))
    assert found.latency_s is not None
    assert 0 < found.latency_s < 5
    assert replace(found, latency_s=None) == Answer(
        text=" Twice a day. ",
        prompt_tokens=1000,
        completion_tokens=10,
        cost=0.0025,
        token_logprobs=(-0.5,),
        model="model-2026",
        finish_reason="stop",
    )


def test_a_chat_request_holds_prompt_and_options(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: chat("ok")
    answer(replace(spec, temperature=0.5, seed=7), case("c1"))
    (request,) = endpoint.requests
    assert (request.path, request.key) == ("/v1/chat/completions", KEY)
    assert request.body == {
        "model": "m-1",
        "messages": [{"role": "user", "content": "Q: text of c1\nA:"}],
        "temperature": 0.5,
        "seed": 7,
        "max_tokens": 9,
        "stop": ["\n"],
    }


def test_a_system_message_comes_first(spec: LlmSpec, endpoint: Endpoint, tmp_path: Path) -> None:
    endpoint.answer = lambda _: chat("ok")
    (tmp_path / "system.txt").write_text("Be brief.\n", encoding="utf-8")
    prompt = replace(spec.prompts[Task.ANSWER], system=tmp_path / "system.txt")
    answer(replace(spec, prompts={Task.ANSWER: prompt}), case("c1"))
    messages = endpoint.requests[0].body["messages"]
    assert isinstance(messages, list)
    assert messages[0] == {"role": "system", "content": "Be brief."}


def test_a_label_choice_is_held_to_a_schema(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: chat('{"label": "dosage"}')
    assert answer(spec, case("c1", Task.CLASSIFY)).label == "dosage"
    held = endpoint.requests[0].body["response_format"]
    assert isinstance(held, dict)
    assert held["json_schema"]["strict"] is True
    enum = held["json_schema"]["schema"]["properties"]["label"]["enum"]
    assert enum == [*LABELS, "none_of_these"]


def test_completions_send_a_prompt_and_a_bare_schema(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: completion(" storage.")
    found = answer(replace(spec, api="completions", logprobs=True), case("c1", Task.CLASSIFY))
    assert (found.label, found.finish_reason, found.cost) == ("storage", "length", None)
    assert found.token_logprobs == (-0.5, -1.5)
    (request,) = endpoint.requests
    assert (request.path, request.body["prompt"]) == ("/v1/completions", "Q: text of c1\nA:")
    assert "json_schema" in request.body


def test_the_end_of_the_text_is_no_token_of_it(spec: LlmSpec, endpoint: Endpoint) -> None:
    tokens = [{"token": "storage", "logprob": -0.5}, {"token": "", "logprob": -31.0}]
    choice = {"text": "storage", "finish_reason": "stop", "logprobs": {"content": tokens}}
    endpoint.answer = lambda _: as_json({"choices": [choice]})
    found = answer(replace(spec, api="completions", logprobs=True), case("c1", Task.CLASSIFY))
    assert found.token_logprobs == (-0.5,)
    assert found.choice_probability == pytest.approx(0.6065, abs=1e-4)


def test_without_constrain_no_schema_is_sent(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: completion("none_of_these")
    found = answer(replace(spec, api="completions", constrain=False), case("c1", Task.CLASSIFY))
    assert (found.label, found.declined) == (None, True)
    assert "json_schema" not in endpoint.requests[0].body


def test_an_unusable_choice_keeps_its_text(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: chat("Probably dosage?")
    found = answer(spec, case("c1", Task.CLASSIFY))
    assert (found.text, found.label, found.declined) == ("Probably dosage?", None, False)


def test_an_empty_answer_is_an_answer(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: completion("")
    assert answer(replace(spec, api="completions"), case("c1")).text == ""


def test_answers_come_in_order_whichever_is_ready_first(spec: LlmSpec, endpoint: Endpoint) -> None:
    def late_first(request: Request) -> Reply:
        text = json.dumps(request.body)
        return replace(chat(text), after_s=0.2 if "text of c0" in text else 0.0)

    endpoint.answer = late_first
    found = outcomes(replace(spec, concurrency=4), cases(9))
    for number, outcome in enumerate(found):
        assert isinstance(outcome, Answer)
        assert f"text of c{number}" in outcome.text


def test_one_failing_case_never_ends_the_run(spec: LlmSpec, endpoint: Endpoint) -> None:
    def too_long(request: Request) -> Reply:
        if "text of c1\n" in str(request.body["prompt"]):
            return as_json({"error": {"message": "prompt too long"}}, status=400)
        return completion("ok")

    endpoint.answer = too_long
    found = outcomes(replace(spec, api="completions"), cases(4))
    assert [isinstance(outcome, Answer) for outcome in found] == [True, False, True, True]
    problem = found[1]
    assert isinstance(problem, SubjectError)
    assert problem.case_id == "c1"
    assert problem.message == (
        f"{endpoint.url} answered 400 Bad Request: 'prompt too long'; "
        "shorten the prompt, or set `constrain: false` if it takes no JSON schema"
    )


def test_a_rate_limit_that_passes_is_waited_for(spec: LlmSpec, endpoint: Endpoint) -> None:
    limit = as_json({"error": {"message": "slow down"}}, status=429, headers={"Retry-After": "0.1"})
    endpoint.answer = lambda _: limit if len(endpoint.requests) == 1 else chat("ok")
    assert answer(replace(spec, retries=1), case("c1")).text == "ok"


def test_a_rate_limit_that_stays_is_named(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: as_json(
        {"error": {"message": "slow down"}}, status=429, headers={"Retry-After": "0.1"}
    )
    assert sentence(replace(spec, retries=1)) == (
        f"subject 'large': gave up after 1 case: {endpoint.url} answered 429 Too Many Requests, "
        "asked 2 times: 'slow down'; state its limit as requests_per_minute, lower concurrency, "
        "raise retries, or wait for the limit to pass"
    )


@pytest.mark.parametrize(
    ("status", "said", "cure"),
    [
        (401, "401 Unauthorized: 'bad key ***'", "set ASSAY_TEST_KEY to a key that may use"),
        (403, "403 Forbidden: 'bad key ***'", "set ASSAY_TEST_KEY to a key that may use"),
        (404, "404 Not Found: 'bad key ***'", "check the model 'm-1', and that base_url ends"),
        (500, "500 Internal Server Error, asked once: 'bad key ***'", "see the endpoint's log"),
        (599, "599 (an unknown status), asked once: 'bad key ***'", "see the endpoint's log"),
    ],
)
def test_a_status_is_named_with_its_cure_and_without_the_key(
    spec: LlmSpec, endpoint: Endpoint, status: int, said: str, cure: str
) -> None:
    endpoint.answer = lambda _: as_json({"error": {"message": f"bad key {KEY}"}}, status=status)
    found = sentence(spec)
    assert f"{endpoint.url} answered {said}; {cure}" in found


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(body=b"<html>Hello</html>", headers={"Content-Type": "text/html"}), "Invalid JSON"),
        (Reply(body=b"\xff\xfe\x00"), "Invalid JSON"),
        (Reply(body=b""), "Invalid JSON"),
        (Reply(body=chat("whole").body[:40]), "Invalid JSON: EOF while parsing"),
        (as_json([]), "Input should be an object"),
        (as_json({"error": "overloaded"}), "choices: Field required"),
        (as_json({"choices": []}), "choices: Tuple should have at least 1 item"),
        (as_json({"choices": [{"index": 0}]}), "choices.0 has neither text nor message"),
    ],
)
def test_a_body_that_is_no_completion_is_named(
    spec: LlmSpec, endpoint: Endpoint, reply: Reply, said: str
) -> None:
    endpoint.answer = lambda _: reply
    found = sentence(spec)
    assert f"{endpoint.url} answered 200 with no completion ({said}" in found
    assert found.endswith("; check that base_url is an OpenAI-compatible API")


def test_a_connection_cut_in_the_middle_is_named(spec: LlmSpec, endpoint: Endpoint) -> None:
    whole = chat("whole")
    endpoint.answer = lambda _: replace(whole, body=whole.body[:40], length=len(whole.body))
    found = sentence(spec)
    assert f"the connection to {endpoint.url} broke before an answer was there, asked once" in found


def test_a_time_out_is_named(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: replace(chat("late"), after_s=1.0)
    assert sentence(replace(spec, timeout_s=0.2)).endswith(
        f"{endpoint.url} gave no answer within 0.2 s, asked once; raise timeout_s or lower "
        "concurrency"
    )


def test_an_answer_that_trickles_in_ends_at_the_time_out(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: replace(chat("slowly"), trickle_s=0.05)
    assert "gave no answer within 0.3 s, asked once" in sentence(replace(spec, timeout_s=0.3))


def test_a_wait_that_is_too_long_is_told_and_not_begun(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: as_json(
        {"error": "quota"}, status=429, headers={"Retry-After": "3600"}
    )
    assert sentence(replace(spec, retries=5)).endswith(
        "answered 429 Too Many Requests, asked once: 'quota'; it asks to wait 3600 s, and no call "
        "waits longer than 120 s; go on with --resume when its limit has passed"
    )
    assert len(endpoint.requests) == 1


def test_a_connection_that_is_cut_once_is_tried_again(spec: LlmSpec, endpoint: Endpoint) -> None:
    whole = chat("whole")
    cut = replace(whole, body=whole.body[:40], length=len(whole.body))
    endpoint.answer = lambda _: cut if len(endpoint.requests) == 1 else whole
    assert answer(replace(spec, retries=1), case("c1")).text == "whole"


def test_tries_of_all_calls_keep_to_one_rate(spec: LlmSpec, endpoint: Endpoint) -> None:
    """At 600 a minute seven calls, of which one is a second try, start 0.1 s apart."""
    seen: list[float] = []

    def reply(_: Request) -> Reply:
        seen.append(time.monotonic())
        if len(seen) == 4:
            return as_json({}, status=503, headers={"Retry-After-Ms": "1"})
        return chat("ok")

    endpoint.answer = reply
    limited = replace(spec, requests_per_minute=600, concurrency=6, retries=1)
    with opened(limited, labels=LABELS, cache=Path("unused")) as subject:
        next(subject.answers(cases(1)))
        began = time.monotonic()
        assert all(isinstance(one, Answer) for one in subject.answers(cases(6)))
    assert len(seen) == 1 + 7
    assert seen[-1] - began >= 0.6  # waiting can only make it longer


def test_a_refused_connection_is_named(spec: LlmSpec) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    assert sentence(replace(spec, base_url=url)).endswith(
        f"nothing listens at {url} (connection refused); start the endpoint or correct base_url"
    )


def test_an_endpoint_that_refuses_is_not_asked_a_thousand_times(
    spec: LlmSpec, endpoint: Endpoint
) -> None:
    endpoint.answer = lambda _: as_json({"error": "no"}, status=401)
    kept: list[Outcome] = []
    with opened(spec, labels=LABELS, cache=Path("unused")) as subject:
        answers = subject.answers(cases(1000))
        with pytest.raises(SubjectError, match="gave up after 3 cases in a row: "):
            kept.extend(answers)
    assert len(endpoint.requests) < 10


def test_an_outage_after_answers_passes_the_rest_over(spec: LlmSpec, endpoint: Endpoint) -> None:
    def outage(request: Request) -> Reply:
        paid = "text of c0\n" in str(request.body["prompt"])
        return completion("paid") if paid else as_json({"error": "down"}, status=503)

    endpoint.answer = outage
    found = outcomes(replace(spec, api="completions"), cases(100))
    assert len(found) == 100
    assert isinstance(found[0], Answer)
    assert "answered 503" in str(found[1])
    assert "gave up after 10 cases in a row: " in str(found[-1])
    assert len(endpoint.requests) < 20


def test_a_call_to_this_machine_ignores_proxies(
    spec: LlmSpec, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint.answer = lambda _: chat("direct")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert answer(spec, case("c1")).text == "direct"


def test_a_call_to_this_machine_is_not_sent_elsewhere(spec: LlmSpec, endpoint: Endpoint) -> None:
    endpoint.answer = lambda _: Reply(status=307, headers={"Location": "http://192.0.2.1/v1"})
    assert f"{endpoint.url} answered 307 Temporary Redirect" in sentence(spec)


def test_a_missing_key_is_named_before_any_call(
    spec: LlmSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSAY_TEST_KEY")
    hosted = replace(spec, base_url="https://user:pass@llm.example/v1")
    with pytest.raises(SubjectError, match="ASSAY_TEST_KEY is not set") as caught:
        outcomes(hosted, [case("c1")])
    assert "https://llm.example/v1 needs a key" in str(caught.value)


def test_an_endpoint_on_this_machine_needs_no_key(
    spec: LlmSpec, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSAY_TEST_KEY")
    endpoint.answer = lambda _: chat("ok")
    assert answer(spec, case("c1")).text == "ok"
    assert endpoint.requests[0].key == "none"


@pytest.mark.parametrize("url", ["", "localhost:8000/v1", "http://", "http://[::1", "ftp://a/v1"])
def test_what_is_no_web_address_is_named(spec: LlmSpec, url: str) -> None:
    with pytest.raises(SubjectError, match="is no web address such as http://"):
        outcomes(replace(spec, base_url=url), [])


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://127.9.9.9/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://localhost:1/v1", True),
        ("http://127.0.0.1.example/v1", False),
        ("https://llm.example/v1", False),
        ("http://10.0.0.1/v1", False),
    ],
)
def test_a_plan_tells_whether_text_leaves_the_machine(
    spec: LlmSpec, url: str, loopback: bool
) -> None:
    with opened(replace(spec, base_url=url), labels=LABELS, cache=Path("unused")) as subject:
        assert subject.plan().loopback is loopback


def test_a_plan_names_the_model_and_the_digest_of_its_prompts(spec: LlmSpec) -> None:
    with opened(spec, labels=LABELS, cache=Path("unused")) as subject:
        plan = subject.plan()
    assert (plan.kind, plan.tasks) == ("llm", (Task.ANSWER, Task.CLASSIFY))
    assert [(part.role, part.name) for part in plan.components] == [
        ("model", "m-1"),
        ("prompts", "answer"),
        ("prompts", "classify"),
        ("decoding", "chat"),
    ]
    assert plan.components[1].sha256


def test_a_wrong_prompt_is_named_before_any_call(spec: LlmSpec, endpoint: Endpoint) -> None:
    spec.prompts[Task.ANSWER].template.write_text("{{ text }} {{ nothing }}", encoding="utf-8")
    with pytest.raises(SuiteError, match="nothing called 'nothing'"):
        outcomes(spec, cases(1))
    assert endpoint.requests == []


def test_no_case_is_no_call(spec: LlmSpec, endpoint: Endpoint) -> None:
    assert outcomes(spec, []) == []
    assert endpoint.requests == []
