"""Asserts that the words which an explanation names carry the decision."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from audit.testing.opening import Model, opened_model
from audit.testing.underpowered import Underpowered

if TYPE_CHECKING:  # loads pydantic and more
    from detectors.records import Attribution
    from reports.plain_text import Fact


def assert_faithful(
    model: Model,
    text: str | Sequence[str],
    *,
    method: str = "integrated_gradients",
    baseline: str = "pad",
    neighbours: Sequence[str] = (),
) -> "tuple[Attribution, ...]":
    """The explanation of the model's decision on each text, where each can be relied on.

    It can where its scores add up to the decision (within 2 %), and its words carry the decision
    more than random words of the same text do, at 95 % (docs/explaining-faithfulness.md).
    `neighbours` are texts of the domain, whose words stand in for those that are taken out.

    Raises `AssertionError` where an explanation cannot be relied on, `Underpowered` where texts are
    too short to tell, `ModelError` where there is no such model, and `AuditError` where the call is
    wrong.
    """
    __tracebackhide__ = True
    from audit.testing.explanations import explained
    from reports.plain_text import laid_out

    texts = [text] if isinstance(text, str) else list(text)
    found = explained(
        opened_model(model), texts, method=method, baseline=baseline, neighbours=neighbours
    )
    bad = [one for one in found if one.is_unreliable]
    if bad:
        headline = f"{len(bad)} of {len(found)} explanations cannot be relied on"
        raise AssertionError(laid_out(headline, _facts(one.facts() for one in bad)))
    short = [one for one in found if one.is_too_short]
    if short:
        headline = f"{len(short)} of {len(found)} texts are too short to tell"
        raise Underpowered(laid_out(headline, _facts(one.facts() for one in short)))
    return tuple(one.attribution for one in found)


def _facts(every: "Iterator[Iterator[Fact]]") -> "Iterator[Fact]":
    for facts in every:
        yield from facts
