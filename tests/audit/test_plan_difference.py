"""The first thing in which two plans differ is named; the time of their start is none."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audit.plan import make_plan
from audit.plan_difference import first_difference
from audit.suite_reading import load_suite
from reports.run import Component, Gate, Overlap, Plan

Written = Callable[..., Path]


@pytest.fixture
def plan(write_suite: Written) -> Plan:
    return make_plan(load_suite(write_suite()), [], None, replayed=False)


def test_the_same_plan_at_another_time_does_not_differ(plan: Plan) -> None:
    assert first_difference(plan, replace(plan, started="2026-01-01T00:00:00+00:00")) is None


def test_a_package_of_another_version_is_named(plan: Plan) -> None:
    def with_torch(version: str) -> Plan:
        facts = {"version": version}
        torch = Component(role="package", name="torch", facts=facts)
        return replace(plan, components=(Component(role="corpus", name="c"), torch))

    found = first_difference(with_torch("2.5.0"), with_torch("2.6.0"))
    assert found == "components.package torch.facts.version was '2.5.0' and is '2.6.0' now"


def test_what_is_there_in_one_alone_is_named(plan: Plan) -> None:
    fewer = replace(plan, components=plan.components[1:])
    name = f"{plan.components[0].role} {plan.components[0].name}"
    assert first_difference(plan, fewer) == f"components.{name} was there and is absent now"
    assert first_difference(fewer, plan) == f"components.{name} was absent and is there now"


def test_a_gate_is_named_rather_than_the_suite_file_that_holds_it(plan: Plan) -> None:
    gate = replace(plan.gates[0], at_most=0.5)
    found = first_difference(plan, replace(plan, gates=(gate,), suite_sha256="0" * 64))
    assert found == "gates.0.at_most was 0.9 and is 0.5 now"
    found = first_difference(plan, replace(plan, suite_sha256="0" * 64))
    assert found == f"suite_sha256 was {plan.suite_sha256!r} and is {'0' * 64!r} now"


def test_parts_of_one_name_and_parts_in_another_order_differ(plan: Plan) -> None:
    twins = tuple(Component(role="base", name="b", sha256=digest) for digest in ("1", "2"))
    both = replace(plan, components=twins)
    found = first_difference(both, replace(plan, components=(twins[0], twins[0])))
    assert found == "components.1.sha256 was '2' and is '1' now"
    some = replace(plan, components=plan.components[::-1])
    assert first_difference(plan, some) == "the order of its parts is another"


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 1},
        {"replayed": True},
        {"left_out": ("x",)},
        {"overlaps": (Overlap(case="a", training_row=1, similarity=0.6),)},
        {"gates": (Gate(subject="large", metric="grounded", at_least=0.5),)},
    ],
)
def test_no_field_is_passed_over(plan: Plan, change: dict[str, object]) -> None:
    found = first_difference(plan, replace(plan, **change))  # type: ignore[arg-type]
    assert found is not None
    assert found.startswith(next(iter(change)))
