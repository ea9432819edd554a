"""Asserts that a classifier keeps its label when a text is varied."""

import difflib
from collections.abc import Mapping, Sequence

from audit.testing.opening import Model, opened_model
from detectors.errors import AuditError, ModelError
from reports.numbers import percent
from reports.plain_text import Fact, laid_out, quoted


def assert_robust(model: Model, text: str, variants: Sequence[str]) -> None:
    """Passes where the model gives every variant the label that it gives the text.

    An invariance test of CheckList (Ribeiro et al. 2020): the variants are texts that mean the
    same, which is for whoever writes them to say.

    Raises `AssertionError` where a label changes, `ModelError` where there is no such model, and
    `AuditError` where no variant is given.
    """
    __tracebackhide__ = True
    if isinstance(variants, str) or not variants:
        raise AuditError("variants is no list of texts, or an empty one; give at least one text")
    asked = opened_model(model).probabilities([text, *variants])
    base, *others = [_numbers(found) for found in asked]
    changed = [
        (variant, found)
        for variant, found in zip(variants, others, strict=True)
        if _label(found) != _label(base)
    ]
    if changed:
        facts = [Fact("text", quoted(text)), Fact("label", _told(base), depth=2)]
        for variant, found in changed:
            facts.append(Fact("variant", quoted(variant)))
            facts.append(Fact("label", _told(found), depth=2))
            facts.append(Fact("changed", _difference(text, variant), depth=2))
        headline = f'{len(changed)} of {len(variants)} variants are not "{_label(base)}" any more'
        raise AssertionError(laid_out(headline, facts))


def _numbers(found: Mapping[str, float] | ModelError) -> Mapping[str, float]:
    if isinstance(found, ModelError):
        raise found
    return found


def _label(probabilities: Mapping[str, float]) -> str:
    return max(probabilities, key=lambda label: probabilities[label])


def _told(probabilities: Mapping[str, float]) -> str:
    label = _label(probabilities)
    return f"{label} ({percent(probabilities[label])})"


def _difference(text: str, variant: str) -> str:
    """Words that went, and words that came."""
    before, after = text.split(), variant.split()
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    changes = [
        f"{quoted(' '.join(before[i:j]))} to {quoted(' '.join(after[k:m]))}"
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]
    return "; ".join(changes) or "white space alone"
