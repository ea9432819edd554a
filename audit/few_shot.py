"""Puts a number of labelled examples into a prompt, to see what each further one is worth."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from audit.prompting import Example as Shown
from audit.prompting import Prompting
from audit.training_data import Example


def with_shots(prompting: Prompting, examples: Sequence[Example]) -> Prompting:
    """The same prompt with exactly these examples, in this order; none for a prompt without.

    The labels are written as the prompt's own examples write them: bare, or else as the JSON that
    the choice is held to.
    """
    bare = bool(prompting.examples) and not prompting.examples[0].output.lstrip().startswith("{")
    shown = tuple(Shown(text=one.text, output=_output(one.label, bare)) for one in examples)
    digest = hashlib.sha256(prompting.sha256.encode())
    for one in shown:
        digest.update(json.dumps([one.text, one.output]).encode())
    return replace(prompting, examples=shown, sha256=digest.hexdigest())


def _output(label: str, bare: bool) -> str:
    return label if bare else json.dumps({"label": label}, ensure_ascii=False)
